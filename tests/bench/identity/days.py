"""Run as a child after `matching`: how dear a day is after which some records changed.

`python -m tests.bench.identity.days HOME 1000 10000`, numbers of changed records; of each a third is taken
away, a third gets other values, a third is new. Prints the CPU seconds of each day and of a rebuild as JSON,
and fails unless the last day ends with the very tables of the rebuild.
"""

import json
import resource
import sys
from pathlib import Path

import duckdb

from tests.bench.identity import replay
from tests.bench.identity.matching import connect, is_matching

_RECORDS = "int_lead_records_standardised"
_COMPARED = ("int_lead_pairs_scored", "int_lead_pairs_decided", "int_lead_records_clustered")


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _change(connection: duckdb.DuckDBPyConnection, day: int, count: int) -> None:
    """Change `count` records, chosen by a hash that is another one each day."""
    connection.execute(
        f"create or replace temp table chosen as select lead_record_id, "
        f"row_number() over (order by hash(lead_record_id, {day})) % 3 as kind "
        f"from {_RECORDS} order by hash(lead_record_id, {day}) limit {count}"
    )
    connection.execute(
        "create or replace temp table made as "
        "select records.* replace ("
        f"case when kind = 1 then 'day{day}:' || lead_record_id else lead_record_id end as lead_record_id, "
        "case when kind = 2 then 'Changed ' || full_name else full_name end as full_name, "
        "case when kind = 2 then person_sound || 'x' else person_sound end as person_sound, "
        "case when kind = 2 then 'x' || email else email end as email, "
        f"case when kind = 1 then {day} || phone_key else phone_key end as phone_key) "
        f"from {_RECORDS} as records join chosen using (lead_record_id) where kind > 0"
    )
    connection.execute(
        f"delete from {_RECORDS} where lead_record_id in (select lead_record_id from chosen where kind <> 1)"
    )
    connection.execute(f"insert into {_RECORDS} select * from made")


def run(home: Path, counts: list[int]) -> dict[str, float]:
    """Return the CPU seconds of each day, by its number of changed records, and of a rebuild."""
    full = [model for model in replay.load(home / "full.json") if is_matching(model)]
    of_day = {model.name: model for model in replay.load(home / "day.json")}
    names = [*(model.name for model in full), *replay.STATE, _RECORDS]
    used = {}
    with connect(home) as connection:
        connection.execute(f"create or replace table {_RECORDS} as from leadmill.intermediate.{_RECORDS}")
        repeat = replay.Replay(connection, names)
        for day, count in enumerate(counts, start=1):
            _change(connection, day, count)
            before = _cpu_s()
            for model in full:
                repeat.run(of_day.get(model.name, model))
            used[f"{count}"] = _cpu_s() - before
        for table in _COMPARED:
            connection.execute(f"create temp table kept_{table} as from {table}")
        for name in names[:-1]:
            connection.execute(f"drop table {name}")
        before = _cpu_s()
        for model in full:
            repeat.run(model)
        used["rebuild"] = _cpu_s() - before
        for table in _COMPARED:
            (differing,) = connection.execute(
                f"select (select count(*) from (from {table} except all from kept_{table})) "
                f"+ (select count(*) from (from kept_{table} except all from {table}))"
            ).fetchall()[0]
            assert differing == 0, f"{table}: {differing} rows differ from a rebuild"
    return used


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), [int(count) for count in sys.argv[2:]])))
