"""The commit record of a load: what was tried with which file, and how it ended. `manifest` stores it."""

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from ingestion.landing.errors import LandingError

LOADED, REFUSED, HELD, EMPTY = "loaded", "refused", "held", "empty"


@dataclass(frozen=True)
class LoadRecord:
    """One attempt to load one file under one contract.

    `status` is loaded, refused (the file departs from its contract; only raw bytes are kept), held (waits
    for approval) or empty (no record in it). `rule`, `reason` and `remedy` say why it was refused or held.
    Lines are physical lines of text, rows of sheets and of Parquet; for every status but refused
    lines_in = lines_header + lines_blank + lines_loaded + lines_quarantined. `rows` counts rows by entity.
    `landed_at` is ISO 8601 in UTC; for a load that was held it is the moment of its approval.
    """

    load_id: str
    source: str
    system: str
    delivery: str
    file_name: str
    file_hash: str
    bytes: int
    contract_fingerprint: str
    parser_version: str
    status: str
    landed_at: str
    rule: str | None = None
    reason: str | None = None
    remedy: str | None = None
    encoding: str | None = None
    lines_in: int = 0
    lines_header: int = 0
    lines_blank: int = 0
    lines_loaded: int = 0
    lines_quarantined: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    rows_total: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def is_balanced(self) -> bool:
        """Whether every line that came in is accounted for."""
        parts = self.lines_header + self.lines_blank + self.lines_loaded + self.lines_quarantined
        return self.lines_in == parts


def load_id_of(file_hash: str, contract_fingerprint: str) -> str:
    """Return the id of the load of these bytes under this contract; the same two give the same id."""
    return f"{file_hash[:16]}-{contract_fingerprint[:8]}"


def utc_text(moment: datetime) -> str:
    """Return an aware moment as ISO 8601 text in UTC; raises LandingError for one without a zone."""
    if moment.tzinfo is None:
        raise LandingError("A moment without a time zone was given; give it with one.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def to_json(record: LoadRecord) -> bytes:
    """Return the commit record as the bytes that are stored."""
    return (json.dumps(dataclasses.asdict(record), ensure_ascii=False, indent=1) + "\n").encode()


def from_json(content: bytes, name: str) -> LoadRecord:
    """Read a stored commit record; raises LandingError, naming the file, when it is damaged."""
    try:
        return LoadRecord(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise LandingError(
            f"Commit record {name} is damaged ({error}). Restore it from a backup, or remove it and deliver "
            "the file again."
        ) from error


_LOADS_SCHEMA = pa.schema(
    [
        (item.name, pa.int64() if item.type is int else pa.string())
        for item in dataclasses.fields(LoadRecord)
        if item.name != "landed_at"
    ]
    + [("landed_at", pa.timestamp("us", "UTC"))]
)


def to_table(records: list[LoadRecord]) -> pa.Table:
    """Return the records as a table: rows and warnings as JSON text, landed_at as a UTC timestamp."""
    return pa.Table.from_pylist([_row(record) for record in records], schema=_LOADS_SCHEMA)


def _row(record: LoadRecord) -> dict[str, Any]:
    return {
        **dataclasses.asdict(record),
        "rows": json.dumps(record.rows),
        "warnings": json.dumps(record.warnings, ensure_ascii=False),
        "landed_at": datetime.fromisoformat(record.landed_at),
    }
