"""Names and events of leads: this build against the journal of publications."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.dbt.landed import LANDED_AT, LandedWorld

LATER = LANDED_AT + timedelta(days=1)


def lead(lead_id: str, **fields: Any) -> dict[str, Any]:
    return {"lead_id": lead_id, "created_at": datetime(2026, 5, 1, tzinfo=UTC), **fields}


def name(record: str) -> str:
    """The id of the lead whose anchor this record is."""
    return "L" + hashlib.md5(record.encode()).hexdigest()[:16]


def person(lead_id: str, who: str) -> dict[str, Any]:
    return lead(lead_id, full_name=f"{who} Stone", email=f"{who.lower()}@stone.example", company=f"{who} Ltd")


# What a snapshot held at first, and what it holds now. The first of each is gone by now, but for k1.
BEFORE = [person(lead_id, "Old") for lead_id in ("g1", "h1", "i1", "k1")]
NOW = [
    person("g2", "Gina"),
    *(person("h2", "Hans"), person("h3", "Hugo"), person("h4", "Hugo")),
    *(person("i2", "Ines"), person("j1", "Ines")),
    *(person("k1", "Karl"), person("k2", "Kurt")),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> LandedWorld:
    world = LandedWorld(tmp_path_factory.mktemp("history"))
    world.land(
        "f",
        {
            "lead": [
                lead("1", full_name="Anna Lee", email="anna@mill.example", phone="13800138001"),
                lead("2", full_name="Anna Lee", email="anna@mill.example", phone="13800138001"),
                lead("3", full_name="Ben Cho", email="ben@loom.example"),
            ]
        },
    )
    for landed_at, leads in ((LANDED_AT - timedelta(days=2), BEFORE), (LANDED_AT, NOW)):
        world.land("s", {"lead": leads}, delivery="snapshot", landed_at=landed_at)
    selected = ("--select", "+fct_lead_events", "+fct_lead_records")
    quiet = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    world.dbt("build", *selected, *quiet)
    now = dict(world.query("select lead_record_id, lead_id from marts.fct_lead_records"))
    assert now["f:1"] == now["f:2"] != now["f:3"]
    # Published before: Anna apart, and Ben with a record that is gone by now. Published later: another thing.
    before = {"f:1": now["f:1"], "f:2": "Lother", "f:3": now["f:3"], "f:4": now["f:3"]}
    for first, *others in (("g1", "g2"), ("h1", "h2", "h3", "h4"), ("i1", "i2"), ("j1",), ("k1", "k2")):
        before |= {f"s:{lead_id}": name(f"s:{first}") for lead_id in (first, *others)}
    del before["s:k1"]
    world.publish(1, before, LANDED_AT)
    world.publish(2, {"f:3": "Lfuture"}, LATER)
    world.dbt("build", *selected, *quiet, "--vars", f"{{run_id: this-run, as_of: '{LANDED_AT.isoformat()}'}}")
    return world


def test_the_build_is_told_against_the_last_publication(world: LandedWorld) -> None:
    ((anna, ben),) = world.query(
        "select max(lead_id) filter (lead_record_id = 'f:1'), max(lead_id) filter (lead_record_id = 'f:3') "
        "from marts.fct_lead_records"
    )
    assert world.query(
        "select publication, event, from_lead_id, to_lead_id, record_count, occurred_at, run_id "
        "from marts.fct_lead_events where to_lead_id in (select lead_id from marts.fct_lead_records "
        "where lead_record_id = 'f:1')"
    ) == [(2, "merged", "Lother", anna, 1, LANDED_AT, "this-run")]
    assert world.query(
        "select lead_id, previous_lead_id from intermediate.int_lead_assignments "
        "where lead_record_id = 'f:4' and publication = 2"
    ) == [(None, ben)]


@pytest.fixture(scope="module")
def names(world: LandedWorld) -> dict[str, str]:
    return dict(world.query("select external_id, lead_id from marts.fct_lead_records where system = 's'"))


def test_a_lead_keeps_its_name_when_the_record_it_is_named_after_is_gone(names: dict[str, str]) -> None:
    assert names["g2"] == name("s:g1")


def test_of_a_split_the_part_with_the_oldest_record_keeps_the_name(names: dict[str, str]) -> None:
    assert names["h2"] == name("s:h1")
    assert names["h3"] == names["h4"] == name("s:h3")


def test_of_two_leads_that_become_one_the_older_name_stays(names: dict[str, str]) -> None:
    assert names["i2"] == names["j1"] == name("s:i1")


def test_the_name_of_a_record_that_is_there_belongs_to_its_lead_alone(names: dict[str, str]) -> None:
    assert names["k1"] == name("s:k1")
    assert names["k2"] == name("s:k2")


def test_a_lead_that_lost_its_first_record_has_no_event_but_merge_and_split_are(
    world: LandedWorld, names: dict[str, str]
) -> None:
    events = world.query(
        "select event, from_lead_id, to_lead_id, record_count from marts.fct_lead_events "
        "where run_id = 'this-run' and from_lead_id <> 'Lother'"
    )
    assert sorted(events) == sorted(
        [
            ("split", name("s:h1"), names["h3"], 2),
            ("merged", name("s:j1"), names["j1"], 1),
            ("split", name("s:k1"), names["k2"], 1),
        ]
    )
