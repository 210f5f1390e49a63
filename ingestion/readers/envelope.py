"""The envelope of a pulled line: the key under which it says which record it is, and what became of it.

The pull writes it beside the record; the ndjson reader takes it off again, so that the record stays as the
system gave it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

# The key of a line; no system uses it.
ENVELOPE = "_leadmill"

RECORD_ID, CHANGED_AT, IS_DELETED, MERGED_INTO = "_record_id", "_changed_at", "_is_deleted", "_merged_into"
UPSERT = "upsert"


class NoEnvelope(Exception):
    """The line does not say which record it is."""

    rule = "no_envelope"
    reason = "The line does not say which record of the system it is."
    remedy = "Land what `leadmill pull` wrote, or name files in place of api in the contract."

    def __init__(self) -> None:
        super().__init__(self.reason)


Envelope = tuple[str, str, bool, str | None]


def take_envelope(line: dict[str, Any]) -> Envelope:
    """Remove the envelope from a line; returns the columns in the order of `envelope_columns`."""
    envelope = line.pop(ENVELOPE, None)
    if not isinstance(envelope, Mapping) or not envelope.get("id") or not envelope.get("changed_at"):
        raise NoEnvelope
    return envelope["id"], envelope["changed_at"], envelope.get("op") != UPSERT, envelope.get("merged_into")


def envelope_columns(envelopes: Sequence[Envelope]) -> dict[str, pa.Array]:
    """Return the envelopes of a piece as columns; times are ISO 8601 with an offset."""
    ids, times, gone, survivors = zip(*envelopes, strict=True) if envelopes else ((), (), (), ())
    return {
        RECORD_ID: pa.array(ids, pa.string()),
        CHANGED_AT: pa.array(times, pa.string()).cast(pa.timestamp("us", "UTC")),
        IS_DELETED: pa.array(gone, pa.bool_()),
        MERGED_INTO: pa.array(survivors, pa.string()),
    }
