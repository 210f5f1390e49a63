"""The file that a running pull writes: one JSON object a line, each record once in each of its states."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson
import pyarrow as pa

from ingestion.landing.durable import create_private
from ingestion.pulling.ledger import KNOWN, Known
from ingestion.pulling.resource import Item, Op
from ingestion.readers.envelope import ENVELOPE

_DIGEST_BYTES = 16
_GONE = b""


class Spool:
    """Takes the records of one pull, leaves out what is unchanged, and counts.

    `seen` holds for each id its newest change time in this pull (None where the system keeps none), also of
    records that are unchanged.
    """

    def __init__(self, path: Path, known: Known, pulled_at: datetime) -> None:
        create_private(path)
        self.path = path
        self._file = path.open("wb", buffering=1 << 20)
        self._known = known
        self._pulled_at = pulled_at
        self._hashes: dict[str, bytes] = {}
        self.seen: dict[str, datetime | None] = {}
        self._ops: dict[str, Op] = {}
        self.new = self.updated = self.repeated = self.deleted = self.merged = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    @property
    def has_news(self) -> bool:
        """Whether anything was written."""
        return bool(self._ops)

    def news(self) -> pa.Table:
        """Return what the file says last of each id in it, as `ledger` keeps it."""
        columns = [list(self._ops), [self._hashes[one] for one in self._ops], list(self._ops.values())]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, KNOWN, strict=True)]
        return pa.table(arrays, schema=KNOWN)

    @property
    def unchanged(self) -> int:
        """Ids seen in the state in which they were landed before."""
        return len(self.seen) - self.new - self.updated

    def take(self, item: Item) -> None:
        """Take a record as it is now."""
        body = orjson.dumps(item.record, option=orjson.OPT_SORT_KEYS)
        digest = hashlib.blake2b(body, digest_size=_DIGEST_BYTES).digest()
        before = self._hashes.get(item.id)
        if item.id in self.seen:
            self.repeated += 1
            self.seen[item.id] = _newer(self.seen[item.id], item.changed_at)
            if before == digest:
                return
        else:
            self.seen[item.id] = item.changed_at
            known = self._known.hashes.get(item.id)
            if before is None and known == digest:
                self._hashes[item.id] = digest
                return
            if known is None:
                self.new += 1
            else:
                self.updated += 1
        self._hashes[item.id] = digest
        self._write(item, body)

    def take_gone(self, item: Item) -> None:
        """Take a deletion or a merge; of a record never landed, or known to be gone, it is no news."""
        if item.id in self.seen:
            changed = self.seen[item.id]
            if changed is not None and item.changed_at is not None and changed > item.changed_at:
                return  # it was restored since
        elif item.id not in self._known.hashes or item.id in self._known.gone:
            return
        if self._hashes.get(item.id) == _GONE:
            return
        self._hashes[item.id] = _GONE
        if item.op is Op.MERGE:
            self.merged += 1
        else:
            self.deleted += 1
        self._write(item, orjson.dumps(item.record, option=orjson.OPT_SORT_KEYS))

    def _write(self, item: Item, body: bytes) -> None:
        changed_at = item.changed_at or self._pulled_at
        if item.id in self._known.gone:
            # A system that restores a record need not date it anew, yet it must come after its tombstone.
            changed_at = max(changed_at, self._pulled_at)
        envelope = orjson.dumps(
            {
                "id": item.id,
                "op": item.op,
                "changed_at": changed_at.isoformat(),
                "merged_into": item.merged_into,
            }
        )
        comma = b"" if body == b"{}" else b","
        self._file.write(body[:-1] + comma + b'"' + ENVELOPE.encode() + b'":' + envelope + b"}\n")
        self._ops[item.id] = item.op


def _newer(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one is not None and other is not None else one or other
