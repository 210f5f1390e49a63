"""Contracts and batches made in place, so that a test shows its whole input."""

from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from ingestion.contracts.check import check_contract
from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.contracts.problems import Problems
from ingestion.mapping.batch import LoadStamp, MappedBatch, map_batch

LANDED_AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
STAMP = LoadStamp("load-1", "web", "website", "web/a.csv", "f" * 64, LANDED_AT)
NO_TESTS = TestLeadRules()
_SHARED = duckdb.connect()  # opening one costs ten times what mapping a few rows does


def contract(entities: list[dict[str, Any]], columns: Any, **changes: Any) -> Contract:
    """A contract that `load_contracts` would accept."""
    raw = {"source": "web", "system": "website", "files": "web/*.csv", "format": {"type": "csv"}}
    made = Contract.model_validate(raw | {"columns": columns, "entities": entities} | changes)
    problems = Problems("made.yml")
    check_contract(made, problems)
    assert problems.sentences == []
    return made


def batch(
    made: Contract, rows: list[dict[str, str | None]], extra: list[str | None] | None = None
) -> pa.Table:
    """A reader's batch: one text column for each contract column, the first row being line 2 of the file."""
    columns = {key: pa.array([row.get(key) for row in rows], pa.string()) for key in made.columns}
    places = {
        "_line": pa.array(range(2, len(rows) + 2), pa.int64()),
        "_lines": pa.array([1] * len(rows), pa.int32()),
        "_extra": pa.array(extra or [None] * len(rows), pa.string()),
    }
    return pa.table({**columns, **places})


def mapped(
    made: Contract,
    rows: list[dict[str, str | None]],
    test_leads: TestLeadRules = NO_TESTS,
    con: duckdb.DuckDBPyConnection | None = None,
    extra: list[str | None] | None = None,
) -> MappedBatch:
    """Map rows given as dictionaries by column key."""
    return map_batch(con or _SHARED, made, batch(made, rows, extra), STAMP, test_leads)


def one_field(
    entity: str, field: str, texts: list[str | None], field_map: dict[str, Any], **changes: Any
) -> list[Any]:
    """What each text becomes when it is mapped to one field: its value, or the rule that refused it."""
    keys = {
        "opportunity": "opportunity_id",
        "lead": "lead_id",
        "owner": "owner_id",
        "activity": "activity_id",
    }
    fields = {keys[entity]: "id", field: {"column": "it", **field_map}}
    made = contract([{"entity": entity, "fields": fields}], ["id", "it"], **changes)
    result = mapped(made, [{"id": "x", "it": text} for text in texts])
    outcome: dict[int, Any] = {item.line: item.rule for item in result.rejected}
    table = result.tables[entity]
    outcome |= dict(zip(table["_line"].to_pylist(), table[field].to_pylist(), strict=True))
    return [outcome[line] for line in range(2, len(texts) + 2)]
