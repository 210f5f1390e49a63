"""A made-up warehouse whose records were drawn with known parameters, and comparisons that read it."""

from pathlib import Path

import duckdb
import numpy as np

from orchestration.matching.comparisons import Comparison, Level

SAME = {"person": 0.8, "company": 0.9, "email": 0.7, "phone": 0.6, "title": 0.95}  # agreement of one person
PERSONS = 4_000  # of two records each
VALUES = {"person": 2_000, "company": 800, "email": 50_000, "phone": 50_000, "title": 10}


def comparison(name: str, *, levels: tuple[int, ...] = (1, 0)) -> Comparison:
    """Equal or not, -1 where a side is missing; `levels` may list one that never comes."""
    sql = (
        f'case when "{name}_key_l" is null or "{name}_key_r" is null then -1 '
        f'when "{name}_key_l" = "{name}_key_r" then {levels[0]} else 0 end'
    )
    return Comparison(
        name, sql, tuple(Level(level, f"{name} {level}", f"{name} {level}") for level in levels)
    )


COMPARISONS = tuple(comparison(name) for name in SAME)


def write_warehouse(path: Path, *, with_keys: bool = True, persons: int = PERSONS) -> Path:
    """Write `intermediate.int_lead_records_comparable`; without keys no two records share anything."""
    draw = np.random.default_rng(7)
    columns: dict[str, list[str | None]] = {"lead_record_id": [f"s:{i:05}" for i in range(2 * persons)]}
    for name, count in VALUES.items():
        first = draw.integers(count, size=persons)
        second = np.where(draw.random(persons) < SAME[name], first, draw.integers(count, size=persons))
        drawn = np.stack([first, second], axis=1).ravel().tolist()
        columns[f"{name}_key"] = [f"{name} {value}" if with_keys else None for value in drawn]
    values = ", ".join(f"unnest(${name}) as {name}" for name in columns)
    shared = " or ".join(f"one.{name}_key = other.{name}_key" for name in ("email", "phone", "company"))
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema intermediate; create schema seeds")
        connection.execute(
            "create table intermediate.int_lead_records_comparable as "
            f"select *, hash(lead_record_id) as record_hash from (select {values})",
            columns,
        )
        connection.execute(
            "create table intermediate.int_lead_pairs_blocked as "
            "select one.record_hash as one_hash, other.record_hash as other_hash "
            "from intermediate.int_lead_records_comparable one "
            "join intermediate.int_lead_records_comparable other "
            f"on one.record_hash < other.record_hash and ({shared})"
        )
        connection.execute(
            "create table seeds.match_thresholds as "
            "from (values ('merge', 5), ('review', -2), ('conflict', -12)) as t(threshold, min_weight)"
        )
    return path
