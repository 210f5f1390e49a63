"""Staging of pulled records: their own ids and times decide; deleted ones go, references follow merges."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.dbt.landed import LandedWorld


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def pulled(record_id: str, changed: datetime, **fields: Any) -> dict[str, Any]:
    return {"_record_id": record_id, "_changed_at": changed, "_is_deleted": False, **fields}


def gone(record_id: str, changed: datetime, into: str | None = None, **fields: Any) -> dict[str, Any]:
    return {**pulled(record_id, changed, **fields), "_is_deleted": True, "_merged_into": into}


def lead(one: str, changed: datetime, full_name: str, **fields: Any) -> dict[str, Any]:
    return pulled(one, changed, lead_id=one, full_name=full_name, **fields)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> LandedWorld:
    world = LandedWorld(tmp_path_factory.mktemp("pulled"))
    spend = {"spend_on": date(2026, 3, 1), "channel": "web", "campaign": "Ads", "currency": "CNY"}
    world.land(
        "crm_leads",
        {
            "lead": [
                lead("newer", day(9), "newer", updated_at=day(1)),
                lead("newer", day(8), "older, landed after it", updated_at=day(30)),
                lead("deleted", day(1), "deleted"),
                lead("restored", day(1), "restored"),
                lead("a", day(1), "a"),
                lead("b", day(1), "b"),
                lead("c", day(1), "c"),
            ],
        },
        system="crm",
        landed_at=day(10),
    )
    world.land(
        "crm_leads",
        {
            "lead": [
                gone("deleted", day(5), lead_id="deleted"),
                gone("restored", day(5), lead_id="restored"),
                gone("a", day(5), "b", lead_id="a"),
            ],
        },
        system="crm",
        landed_at=day(11),
    )
    world.land(
        "crm_leads",
        {
            "lead": [
                lead("restored", day(6), "restored"),
                gone("b", day(7), "c", lead_id="b"),
                gone("never landed", day(7), lead_id="never landed"),
            ],
        },
        system="crm",
        landed_at=day(12),
    )
    deal = {"stage": "won", "name": "deal", "created_at": day(2), "_changed_at": day(2)}
    world.land(
        "crm_deals",
        {
            "opportunity": [
                {"opportunity_id": "o1", "lead_id": "a", "account_id": "acc1", "_record_id": "o1", **deal},
                {"opportunity_id": "o2", "lead_id": "c", "account_id": "acc2", "_record_id": "o2", **deal},
                gone("o2", day(3), opportunity_id="o2"),
            ],
            # Each deal names its account; a deleted deal takes its own row with it, not the account.
            "account": [
                pulled("o1", day(2), account_id="acc1", name="One"),
                pulled("o3", day(2), account_id="acc1", name="One"),
                gone("o3", day(4), account_id="acc1"),
                pulled("o2", day(2), account_id="acc2", name="Two"),
                gone("o2", day(3)),
            ],
            "activity": [
                pulled("t1", day(2), activity_id="t1", lead_id="b", activity_type="call", occurred_at=day(2)),
            ],
            "touch": [
                pulled("x1", day(2), touch_id="x1", lead_id="a", touch_type="visit", occurred_at=day(2)),
            ],
            # The record moved to another day: its old row goes, though its key was another.
            "stage_event": [
                pulled("h1", day(2), opportunity_id="o1", stage="won", entered_at=day(2)),
                pulled("h1", day(3), opportunity_id="o1", stage="won", entered_at=day(3)),
                pulled("h2", day(2), opportunity_id="o1", stage="contacted", entered_at=day(1)),
                gone("h2", day(4)),
            ],
        },
        system="crm",
        landed_at=day(12),
    )
    # Two ads of one campaign; one of them is restated alone. A file of the same system counts for nothing.
    world.land(
        "ads",
        {
            "spend": [
                pulled("ad1", day(2), amount=Decimal("10.00"), **spend),
                pulled("ad2", day(2), amount=Decimal("5.00"), **spend),
            ]
        },
        landed_at=day(12),
    )
    world.land("ads", {"spend": [pulled("ad1", day(3), amount=Decimal("7.00"), **spend)]}, landed_at=day(13))
    world.land(
        "ads_file", {"spend": [{**spend, "amount": Decimal("99.00")}]}, system="ads", landed_at=day(14)
    )
    # Parquet of a time before there were pulled records.
    old = world.land("forms", {"lead": [{"lead_id": "1", "full_name": "old file"}]}, landed_at=day(1))
    path = world.landing / "typed" / "leads" / f"{old}.parquet"
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["_record_id", "_changed_at", "_is_deleted", "_merged_into"]), path)
    world.pull("crm_leads", day(10), reported=7, read=7, new=7)
    world.pull(
        "crm_leads",
        day(12),
        **{"reported": 5, "read": 4, "moved": 1, "missing": 2},
        **{"state": "unproven", "is_proven": False, "explanation": "gap"},
    )
    refused = {"state": "failed", "is_proven": False, "failure": "The key is refused."}
    world.pull("crm_leads", day(13), counted_by="nobody", **refused)
    world.pull("ads", day(13), reported=2, read=2, new=2)
    world.pull(
        "ads", day(30), reported=9, read=9, new=9
    )  # after the moment that the warehouse is built as of
    world.dbt("seed")
    world.dbt("run", "--select", "staging", "+int_activities_linked", "+int_touches_linked")
    world.dbt("build", "--select", "fct_pulls", "--indirect-selection", "cautious")
    return world


def names(world: LandedWorld) -> dict[str, str]:
    return dict(world.query("select lead_record_id, full_name from staging.stg_landing__leads"))


def test_the_system_s_time_of_the_change_decides(world: LandedWorld) -> None:
    assert names(world)["crm:newer"] == "newer"


def test_what_was_deleted_or_merged_is_gone_and_what_was_restored_is_back(world: LandedWorld) -> None:
    assert set(names(world)) == {"crm:newer", "crm:restored", "crm:c", "forms:1"}


def test_references_follow_chains_of_merges(world: LandedWorld) -> None:
    merged = world.query(
        "select merged_id, survivor_id, steps from staging.stg_landing__merged_ids order by 1"
    )
    assert merged == [("crm:a", "crm:c", 2), ("crm:b", "crm:c", 1)]
    for table in ("int_opportunities_linked", "int_activities_linked", "int_touches_linked"):
        (lead_ids,) = world.query(f"select list(distinct lead_id) from intermediate.{table}")
        (own,) = world.query(
            "select lead_id from intermediate.int_lead_records_resolved where lead_record_id = 'crm:c'"
        )
        assert lead_ids == (list(own),), table


def test_a_deleted_deal_takes_its_rows_with_it_and_nobody_else_s(world: LandedWorld) -> None:
    assert world.query("select external_id from staging.stg_landing__opportunities") == [("o1",)]
    assert world.query("select external_id from staging.stg_landing__accounts") == [("acc1",)]


def test_a_record_that_changed_its_key_leaves_no_row_behind(world: LandedWorld) -> None:
    assert world.query("select entered_at from staging.stg_landing__stage_events") == [(day(3),)]


def test_pulled_spend_is_replaced_record_by_record(world: LandedWorld) -> None:
    spend = world.query("select amount, line_count, version_count from staging.stg_landing__spend")
    assert spend == [(Decimal("12.00"), 2, 4)]


def test_the_certificates_are_there_and_the_newest_of_each_source_is_marked(world: LandedWorld) -> None:
    pulls = world.query(
        "select source, until_at, difference, records_missing, state, is_proven, is_latest, explanation "
        "from marts.fct_pulls order by source, until_at"
    )
    assert pulls == [
        ("ads", day(13), 0, 0, "proven", True, True, None),
        ("crm_leads", day(10), 0, 0, "proven", True, False, None),
        ("crm_leads", day(12), 2, 2, "unproven", False, False, "gap"),
        ("crm_leads", day(13), 0, 0, "failed", False, True, "The key is refused."),
    ]
