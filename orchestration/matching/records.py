"""The lead records that training learns from, in a DuckDB database of its own, and what it counts in them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.matching.comparisons import Comparison

TABLE = "records"
_ID = "lead_record_id"
# Pairs that are likely to be one person: those that share all keys of a block. Training looks at each block
# alone, because a block says nothing about what it was chosen by.
_BLOCKS = (("email",), ("phone",), ("person", "birth_date"), ("company", "person"))


@contextmanager
def open_records(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database with the warehouse's comparable records as the table `records`, in a fixed order."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
        connection.execute(
            f"create table {TABLE} as select * "
            f"from warehouse.intermediate.int_lead_records_comparable order by {_ID}"
        )
        connection.execute("detach warehouse")
        yield connection


def count_records(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many records there are."""
    return int(connection.execute(f"select count(*) from {TABLE}").fetchall()[0][0])


def blocks(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Return the blocks that have a pair, and the columns that are equal in each pair of theirs."""
    columns = {str(row[0]) for row in connection.execute(f"describe {TABLE}").fetchall()}
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


def count_informative(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[str], comparisons: Sequence[Comparison]
) -> dict[str, int]:
    """Return in how many pairs of a block each comparison says something."""
    counts = ", ".join(f"count(*) filter (({found.sql}) <> -1)" for found in comparisons)
    columns = [str(row[0]) for row in connection.execute(f"describe {TABLE}").fetchall()]
    sides = ", ".join(f'l."{name}" as "{name}_l", r."{name}" as "{name}_r"' for name in columns)
    row = connection.execute(
        f"select {counts} from (select {sides} from {TABLE} l join {TABLE} r "
        f"on {blocking_rule(keys)} and l.{_ID} < r.{_ID})"
    ).fetchall()[0]
    return {found.name: int(count) for found, count in zip(comparisons, row, strict=True)}


def chance_of_equality(connection: duckdb.DuckDBPyConnection, key: str) -> float | None:
    """Return the chance that two records which have the key have the same one; None when too few have it."""
    total, same = connection.execute(
        f"select sum(n), sum(n * (n - 1.0)) from (select count(*) as n from {TABLE} "
        f"where {key} is not null group by {key})"
    ).fetchall()[0]
    return float(same) / (float(total) * (float(total) - 1)) if total and total > 1 else None
