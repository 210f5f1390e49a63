"""Events of leads: this build against the journal of publications."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.dbt.landed import LANDED_AT, LandedWorld

LATER = LANDED_AT + timedelta(days=1)


def lead(lead_id: str, **fields: Any) -> dict[str, Any]:
    return {"lead_id": lead_id, "created_at": datetime(2026, 5, 1, tzinfo=UTC), **fields}


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
    selected = ("--select", "+fct_lead_events", "+fct_lead_records")
    quiet = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    world.dbt("build", *selected, *quiet)
    now = dict(world.query("select lead_record_id, lead_id from marts.fct_lead_records"))
    assert now["f:1"] == now["f:2"] != now["f:3"]
    # Published before: Anna apart, and Ben with a record that is gone by now. Published later: another thing.
    world.publish(1, {"f:1": now["f:1"], "f:2": "Lother", "f:3": now["f:3"], "f:4": now["f:3"]}, LANDED_AT)
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
        "from marts.fct_lead_events"
    ) == [(2, "merged", "Lother", anna, 1, LANDED_AT, "this-run")]
    assert world.query(
        "select lead_id, previous_lead_id from intermediate.int_lead_assignments "
        "where lead_record_id = 'f:4' and publication = 2"
    ) == [(None, ben)]
