"""Reading from a built warehouse how often each pattern of comparison levels occurs.

A pattern is one level for each comparison, -1 where it says nothing. The comparisons themselves are the dbt
macros of `macros/matching/comparisons.sql`, compiled by dbt: there is no second copy of them here.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from orchestration.dbt_inprocess import invoke
from orchestration.home import Home

_LEVELS = (
    "{% for c in comparisons() %}{{ level_of(c, 'one', 'other') }} as {{ c }}"
    "{{ ', ' if not loop.last }}{% endfor %}"
)
_RECORDS = "intermediate.int_lead_records_comparable"
# The levels that mean equality, and the key whose frequencies give the chance of it exactly.
EQUALITY = {
    "person": (7, "person_key"),
    "company": (3, "company_key"),
    "email": (4, "email_key"),
    "phone": (2, "phone_key"),
    "birth_date": (5, "birth_date_key"),
}


@dataclass(frozen=True)
class Patterns:
    """Patterns (rows of `levels`, a column for each of `comparisons`) and how many pairs have each."""

    comparisons: tuple[str, ...]
    levels: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class Observed:
    """What training sees.

    Attributes:
        records: how many lead records there are.
        blocked: patterns of the pairs that blocking proposes.
        random: patterns of pairs drawn at random, nearly all of two persons.
        equal_by_chance: comparison -> chance that two records with a value have the same one.
    """

    records: int
    blocked: Patterns
    random: Patterns
    equal_by_chance: dict[str, float]


def compiled_levels(home: Home, variables: dict[str, object]) -> str:
    """Return the select list of all comparisons as SQL, by dbt."""
    result = invoke(["compile", "--inline", _LEVELS, "--no-introspect"], home, variables)
    return str(result.results[0].node.compiled_code)


def observe(warehouse: Path, levels_sql: str, random_pairs: int) -> Observed:
    """Count patterns in the warehouse; `random_pairs` are drawn by a fixed rule, so that training repeats."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        (records,) = connection.execute(f"select count(*) from {_RECORDS}").fetchall()[0]
        connection.execute(
            "create temp table numbered as "
            f"select *, row_number() over (order by lead_record_id) - 1 as number from {_RECORDS}"
        )
        connection.execute(
            f"create temp table drawn as select (hash(i, 1) % {records})::bigint as one_number, "
            f"(hash(i, 2) % {records})::bigint as other_number from range({random_pairs}) as t(i)"
        )
        random = _count(
            connection,
            levels_sql,
            "drawn join numbered one on one.number = drawn.one_number "
            "join numbered other on other.number = drawn.other_number where one_number <> other_number",
        )
        blocked = _count(
            connection,
            levels_sql,
            "intermediate.int_lead_pairs_blocked pairs "
            f"join {_RECORDS} one on pairs.one_hash = one.record_hash "
            f"join {_RECORDS} other on pairs.other_hash = other.record_hash",
        )
        chances = {name: _chance(connection, key) for name, (_, key) in EQUALITY.items()}
    return Observed(records, blocked, random, {name: c for name, c in chances.items() if c is not None})


def _count(connection: duckdb.DuckDBPyConnection, levels_sql: str, pairs: str) -> Patterns:
    relation = connection.execute(
        f"select *, count(*) as pair_count from (select {levels_sql} from {pairs}) group by all order by all"
    )
    columns = relation.fetchnumpy()
    names = tuple(name for name in columns if name != "pair_count")
    return Patterns(
        names,
        np.stack([np.asarray(columns[name]) for name in names], axis=1),
        np.asarray(columns["pair_count"], dtype=float),
    )


def _chance(connection: duckdb.DuckDBPyConnection, key: str) -> float | None:
    total, same = connection.execute(
        f"select sum(n), sum(n * (n - 1.0)) from (select count(*) as n from {_RECORDS} "
        f"where {key} is not null group by {key})"
    ).fetchall()[0]
    return float(same) / (float(total) * (float(total) - 1)) if total and total > 1 else None
