"""Maps one batch: runs the generated statement, builds the canonical tables, explains the rejections.

Measured 2026-11 on 250,000 rows of 13 columns (2 times, 2 value maps, test-lead rules): 3.7 to 4.0 CPU-
seconds a million rows. A small batch costs about 25 ms whatever its size, nearly all of it planning the
statement.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.canonical.field import ARROW_TYPES, Entity, Kind, arrow_schema
from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.mapping.checks import Check
from ingestion.mapping.prepare import prepare
from ingestion.mapping.statement import PREPARED, EntityPlan, build_statement, failure_name, is_computed
from ingestion.readers.envelope import CHANGED_AT, IS_DELETED, MERGED_INTO, RECORD_ID

_QUOTED_CHARACTERS = 60
_READ_CHARACTERS = 200  # enough to shorten from; a value may be a megabyte


@dataclass(frozen=True)
class LoadStamp:
    """What every row of a load carries. `landed_at` has a zone."""

    load_id: str
    source: str
    system: str
    file_name: str
    file_hash: str
    landed_at: datetime


@dataclass(frozen=True)
class MappingRejection:
    """A line that gives no row, and why. `line` is its first physical line, `lines` how many it spans."""

    line: int
    lines: int
    rule: str
    column: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class MappedBatch:
    """The rows of a batch by entity name, each table in its landed schema, and the rejected lines."""

    tables: dict[str, pa.Table]
    rejected: list[MappingRejection]


def map_batch(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    batch: pa.Table,
    load: LoadStamp,
    test_leads: TestLeadRules,
) -> MappedBatch:
    """Map a batch of text columns, as a reader gives it, onto the contract's entities.

    A line is mapped wholly or not at all. Rows keep the order of the batch. The contract must have passed
    `load_contracts`. On `con` a view is registered for the time of the call; nothing else is touched.
    """
    landed_at = load.landed_at.astimezone(UTC)
    statement = build_statement(contract, landed_at, test_leads)
    prepared = prepare(batch, statement.needs)
    result = _run(con, statement.sql, prepared)
    failures = [result[failure_name(number)] for number in range(len(statement.checks))]
    bad = pc.fill_null(reduce(pc.or_kleene, failures), False)
    rejected: list[MappingRejection] = []
    if pc.any(bad).as_py():
        rejected = _explain(contract, statement.checks, prepared.filter(bad), result.filter(bad))
        good = pc.invert(bad)
        prepared, result = prepared.filter(good), result.filter(good)
    tables: dict[str, list[pa.Table]] = {}
    for plan in statement.entities:
        rows = _entity_rows(plan, statement.extra, prepared, result, load)
        tables.setdefault(plan.entity.name, []).append(rows)
    return MappedBatch({name: pa.concat_tables(parts) for name, parts in tables.items()}, rejected)


def _run(con: duckdb.DuckDBPyConnection, sql: str, prepared: pa.Table) -> pa.Table:
    """Run a statement over the prepared table; the rows come back in its order."""
    con.register(PREPARED, prepared)
    try:
        result: pa.Table = con.sql(sql).to_arrow_table()
    finally:
        con.unregister(PREPARED)
    # The engine may reorder rows, though it rarely does.
    return result if result["_row"].equals(prepared["_row"]) else result.sort_by("_row")


def _entity_rows(
    plan: EntityPlan, extra: str, prepared: pa.Table, result: pa.Table, load: LoadStamp
) -> pa.Table:
    """The rows of one entity, in its landed schema."""
    if plan.emitted is not None:
        given = result[plan.emitted]
        prepared, result = prepared.filter(given), result.filter(given)
    rows = prepared.num_rows
    columns: dict[str, Any] = {}
    for field in plan.entity.fields:
        name = plan.columns.get(field.name)
        if name is None:
            columns[field.name] = pa.nulls(rows, ARROW_TYPES[field.kind])
        else:
            columns[field.name] = (result if is_computed(name) else prepared)[name]
    stamp = {
        "_load_id": load.load_id,
        "_source": load.source,
        "_system": load.system,
        "_file": load.file_name,
        "_file_hash": load.file_hash,
    }
    columns |= {name: pa.repeat(pa.scalar(text, pa.string()), rows) for name, text in stamp.items()}
    columns["_line"] = prepared["_line"]
    columns["_landed_at"] = pa.repeat(pa.scalar(load.landed_at, ARROW_TYPES[Kind.TIMESTAMP]), rows)
    columns |= {name: prepared[name] for name in (RECORD_ID, CHANGED_AT, IS_DELETED, MERGED_INTO)}
    columns["_extra"] = (result if is_computed(extra) else prepared)[extra]
    return _as_landed(columns, plan.entity)


def _as_landed(columns: dict[str, Any], entity: Entity) -> pa.Table:
    """Cast to the landed schema: the engine names its own session zone, though the instants are right."""
    schema = arrow_schema(entity)
    return pa.table([columns[field.name].cast(field.type) for field in schema], schema=schema)


def _explain(
    contract: Contract, checks: tuple[Check, ...], prepared: pa.Table, result: pa.Table
) -> list[MappingRejection]:
    """Say for each bad row which check fails first, what was found, and how many more fail."""
    columns = (result[failure_name(number)] for number in range(len(checks)))
    failures = np.array([pc.fill_null(column, False).to_numpy() for column in columns])
    firsts, counts = failures.argmax(axis=0).tolist(), failures.sum(axis=0).tolist()
    places = zip(prepared["_line"].to_pylist(), prepared["_lines"].to_pylist(), strict=True)
    quoted: dict[str, list[str]] = {}
    rejected = []
    for row, (line, lines) in enumerate(places):
        check, more = checks[firsts[row]], counts[row] - 1
        column, said = check.column, check.wrong
        if check.found is not None:
            if check.found not in quoted:
                table = result if is_computed(check.found) else prepared
                quoted[check.found] = pc.utf8_slice_codeunits(
                    table[check.found], 0, _READ_CHARACTERS
                ).to_pylist()
            found = quoted[check.found][row]
            column = _header(contract, found) if check.names_column else column
            said = said if check.names_column else f'"{shortened(found)}" {said}'
        also = f" (and {more} more problem{'s' if more > 1 else ''} on this line)" if more else ""
        reason = f"{column}: {said}{also}" if column else f"{said}{also}"
        rejected.append(MappingRejection(line, lines, check.rule, column, reason, check.remedy))
    return rejected


def _header(contract: Contract, key: str) -> str:
    """The header of a column key; `_extra` stands for the columns that the contract does not know."""
    return contract.columns[key].header if key in contract.columns else key


def shortened(text: str) -> str:
    """Return a value fit to be quoted in a message: one short line, without a person's address or number.

    Reasons are published where raw text is not. A shifted line can bring an e-mail address or a mobile
    number into any column.
    """
    text = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
    text = re.sub(r"[^\s@]+@", "***@", text)
    text = re.sub(r"(?<!\d)(1[3-9]\d)\d{8}(?!\d)", r"\1********", text)
    return text if len(text) <= _QUOTED_CHARACTERS else text[:_QUOTED_CHARACTERS] + "…"
