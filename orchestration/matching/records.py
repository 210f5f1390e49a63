"""The lead records that training learns from, in a DuckDB database of its own, and what it counts in them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.matching.comparisons import Comparison

TABLE = "records"
ID = "lead_record_id"
# The name that the warehouse's own views call it by.
_WAREHOUSE = "leadmill"
# Pairs that are likely to be one person: those that share all keys of a block. Training looks at each block
# alone, because a block says nothing about what it was chosen by.
_BLOCKS = (("email",), ("phone",), ("birth_date",), ("company", "person"))
_LOOKED_AT = 200_000


@contextmanager
def open_records(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database with the warehouse's comparable records as the table `records`, in a fixed order."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{warehouse}' as {_WAREHOUSE} (read_only)")
        connection.execute(
            f"create table {TABLE} as select * "
            f"from {_WAREHOUSE}.intermediate.int_lead_records_comparable order by {ID}"
        )
        yield connection


def count_records(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many records there are."""
    return int(connection.execute(f"select count(*) from {TABLE}").fetchall()[0][0])


def read_thresholds(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Return the least weights of the seed match_thresholds, by name."""
    rows = connection.execute(f"select threshold, min_weight from {_WAREHOUSE}.seeds.match_thresholds")
    return {str(name): float(weight) for name, weight in rows.fetchall()}


def blocks(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Return the blocks that have a pair, and the columns that are equal in each pair of theirs."""
    columns = set(_columns(connection))
    found = {}
    for names in _BLOCKS:
        keys = tuple(f"{name}_key" for name in names)
        if columns.issuperset(keys) and count_pairs(connection, keys):
            found["_".join(names)] = keys
    return found


def blocking_rule(keys: Sequence[str]) -> str:
    """Return the SQL condition of a block, between `l` and `r`."""
    return " and ".join(f"l.{key} = r.{key}" for key in keys)


def count_pairs(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> int:
    """Return how many pairs of records share all of these keys."""
    (found,) = connection.execute(
        f"select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from {TABLE} "
        f"where {' and '.join(f'{key} is not null' for key in keys)} group by {', '.join(keys)})"
    ).fetchall()[0]
    return int(found)


def blocked_pairs(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> str:
    """Return a relation of the pairs of a block, with the columns of both as <column>_l and <column>_r."""
    return _sides(connection, f"{TABLE} l join {TABLE} r on {blocking_rule(keys)} and l.{ID} < r.{ID}")


def proposed_pairs(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a relation, like `blocked_pairs`, of all pairs that the project's blocking rules propose."""
    return _sides(
        connection,
        f"{_WAREHOUSE}.intermediate.int_lead_pairs_blocked pairs "
        f"join {TABLE} l on pairs.one_hash = l.record_hash "
        f"join {TABLE} r on pairs.other_hash = r.record_hash",
    )


def own_pairs(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a relation, like `blocked_pairs`, of each record with itself."""
    return _sides(connection, f"{TABLE} l join {TABLE} r using ({ID})")


def count_informative(
    connection: duckdb.DuckDBPyConnection, pairs: str, comparisons: Sequence[Comparison]
) -> dict[str, int]:
    """Return in how many pairs of a relation each comparison says something."""
    counts = ", ".join(f"count(*) filter (({found.sql}) <> -1)" for found in comparisons)
    row = connection.execute(f"select {counts} from {pairs}").fetchall()[0]
    return {found.name: int(count) for found, count in zip(comparisons, row, strict=True)}


def informative_shares(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison]
) -> Mapping[str, float]:
    """Return the share of all pairs in which each comparison says something, from some drawn by a rule."""
    count = count_records(connection)
    connection.execute(
        f"create or replace temp table numbered as select *, row_number() over (order by {ID}) - 1 as number "
        f"from {TABLE}; create or replace temp table drawn as "
        f"select (hash(i, 1) % {count})::bigint as l, (hash(i, 2) % {count})::bigint as r "
        f"from range({_LOOKED_AT}) as t(i) where l <> r"
    )
    pairs = _sides(
        connection,
        "drawn join numbered l on l.number = drawn.l join numbered r on r.number = drawn.r",
    )
    (total,) = connection.execute("select count(*) from drawn").fetchall()[0]
    found = count_informative(connection, pairs, comparisons)
    return {name: informative / total for name, informative in found.items()}


def chance_of_equality(connection: duckdb.DuckDBPyConnection, key: str) -> float | None:
    """Return the chance that two records which have the key have the same one; None when too few have it."""
    total, same = connection.execute(
        f"select sum(n), sum(n * (n - 1.0)) from (select count(*) as n from {TABLE} "
        f"where {key} is not null group by {key})"
    ).fetchall()[0]
    return float(same) / (float(total) * (float(total) - 1)) if total and total > 1 else None


def _columns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(row[0]) for row in connection.execute(f"describe {TABLE}").fetchall()]


def _sides(connection: duckdb.DuckDBPyConnection, joined: str) -> str:
    sides = ", ".join(f'l."{name}" as "{name}_l", r."{name}" as "{name}_r"' for name in _columns(connection))
    return f"(select {sides} from {joined})"
