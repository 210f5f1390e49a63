"""Staging: which loads count, which version of an id is the newest, and what was there as of a moment."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.dbt.landed import LandedWorld

SEED_ADDED = "cold_call"


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def lead(lead_id: str, full_name: str, **fields: Any) -> dict[str, Any]:
    return {"lead_id": lead_id, "full_name": full_name, **fields}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> LandedWorld:
    world = LandedWorld(tmp_path_factory.mktemp("versions"))
    spend = {"spend_on": date(2026, 3, 1), "channel": "web", "campaign": "Ads", "currency": "CNY"}
    world.land(
        "forms",
        {
            "lead": [
                lead("late", "new", updated_at=day(9)),
                lead("untimed", "first"),
                lead("untimed", "second"),
                lead("both", "timed", updated_at=day(1)),
                lead("once", "once"),
                lead("same", "forms"),
            ],
            "spend": [{**spend, "amount": Decimal("10.00")}, {**spend, "amount": Decimal("5.00")}],
        },
        landed_at=day(10),
    )
    world.land(
        "forms",
        {
            "lead": [
                lead("late", "older, landed later", updated_at=day(8)),
                lead("untimed", "third"),
                lead("both", "untimed"),
            ],
            "spend": [{**spend, "amount": Decimal("7.00")}],
        },
        landed_at=day(11),
        file_name="b.csv",
    )
    # Two files of one moment: the later name is the later file.
    world.land("forms", {"lead": [lead("tie", "z")]}, landed_at=day(11), file_name="z.csv")
    world.land("forms", {"lead": [lead("tie", "y")]}, landed_at=day(11), file_name="y.csv")
    world.land("badges", {"lead": [lead("same", "badges")]}, landed_at=day(11))
    # A snapshot: only the newest file counts; a refused one after it does not replace it.
    for number, names in ((12, ("gone", "stays")), (13, ("stays", "comes"))):
        world.land(
            "crm",
            {"owner": [{"owner_id": name, "full_name": f"{name} {number}"} for name in names]},
            landed_at=day(number),
            delivery="snapshot",
            file_hash=f"{number}" * 32,
        )
    world.land("crm", {}, landed_at=day(14), delivery="snapshot", status="refused", rule="header")
    # The first snapshot is read again under a mended contract: newer reading, older file.
    world.land(
        "crm",
        {"owner": [{"owner_id": "gone", "full_name": "gone again"}]},
        landed_at=day(15),
        delivery="snapshot",
        file_hash="12" * 32,
    )
    # A file read again under a mended contract replaces its first reading, and stays as old as it was.
    repaired = {"lead": [lead("once", "once, repaired"), lead("tie", "a repaired reading is no newer")]}
    world.land("forms", repaired, landed_at=day(16), file_name="forms-0.csv", file_hash="aa" * 32)
    world.land("forms", {"lead": [lead("tie", "newest")]}, landed_at=day(17), file_name="n.csv")
    world.land("forms", repaired, landed_at=day(18), file_name="forms-0.csv", file_hash="aa" * 32)
    world.dbt("run", "--select", "staging")
    return world


def names(world: LandedWorld) -> dict[str, str]:
    return dict(world.query("select lead_record_id, full_name from staging.stg_landing__leads"))


def test_the_source_s_own_update_time_decides_first(world: LandedWorld) -> None:
    assert names(world)["forms:late"] == "new"
    assert names(world)["forms:both"] == "timed", "a version without update time does not beat one with"


def test_without_update_times_the_later_file_then_the_later_line_decides(world: LandedWorld) -> None:
    assert names(world)["forms:untimed"] == "third"
    assert names(world)["forms:tie"] == "newest"


def test_all_landed_rows_of_an_id_are_counted(world: LandedWorld) -> None:
    counts = dict(world.query("select external_id, version_count from staging.stg_landing__leads"))
    assert counts["untimed"] == 3
    assert counts["late"] == 2


def test_ids_are_unique_inside_their_system_only(world: LandedWorld) -> None:
    found = names(world)
    assert (found["forms:same"], found["badges:same"]) == ("forms", "badges")


def test_of_a_snapshot_source_only_the_newest_file_counts(world: LandedWorld) -> None:
    owners = dict(world.query("select external_id, full_name from staging.stg_landing__owners"))
    assert owners == {"stays": "stays 13", "comes": "comes 13"}


def test_a_file_counts_once_however_often_it_is_read(world: LandedWorld) -> None:
    readings = world.query(
        "select is_current, first_landed_at from staging.stg_landing__loads "
        f"where file_hash = '{'aa' * 32}' order by landed_at"
    )
    assert readings == [(False, day(16)), (True, day(16))]


def test_lines_of_one_file_add_up_and_a_later_file_restates_them(world: LandedWorld) -> None:
    spend = world.query("select amount, line_count, version_count from staging.stg_landing__spend")
    assert spend == [(Decimal("7.00"), 1, 3)]


def test_a_company_s_seeds_lie_outside_the_project(world: LandedWorld, tmp_path: Path) -> None:
    defaults = Path(__file__).parents[3] / "dbt_project" / "seeds"
    for path in defaults.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "channels.csv").open("a", encoding="utf-8") as file:
        file.write(f"{SEED_ADDED},Cold call,电话开发,9\n")
    world.dbt(
        "build",
        *("--select", "channels", "dim_channels", "--indirect-selection", "cautious"),
        environment={"LEADMILL_SEEDS": str(tmp_path)},
    )
    channels = world.query("select code from marts.dim_channels order by sort_order")
    assert [code for (code,) in channels][-3:] == [SEED_ADDED, "missing", "direct_unknown"]


def test_as_of_an_earlier_moment_later_files_do_not_exist(world: LandedWorld) -> None:
    # The last test of this module: it leaves the warehouse as of the earlier moment.
    world.dbt("run", "--select", "staging", "--vars", f"{{as_of: '{day(12, 1).isoformat()}'}}")
    found = names(world)
    assert found["forms:once"] == "once"
    assert found["forms:tie"] == "z"
    owners = dict(world.query("select external_id, full_name from staging.stg_landing__owners"))
    assert owners == {"gone": "gone 12", "stays": "stays 12"}
    assert world.query("select max(landed_at) from staging.stg_landing__loads") == [(day(12),)]
