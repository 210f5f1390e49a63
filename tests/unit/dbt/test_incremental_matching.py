"""Matching day by day ends with the very pairs, outcomes and clusters of a rebuild, whatever came and went.

The SQL is what dbt ran once in full and once on a day after; it is repeated in plain DuckDB, with limits made
so small that blocks become too crowded and cease to be.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.bench.identity.replay import STATE, RecordedModel, Recorder, Replay
from tests.unit.dbt.landed import LandedWorld

RECORDS, DECISIONS = "int_lead_records_standardised", "stg_landing__lead_decisions"
THRESHOLDS = "match_thresholds"
COMPARED = (
    "int_lead_pairs_scored",
    "int_lead_pairs_decided",
    "int_lead_records_clustered",
    "int_lead_records_matched",
)
WANTED = "int_lead_pairs_decided"
SCORED = "int_lead_pairs_scored"

# Few values, so that records meet in every way: switchboards, crowded addresses, slips, namesakes.
NAMES = (
    "anna lee",
    "ana lee",
    "lee anna",
    "ben cho",
    "ben choo",
    "chen da wen",
    "陈大文",
    "a lee",
    "wang wei",
)
COMPANIES = ("hengda", "hengda machinery", "mill", "mills", "loom", None)
MAILBOXES = ("anna.lee@mill.example", "ana.lee@mill.example", "lee1@mail.example", "info@mill.example", None)
PHONES = ("13800138001", "13800138002", "13900139000", "02168889999", None)
TITLES = ("buyer", "head of it", None)


@dataclass
class Matching:
    """The forms of the matching models, and what dbt said to the engine on the day after.

    `sliced` is `full` where dbt found too many pairs to score at once; `said` is of SCORED alone;
    `databases` are closed in the end.
    """

    full: list[RecordedModel]
    day: list[RecordedModel]
    sliced: list[RecordedModel]
    warehouse: Path
    said: list[str]
    databases: list[duckdb.DuckDBPyConnection] = field(default_factory=list)

    def database(self) -> tuple[duckdb.DuckDBPyConnection, Replay]:
        """Return a fresh database without records."""
        connection = duckdb.connect()
        self.databases.append(connection)
        connection.execute(f"set threads = 1; attach '{self.warehouse}' as leadmill (read_only)")
        for schema, table in (("intermediate", RECORDS), ("staging", DECISIONS)):
            connection.execute(f"create table {table} as from leadmill.{schema}.{table} limit 0")
        # With a review floor this low each candidate is a row: no pair looked at wrongly stays unseen.
        connection.execute(
            f"create table {THRESHOLDS} as select threshold, "
            f"case when threshold = 'review' then -1000 else min_weight end as min_weight "
            f"from leadmill.seeds.{THRESHOLDS}"
        )
        own = [*(model.name for model in self.full), *STATE, RECORDS, DECISIONS, THRESHOLDS]
        return connection, Replay(connection, own)


def _small(sql: str) -> str:
    """Make every limit of crowds three."""
    for limit in (r"between 2 and \d+", r"count\(\*\) > \d+", r"sum\((?:before|after)\) > \d+"):
        sql = re.sub(limit, lambda found: re.sub(r"\d+$", "3", found[0]), sql)
    return re.sub(r"count\(distinct person_key\) > \d+", "count(distinct person_key) > 2", sql)


@pytest.fixture(scope="module")
def matching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matching]:
    world = LandedWorld(tmp_path_factory.mktemp("matching"))
    often = [{"lead_id": f"{n}", "full_name": "Anna Lee", "email": "anna@mill.example"} for n in range(4)]
    world.land("f", {"lead": often})
    quiet = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    full, day = Recorder(), Recorder()
    built = world.dbt("build", "--select", f"+{WANTED}", *quiet, on_event=full.hear)
    models = [model for model in full.models(built.result) if model.name.startswith("int_lead_")]
    models = models[[model.name for model in models].index(RECORDS) + 1 :]
    adding = [model.name for model in models if model.adds]
    said: list[str] = []

    def on_event(event: Any) -> None:
        day.hear(event)
        if event.info.name == "SQLQuery" and event.data.node_info.node_name == SCORED:
            said.append(event.data.sql)

    run = world.dbt("run", "--select", *adding, on_event=on_event)
    of_day = {model.name: model for model in day.models(run.result)}
    assert "lead_records_rematched" in of_day[SCORED].before
    sliced = Recorder()
    with duckdb.connect(str(world.home / "warehouse" / "leadmill.duckdb")) as connection:
        connection.execute(f"drop table intermediate.{SCORED}")
    few = ("--vars", "most_pairs_in_slice: 2")
    run = world.dbt("run", "--select", SCORED, *few, on_event=sliced.hear)
    of_slices = {model.name: model for model in sliced.models(run.result)}
    for model in (*models, *of_day.values(), *of_slices.values()):
        model.query, model.before = _small(model.query), _small(model.before)
    warehouse = world.home / "warehouse" / "leadmill.duckdb"
    found = Matching(
        models,
        [of_day.get(model.name, model) for model in models],
        [of_slices.get(model.name, model) for model in models],
        warehouse,
        said,
    )
    yield found
    for connection in found.databases:
        connection.close()


def _record(name: int, chance: random.Random) -> dict[str, Any]:
    words = chance.choice(NAMES).split()
    company, phone, email = chance.choice(COMPANIES), chance.choice(PHONES), chance.choice(MAILBOXES)
    if chance.random() < 0.3:
        # Somebody who writes often: an address with many records and few names.
        words, email = chance.choice((["anna", "lee"], ["ana", "lee"])), "often@mail.example"
    key, sound = " ".join(words), "".join(sorted(words))
    return {
        "lead_record_id": f"f:{name}",
        "person_key": key,
        "person_sound": sound,
        "first_word": words[0],
        "last_word": words[-1],
        "company_key": company,
        "company_sound": company and company.replace(" ", ""),
        "email": email,
        "phone_key": phone and phone[-10:],
        "phone_e164": phone and f"+86{phone.lstrip('0')}",
        "title": chance.choice(TITLES),
        "industry": chance.choice(("textile", None)),
        "region": chance.choice(("Shanghai", "Zhejiang", None)),
    }


@dataclass
class World:
    """Records and decisions as they are on a day."""

    chance: random.Random
    records: dict[int, dict[str, Any]] = field(default_factory=dict)
    decisions: dict[tuple[str, str], str] = field(default_factory=dict)
    named: int = 0

    def next_day(self) -> None:
        """Some records come, go and change; now and then a person decides."""
        chance = self.chance
        for _ in range(18 if not self.records else chance.choice((0, 1, 4, 8))):
            self.records[self.named] = _record(self.named, chance)
            self.named += 1
        for name in chance.sample(sorted(self.records), min(len(self.records), chance.choice((0, 1, 3)))):
            del self.records[name]
        for name in chance.sample(sorted(self.records), min(len(self.records), chance.choice((0, 1, 3)))):
            self.records[name] = _record(name, chance)
        if len(self.records) > 1 and chance.random() < 0.5:
            one, other = sorted(f"f:{name}" for name in chance.sample(sorted(self.records), 2))
            self.decisions[one, other] = chance.choice(("same", "different"))

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring a database to this day."""
        connection.execute(f"delete from {RECORDS}; delete from {DECISIONS}")
        if self.records:
            rows = pa.Table.from_pylist(list(self.records.values()))
            connection.register("rows", rows)
            connection.execute(f"insert into {RECORDS} by name select * from rows")
        for (one, other), decision in self.decisions.items():
            connection.execute(
                f"insert into {DECISIONS} by name select ? as lead_record_id_l, ? as lead_record_id_r, "
                "? as decision",
                [one, other, decision],
            )


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(connection.execute(f"from {table}").fetchall(), key=str) for table in COMPARED}


def _rebuilt(
    matching: Matching, world: World, models: list[RecordedModel] | None = None
) -> dict[str, list[tuple[Any, ...]]]:
    connection, replay = matching.database()
    world.write(connection)
    for model in models or matching.full:
        replay.run(model)
    return _tables(connection)


@pytest.mark.parametrize("seed", range(4))
def test_every_day_ends_as_a_rebuild_does(matching: Matching, seed: int) -> None:
    world = World(random.Random(seed))
    connection, replay = matching.database()
    for day in range(8):
        world.next_day()
        world.write(connection)
        for model in matching.day if day else matching.full:
            replay.run(model)
        assert _tables(connection) == _rebuilt(matching, world), f"day {day}"


@pytest.mark.parametrize("killed_after", [0, 4, 6, 7])
def test_a_run_that_is_killed_leaves_what_the_next_one_needs(matching: Matching, killed_after: int) -> None:
    world = World(random.Random(killed_after))
    connection, replay = matching.database()
    for day in range(3):
        world.next_day()
        world.write(connection)
        for model in matching.day if day else matching.full:
            if day == 1 and model.before:
                # dbt runs hook and query in one transaction (see below): a kill takes all of it back.
                connection.execute("begin")
                for statement in replay.statements(model)[:killed_after]:
                    connection.execute(statement)
                connection.execute("rollback")
                break
            replay.run(model)
    assert _tables(connection) == _rebuilt(matching, world)


def test_pairs_are_the_same_in_however_many_slices_they_are_scored(matching: Matching) -> None:
    (scored,) = (model for model in matching.sliced if model.name == SCORED)
    assert scored.after.count(f'insert into "leadmill"."intermediate"."{SCORED}"') == 3
    world = World(random.Random(5))
    for _ in range(3):
        world.next_day()
    tables = _rebuilt(matching, world, matching.sliced)
    assert tables[SCORED]
    assert tables == _rebuilt(matching, world)


def test_the_state_and_the_pairs_change_in_one_transaction(matching: Matching) -> None:
    said = matching.said
    assert (said.count("BEGIN"), said.count("COMMIT")) == (1, 1)
    within = said[said.index("BEGIN") : said.index("COMMIT")]
    assert any("insert into" in sql and '"int_lead_records_matched"' in sql for sql in within)
    assert any("delete from" in sql and '"int_lead_pairs_scored"' in sql for sql in within)
    assert any("insert into" in sql and '"int_lead_pairs_scored"' in sql for sql in within)
