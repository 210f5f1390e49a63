"""Baidu: failures in HTTP 200, partial successes, credentials in the body, ranges of at most 731 days."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from ingestion.http.errors import CredentialsRefused
from ingestion.pulling.resource import Window
from ingestion.sources.baidu.connector import BaiduConnector
from tests.conformance.harness import FastClocks, Trial, differences
from tests.simulators.baidu.cases import CASES, settings_for
from tests.simulators.baidu.server import USER, BaiduSimulator
from tests.simulators.world import make_world


@pytest.fixture
def spend(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(CASES[0], tmp_path, make_world(60))
    yield trial
    trial.close()


def rows(simulator: BaiduSimulator, time: FastClocks, **changes: object) -> int:
    resource = BaiduConnector(settings_for(simulator, **changes), time.clocks()).resource(
        "campaign_spend", {}
    )
    return sum(len(list(page)) for page in resource.read(Window(None, simulator.world.now)))


def test_a_partial_success_is_no_success() -> None:
    with BaiduSimulator(make_world(60), partly_at=4) as simulator:
        assert rows(simulator, FastClocks()) == 549


def test_a_limit_inside_http_200_is_waited_for() -> None:
    time = FastClocks()
    with BaiduSimulator(make_world(60), limit_every=3) as simulator:
        assert rows(simulator, time) == 549
    assert time.seconds > 1


def test_the_longest_range_is_asked_for_at_once_and_a_longer_one_never() -> None:
    with BaiduSimulator(make_world(60)) as simulator:
        assert rows(simulator, FastClocks(), days_per_request=731, rows_per_page=1000) == 549
        asked = [call.json()["body"] for call in simulator.calls if "body" in call.json()]
        assert [(body["startDate"], body["endDate"]) for body in asked] == [("2024-11-23", "2026-11-23")]
        with pytest.raises(ValidationError, match="less than or equal to 731"):
            settings_for(simulator, days_per_request=732)


def test_credentials_stand_in_the_body_and_nowhere_else() -> None:
    with BaiduSimulator(make_world(60)) as simulator:
        rows(simulator, FastClocks())
        call = simulator.calls[-1]
        assert call.json()["header"]["userName"] == USER
        token = call.json()["header"]["accessToken"]
        assert token not in str(call.headers) + call.path + str(call.params)


def test_the_count_is_the_proof_and_an_empty_report_is_none(spend: Trial) -> None:
    certificate = spend.pull().certificate
    assert (certificate.counted_by, certificate.reported) == ("system", len(spend.world.spend))
    first = spend.world.now.date() - dt.timedelta(days=28)
    recent = [row for row in spend.world.spend if row.spend_on >= first]
    spend.world.spend.clear()
    certificate = spend.pull().certificate
    assert (certificate.is_proven, certificate.reported, certificate.deleted) == (True, 0, len(recent))


def test_a_row_that_vanishes_is_deleted_only_within_the_days_asked_for(spend: Trial) -> None:
    assert spend.pull().is_proven
    spend.world.delete(spend.world.spend[-1])
    spend.world.delete(spend.world.spend[0])
    assert spend.pull().certificate.deleted == 1
    assert spend.pull(is_full=True).certificate.deleted == 1
    assert differences(spend) == []


def test_what_is_older_than_the_report_goes_back_stays_landed(spend: Trial) -> None:
    assert spend.pull().is_proven
    spend.world.tick(400 * 86_400)
    record = spend.pull(is_full=True)
    assert record.is_proven
    assert 0 < record.certificate.reported < len(spend.world.spend)
    assert record.certificate.deleted == 0
    assert differences(spend) == []


def test_a_refresh_token_that_works_once_is_kept_for_the_next_run(tmp_path: Path) -> None:
    world = make_world(60)
    window = Window(world.now - dt.timedelta(days=2), world.now)
    with BaiduSimulator(world, rotates=True) as simulator:
        settings = settings_for(simulator, token_file=tmp_path / "baidu.json")
        for _ in range(3):
            BaiduConnector(settings, FastClocks().clocks()).resource("campaign_spend", {}).count(window)
        forgetful = BaiduConnector(settings_for(simulator), FastClocks().clocks())
        with pytest.raises(CredentialsRefused, match="authorise anew"):
            forgetful.resource("campaign_spend", {}).count(window)


def test_unknown_names_say_which_there_are() -> None:
    with BaiduSimulator(make_world(60)) as simulator:
        connector = BaiduConnector(settings_for(simulator), FastClocks().clocks())
        with pytest.raises(ValueError, match="it has: campaign_spend"):
            connector.resource("keywords", {})
        with pytest.raises(ValueError, match="has no option 'user'; it has none"):
            connector.resource("campaign_spend", {"user": "x"})
