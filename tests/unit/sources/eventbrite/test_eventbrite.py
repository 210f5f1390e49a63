"""What the common tests do not ask of Eventbrite."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.http.errors import Unavailable
from ingestion.pulling.resource import Item, Window
from ingestion.sources.eventbrite.connector import SPEC, EventbriteConnector
from tests.conformance.harness import FastClocks, Trial, differences
from tests.simulators.eventbrite.cases import CASES, connecting, settings_for
from tests.simulators.eventbrite.server import EVENTS, EventbriteSimulator, attendee_id, event_of
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.server import Answer
from tests.simulators.world import make_world

LEADS = 130


@pytest.fixture
def simulator() -> Iterator[EventbriteSimulator]:
    with EventbriteSimulator(make_world(LEADS)) as running:
        yield running


def read(
    simulator: EventbriteSimulator,
    options: dict[str, Any] | None = None,
    since: dt.datetime | None = None,
    **settings: object,
) -> list[Item]:
    connector = EventbriteConnector(settings_for(simulator, **settings), FastClocks().clocks())
    resource = connector.resource("attendee", options or {})
    return [item for page in resource.read(Window(since, simulator.world.tick())) for item in page]


def typed(root: Path, entity: str, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(":memory:") as con:
        (folder,) = [path for path in (root / "typed").iterdir() if path.name.startswith(entity)]
        return con.execute(
            f"select {columns} from read_parquet('{folder}/*.parquet') order by all"
        ).fetchall()


def test_one_event_is_asked_for_by_its_id(simulator: EventbriteSimulator) -> None:
    items = read(simulator, {"event_id": EVENTS[1]}, organization_id="")
    expected = [n for n in range(1, LEADS + 1) if event_of(n) == EVENTS[1]]
    assert [item.id for item in items] == [attendee_id(number) for number in expected]
    assert simulator.calls[-1].path == f"/v3/events/{EVENTS[1]}/attendees/"


def test_the_time_of_change_is_inclusive_to_the_second(simulator: EventbriteSimulator) -> None:
    lead = simulator.world.leads[9]
    simulator.world.edit(lead, title="厂长")
    since = lead.changed_at + dt.timedelta(microseconds=900_000)
    items = read(simulator, since=since.astimezone(dt.timezone(dt.timedelta(hours=8))))
    assert [(item.id, item.changed_at) for item in items] == [(attendee_id(10), lead.changed_at)]


def test_the_event_comes_along_when_it_is_expanded(simulator: EventbriteSimulator) -> None:
    assert "event" not in read(simulator)[0].record
    assert read(simulator, {"expand": "event"})[0].record["event"]["name"]["text"].startswith("智造开放日")


def test_a_page_that_comes_again_does_not_end_the_reading(simulator: EventbriteSimulator) -> None:
    simulator.faults = FaultPlan({2: Fault.REPEATED})
    assert len({item.id for item in read(simulator)}) == LEADS


def test_a_continuation_that_never_ends_is_given_up(simulator: EventbriteSimulator) -> None:
    pagination = {"has_more_items": True, "continuation": "same"}
    page = Answer(data={"attendees": [], "pagination": pagination})
    simulator._page = lambda *_: page  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="no answer that belongs"):
        read(simulator)
    del pagination["continuation"]
    with pytest.raises(Unavailable, match="not how to go on"):
        read(simulator)


def test_the_rate_is_kept_so_that_nothing_is_refused(simulator: EventbriteSimulator) -> None:
    time = FastClocks()
    simulator.meter = Meter(2, 3600.0, lambda: time.seconds)
    refused, too_many = [], simulator.too_many
    simulator.too_many = lambda: refused.append(1) or too_many()  # type: ignore
    connector = EventbriteConnector(settings_for(simulator, requests_per_hour=2), time.clocks())
    pages = connector.resource("attendee", {}).read(Window(None, simulator.world.tick()))
    assert sum(1 for page in pages for _ in page) == LEADS
    assert refused == []
    assert time.seconds >= 3600


def test_without_a_count_the_ids_prove_it(tmp_path: Path) -> None:
    trial = Trial(CASES[0], tmp_path, make_world(LEADS))
    trial.simulator.says_count = False  # type: ignore[attr-defined]
    record = trial.pull()
    trial.close()
    assert record.is_proven
    assert (record.certificate.counted_by, record.certificate.reported) == ("ids", LEADS)


def test_copied_details_give_a_lead_for_each_ticket(tmp_path: Path) -> None:
    trial = Trial(CASES[0], tmp_path, make_world(LEADS))
    trial.pull()
    trial.close()
    rows = dict(typed(tmp_path, "lead", "lead_id, email"))
    assert len(rows) == LEADS
    assert rows[attendee_id(2)] == rows[attendee_id(1)]


def test_cancelling_is_a_change_and_keeps_the_lead(tmp_path: Path) -> None:
    trial = Trial(CASES[0], tmp_path, make_world(LEADS))
    trial.pull()
    trial.world.tick(3600)
    trial.world.edit(trial.world.leads[0], status="disqualified")
    record = trial.pull()
    trial.close()
    assert (record.certificate.updated, record.certificate.deleted) == (1, 0)
    touches = typed(tmp_path, "touch", "touch_id, touch_type, _changed_at, _is_deleted")
    newest = max((row for row in touches if row[0] == attendee_id(1)), key=lambda row: row[2])
    assert newest[1:] == ("cancelled", trial.world.leads[0].changed_at, False)


def test_attendees_that_vanish_are_found_when_they_may(tmp_path: Path) -> None:
    case = dataclasses.replace(CASES[0], connect=connecting(lists_forever=False))
    trial = Trial(case, tmp_path, make_world(LEADS))
    trial.pull()
    trial.world.tick(3600)
    trial.world.delete(trial.world.leads[3])
    record = trial.pull()
    said = differences(trial)
    trial.close()
    assert (record.is_proven, record.certificate.deleted, said) == (True, 1, [])


def test_unknown_names_are_answered_with_those_there_are(simulator: EventbriteSimulator) -> None:
    connector = EventbriteConnector(settings_for(simulator, organization_id=""), FastClocks().clocks())
    with pytest.raises(ValueError, match="no resource 'orders'; it has: attendee"):
        connector.resource("orders", {})
    with pytest.raises(ValueError, match="its options are event_id, expand"):
        connector.resource("attendee", {"event": "1"})
    with pytest.raises(ValueError, match="needs the option 'event_id'"):
        connector.resource("attendee", {})
    assert SPEC.secrets == ("token",)
