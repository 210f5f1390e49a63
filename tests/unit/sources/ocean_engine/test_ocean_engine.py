"""Ocean Engine: errors in HTTP 200, tokens for a day, ids beyond 2^53, followed clues, local time."""

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from ingestion.http.errors import CredentialsRefused, ScopeMissing
from ingestion.pulling.resource import Window
from ingestion.sources.ocean_engine.connector import OceanEngineConnector
from tests.conformance.harness import FastClocks, Trial, differences
from tests.simulators.ocean_engine.cases import CASES, settings_for
from tests.simulators.ocean_engine.server import ADVERTISER, OceanEngineSimulator, clue_id
from tests.simulators.world import World, make_world

OPTIONS = {"advertiser_id": ADVERTISER}


@pytest.fixture
def clues(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(CASES[0], tmp_path, make_world(60))
    yield trial
    trial.close()


def simulator_of(world: World, **options: object) -> OceanEngineSimulator:
    return OceanEngineSimulator(world, of_leads=lambda _: True, **options)  # type: ignore[arg-type]


def test_ids_beyond_a_double_stay_exact(clues: Trial) -> None:
    assert clues.pull().is_proven
    landed = clues.landed()
    assert set(landed) == {clue_id(number) for number in range(1, 61)}
    assert {str(record["clue_id"]) for record in landed.values()} == set(landed)


def test_a_clue_that_moves_on_is_followed_for_the_overlap(clues: Trial) -> None:
    young = clues.world.add_lead()
    assert clues.pull().is_proven
    clues.world.tick(20 * 86_400)
    assert clues.pull().is_proven
    clues.world.edit(young, status="qualified")
    clues.world.edit(clues.world.leads[0], status="qualified")
    record = clues.pull()
    assert (record.certificate.counted_by, record.certificate.updated) == ("system", 1)
    full = clues.pull(is_full=True)
    assert full.certificate.updated == 1
    assert differences(clues) == []


def test_windows_are_local_time_in_short_parts_without_gaps() -> None:
    world = make_world(60)
    with simulator_of(world) as simulator:
        connector = OceanEngineConnector(settings_for(simulator), FastClocks().clocks())
        resource = connector.resource("clues", OPTIONS)
        until = dt.datetime(2026, 11, 23, 1, 0, 0, 500_000, tzinfo=dt.UTC)
        list(resource.ids(Window(until - dt.timedelta(days=75), until)))
        asked = [call.params for call in simulator.calls if "start_time" in call.params]
    assert [params["end_time"] for params in asked][-1] == "2026-11-23 09:00:00"
    assert asked[0]["start_time"] == "2026-09-09 09:00:00"
    assert len(asked) == 3
    for before, after in itertools.pairwise(asked):
        gap = dt.datetime.fromisoformat(after["start_time"]) - dt.datetime.fromisoformat(before["end_time"])
        assert gap == dt.timedelta(seconds=1)


def test_clues_of_the_first_and_the_last_second_are_in_the_window() -> None:
    world = make_world(60)
    at = world.now
    ends = [world.add_lead(created_at=at), world.add_lead(created_at=at + dt.timedelta(days=29, hours=24))]
    with simulator_of(world) as simulator:
        connector = OceanEngineConnector(settings_for(simulator), FastClocks().clocks())
        resource = connector.resource("clues", OPTIONS)
        window = Window(at, at + dt.timedelta(days=30, seconds=1))
        assert resource.count(window) == 2
        found = [one for page in resource.ids(window) for one in page]
    assert found == [clue_id(lead.number) for lead in ends]


def test_a_token_is_renewed_before_its_day_ends() -> None:
    world, time = make_world(60), FastClocks()
    with simulator_of(world) as simulator:
        resource = OceanEngineConnector(settings_for(simulator), time.clocks()).resource("clues", OPTIONS)
        window = Window(world.now - dt.timedelta(days=20), world.now)
        resource.count(window)
        resource.count(window)
        time.seconds += 86_400 - 30
        resource.count(window)
        renewals = [call for call in simulator.calls if call.path.endswith("refresh_token/")]
    assert len(renewals) == 2


def test_a_refresh_token_that_works_once_is_kept_for_the_next_run(tmp_path: Path) -> None:
    world = make_world(60)
    window = Window(world.now - dt.timedelta(days=20), world.now)
    with simulator_of(world, rotates=True) as simulator:
        settings = settings_for(simulator, token_file=tmp_path / "ocean.json")
        for _ in range(3):
            OceanEngineConnector(settings, FastClocks().clocks()).resource("clues", OPTIONS).count(window)
        forgetful = OceanEngineConnector(settings_for(simulator), FastClocks().clocks())
        with pytest.raises(CredentialsRefused, match="authorise anew"):
            forgetful.resource("clues", OPTIONS).count(window)


def test_a_rate_limit_inside_http_200_is_waited_for() -> None:
    world, time = make_world(250), FastClocks()
    with simulator_of(world, limit_every=3) as simulator:
        resource = OceanEngineConnector(settings_for(simulator), time.clocks()).resource("clues", OPTIONS)
        assert sum(len(list(page)) for page in resource.read(Window(None, world.now))) == 250
    assert time.seconds > 0


def test_another_advertiser_is_a_clear_refusal() -> None:
    world = make_world(60)
    with simulator_of(world) as simulator:
        connector = OceanEngineConnector(settings_for(simulator), FastClocks().clocks())
        with pytest.raises(ScopeMissing, match="No permission to operate account"):
            connector.resource("report", {"advertiser_id": "42"}).count(Window(None, world.now))
        with pytest.raises(ValueError, match="is no number"):
            connector.resource("report", {"advertiser_id": "act_42"})
        with pytest.raises(ValueError, match="it has: clues, report"):
            connector.resource("leads", {})


def test_lists_are_asked_for_as_json() -> None:
    world = make_world(60)
    with simulator_of(world) as simulator:
        connector = OceanEngineConnector(settings_for(simulator), FastClocks().clocks())
        connector.resource("report", OPTIONS).count(Window(world.now - dt.timedelta(days=3), world.now))
        asked = simulator.calls[-1].params
    assert orjson.loads(asked["dimensions"]) == ["stat_time_day", "cdp_project_id", "cdp_project_name"]
    assert (asked["start_time"], asked["end_time"]) == ("2026-11-20", "2026-11-23")
