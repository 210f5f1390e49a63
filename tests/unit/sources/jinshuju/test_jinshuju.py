"""What the common tests do not ask of Jinshuju."""

import datetime as dt

import pytest
from pydantic import SecretStr, ValidationError

from ingestion.pulling.resource import Window
from ingestion.sources.jinshuju.connector import JinshujuConnector
from ingestion.sources.jinshuju.schema import JinshujuSettings
from tests.conformance.harness import FastClocks
from tests.simulators.jinshuju.cases import settings_for
from tests.simulators.jinshuju.server import FORM, JinshujuSimulator
from tests.simulators.world import make_world


def test_bearer_reads_what_basic_reads_and_times_are_utc() -> None:
    with JinshujuSimulator(make_world(120)) as simulator:
        read = []
        for auth in ("basic", "bearer"):
            connector = JinshujuConnector(settings_for(simulator, auth=auth), FastClocks().clocks())
            resource = connector.resource("entry", {"form": FORM})
            window = Window(None, simulator.world.now)
            read.append([item for page in resource.read(window) for item in page])
        assert read[0] == read[1]
        assert [item.id for item in read[0]] == [str(number) for number in range(1, 121)]
        assert read[0][0].changed_at == simulator.world.leads[0].changed_at
        assert read[0][0].changed_at.utcoffset() == dt.timedelta(0)


def test_basic_without_the_secret_is_a_configuration_problem() -> None:
    with pytest.raises(ValidationError, match="needs the secret api_secret"):
        JinshujuSettings(api_key=SecretStr("k"))


def test_a_contract_must_name_its_form() -> None:
    connector = JinshujuConnector(
        JinshujuSettings(api_key=SecretStr("k"), auth="bearer"), FastClocks().clocks()
    )
    with pytest.raises(ValueError, match="needs the option 'form'"):
        connector.resource("entry", {})
    with pytest.raises(ValueError, match="it has: entry"):
        connector.resource("form", {})
