"""The record of one pull with its completeness certificate; `ledger` stores it."""

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from ingestion.landing.errors import LandingError

# How completeness was shown; by nobody where the system could not be read at all.
BY_SYSTEM, BY_IDS, BY_NOBODY = "system", "ids", "nobody"
# What became of a pull: see PullRecord.state.
PROVEN, UNPROVEN, FAILED = "proven", "unproven", "failed"


@dataclass(frozen=True)
class Certificate:
    """What a system holds in the window of a pull, against what was landed of it.

    `reported` is the system's own count, or the number of ids a second pass listed (`counted_by`). `read`
    counts distinct records read that still lay in the window, `moved` those read that left it meanwhile
    because they were changed or deleted, `missing` those listed that could not be read:

        reported = read - moved + missing        read + late = new + updated + unchanged

    where `late` are records read whose change is younger than the window. `repeated` rows came more than
    once. `deleted` and `merged` ids got a tombstone. `quarantined` counts lines that the contract refused.
    """

    counted_by: str = BY_SYSTEM
    reported: int = 0
    read: int = 0
    late: int = 0
    repeated: int = 0
    moved: int = 0
    missing: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    merged: int = 0
    quarantined: int = 0
    is_proven: bool = False
    explanation: str = ""

    @property
    def is_balanced(self) -> bool:
        """Whether the figures add up as documented."""
        return (
            self.reported == self.read - self.moved + self.missing
            and self.read + self.late == self.new + self.updated + self.unchanged
        )


@dataclass(frozen=True)
class PullRecord:
    """One pull of one source. Times are ISO 8601 in UTC; `since` is None when everything was asked for.

    `load_id` is the load that the records became, None when nothing was new. `failure` says why nothing of
    it counts, None otherwise: the system could not be read, or the load was refused or held. The next pull
    starts from `until` of the newest proven one.
    """

    pull_id: str
    source: str
    system: str
    resource: str
    since: str | None
    until: str
    load_id: str | None
    certificate: Certificate
    failure: str | None = None
    new_fields: list[str] = field(default_factory=list)

    @property
    def is_proven(self) -> bool:
        """Whether nothing is missing and the load counts."""
        return self.state == PROVEN

    @property
    def state(self) -> str:
        """Failed when nothing of it counts, proven when nothing is missing, unproven between the two."""
        if self.failure is not None:
            return FAILED
        return PROVEN if self.certificate.is_proven else UNPROVEN


def to_json(record: PullRecord) -> bytes:
    """Return the bytes that are stored."""
    return (json.dumps(dataclasses.asdict(record), ensure_ascii=False, indent=1) + "\n").encode()


def from_json(content: bytes, name: str) -> PullRecord:
    """Read a stored record; raises LandingError, naming the file, when it is damaged."""
    try:
        data = json.loads(content)
        return PullRecord(**{**data, "certificate": Certificate(**data["certificate"])})
    except (ValueError, TypeError, KeyError) as error:
        raise LandingError(
            f"Pull record {name} is damaged ({error}). Restore it from a backup, or remove it: the source is "
            "then pulled again from the last whole record."
        ) from error


_TEXT, _INT = pa.string(), pa.int64()
_CERTIFICATE = {
    item.name: pa.bool_() if item.type is bool else _INT if item.type is int else _TEXT
    for item in dataclasses.fields(Certificate)
}
SCHEMA = pa.schema(
    [(name, _TEXT) for name in ("pull_id", "source", "system", "resource")]
    + [("since", pa.timestamp("us", "UTC")), ("until", pa.timestamp("us", "UTC"))]
    + [(name, _TEXT) for name in ("load_id", "state", "failure", "new_fields")]
    + list(_CERTIFICATE.items())
)


def to_table(records: list[PullRecord]) -> pa.Table:
    """Return the records as a table, the certificate's figures as columns; `is_proven` is the record's."""
    return pa.Table.from_pylist([_row(record) for record in records], schema=SCHEMA)


def _row(record: PullRecord) -> dict[str, Any]:
    row = dataclasses.asdict(record)
    return {
        **row.pop("certificate"),
        **row,
        "state": record.state,
        "is_proven": record.is_proven,
        "since": datetime.fromisoformat(record.since) if record.since else None,
        "until": datetime.fromisoformat(record.until),
        "new_fields": json.dumps(record.new_fields, ensure_ascii=False),
    }
