"""A full refresh after days of increments gives what stood: pairs, clusters, marts, leads' and accounts' ids.

A small company's leads and accounts come, change and go for some days; each day is built on the one before
and published, as the daily job does it. Then everything is built anew from the landing zone and its journal.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest

from ingestion.landing.zone import LandingZone
from tests.unit.dbt.landed import LANDED_AT, LandedWorld

DAYS = 3
PEOPLE = 60
NAMES = ("Anna Lee", "LEE, Anna", "Ana Lee", "Ben Cho", "陈大文", "Chen Dawen", "王伟", "Wang Wei", "A. Lee")
COMPANIES = ("Hengda Machinery Co., Ltd.", "恒达机械有限公司", "Mill Ltd.", "Mills", "Loom", None)
ADDRESSES = (
    "anna.lee@mill.example",
    "chen@hengda.example",
    "info@mill.example",
    "wangwei@mail.example",
    None,
)
PHONES = ("13800138021", "138 0013 8021", "13900139077", "021-68889999", None)
TITLES = ("Buyer", "Head of IT", "采购经理", None)
SCHEMAS = ("intermediate", "marts")
PUBLICATION = "meta_publication"


def _person(number: int, day: int, chance: random.Random) -> dict[str, Any]:
    written = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=number)
    return {
        "lead_id": f"{number:03}",
        "created_at": written,
        "updated_at": written + timedelta(days=day),
        "full_name": chance.choice(NAMES),
        "company": chance.choice(COMPANIES),
        "email": chance.choice(ADDRESSES),
        "phone": chance.choice(PHONES),
        "title": chance.choice(TITLES),
    }


@dataclass(frozen=True)
class Built:
    """What one build left: the rows of each table by its name, and the lead of each record."""

    tables: dict[str, list[tuple[Any, ...]]]
    leads: dict[str, str]


def _built(world: LandedWorld) -> Built:
    names = world.query(
        "select schema_name || '.' || table_name from duckdb_tables() "
        f"where schema_name in {SCHEMAS} and table_name <> '{PUBLICATION}'"
    )
    tables = {name: sorted(world.query(f"from {name}"), key=str) for (name,) in names}
    leads = dict(world.query("select lead_record_id, lead_id from marts.fct_lead_records"))
    return Built(tables, leads)


def _publish(world: LandedWorld, day: int, moment: datetime) -> None:
    leads = world.records("select lead_record_id, lead_id from marts.fct_lead_records")
    accounts = world.records(
        "select account_record_id, account_id, accounts.named_after, accounts.first_landed_at "
        "from marts.fct_account_records join marts.dim_accounts as accounts using (account_id)"
    )
    tables = (pa.Table.from_pylist(rows) for rows in (leads, accounts))
    LandingZone(world.landing).note_assignments(*tables, f"run{day}", moment, moment)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Built], Built]:
    """What each day's build left, and what a full refresh made of the last one."""
    world = LandedWorld(tmp_path_factory.mktemp("refresh"))
    chance = random.Random(4)
    people = {number: _person(number, 0, chance) for number in range(PEOPLE)}
    found = []
    for day in range(DAYS):
        moment = LANDED_AT + timedelta(days=day)
        if day:
            # The first records of leads go: their leads keep the name. Others change, and new ones come.
            for number in (day - 1, *chance.sample(sorted(people), 6)):
                people.pop(number, None)
            for number in chance.sample(sorted(people), 6):
                people[number] = _person(number, day, chance)
            for number in range(PEOPLE * day, PEOPLE * day + 8):
                people[number] = _person(number, day, chance)
            one, other = chance.sample(sorted(people), 2)
            world.decide("same", f"crm:{one:03}", f"crm:{other:03}", decided_at=moment)
        accounts = [{"account_id": f"a{n}", "name": name} for n, name in enumerate(COMPANIES) if name]
        rows = {"lead": list(people.values()), "account": accounts}
        world.land("crm", rows, delivery="snapshot", landed_at=moment)
        variables = ("--vars", f"{{run_id: run{day}, as_of: '{moment.isoformat()}'}}")
        if not day:
            world.dbt("seed")
        world.dbt("run", *variables)
        found.append(_built(world))
        if day < DAYS - 1:
            _publish(world, day, moment)
    quiet = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    world.dbt("build", "--full-refresh", *quiet, *variables)
    return found, _built(world)


def test_every_table_is_as_it_was(builds: tuple[list[Built], Built]) -> None:
    days, refreshed = builds
    assert set(refreshed.tables) == set(days[-1].tables)
    for name, rows in refreshed.tables.items():
        assert rows == days[-1].tables[name], name


def test_the_days_did_differ_and_leads_outlived_their_first_record(builds: tuple[list[Built], Built]) -> None:
    days, refreshed = builds
    pairs = [built.tables["intermediate.int_lead_pairs_scored"] for built in days]
    assert all(pairs) and all(one != other for one, other in pairwise(pairs))
    first, now = days[0].leads, refreshed.leads
    assert {lead for record, lead in first.items() if record not in now} & set(now.values())
