"""What the common tests do not ask of Jotform."""

import datetime as dt

import pytest
from pydantic import ValidationError

from ingestion.pulling.resource import Window
from ingestion.sources.jotform.connector import JotformConnector
from tests.conformance.harness import FastClocks
from tests.simulators.jotform.cases import settings_for
from tests.simulators.jotform.server import FORM, JotformSimulator, submission_id
from tests.simulators.world import make_world


def test_times_are_the_accounts_in_summer_and_winter() -> None:
    world = make_world(2)
    moments = [dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC), dt.datetime(2026, 7, 5, 12, tzinfo=dt.UTC)]
    for lead, moment in zip(world.leads, moments, strict=True):
        lead.created_at = lead.changed_at = moment
    with JotformSimulator(world) as simulator:
        resource = JotformConnector(settings_for(simulator), FastClocks().clocks()).resource(
            "submission", {"form": FORM}
        )
        items = [item for page in resource.read(Window(None, world.now)) for item in page]
    assert {item.id: item.changed_at for item in items} == {
        submission_id(1): moments[0],
        submission_id(2): moments[1],
    }
    assert {item.record["updated_at"] for item in items} == {None}


def test_what_lies_in_the_trash_is_gone() -> None:
    world = make_world(3)
    world.delete(world.leads[0])
    with JotformSimulator(world) as simulator:
        resource = JotformConnector(settings_for(simulator), FastClocks().clocks()).resource(
            "submission", {"form": FORM}
        )
        ids = {one for page in resource.ids(Window(None, world.now)) for one in page}
    assert ids == {submission_id(2), submission_id(3)}


def test_a_time_zone_that_does_not_exist_is_named() -> None:
    with JotformSimulator(make_world(1)) as simulator, pytest.raises(ValidationError, match="no time zone"):
        settings_for(simulator, time_zone="Mars/Olympus")
