"""Quarantined lines as Parquet: which line of which file, its raw text, and why it was not loaded."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.landing.durable import create_private
from ingestion.mapping.batch import LoadStamp
from ingestion.readers.result import Rejected

# A longer raw text is cut here; the raw file keeps all of it.
_MAX_RAW = 64 * 1024

SCHEMA = pa.schema(
    [
        ("load_id", pa.string()),
        ("source", pa.string()),
        ("file_name", pa.string()),
        ("file_hash", pa.string()),
        ("line", pa.int64()),
        ("raw", pa.string()),
        ("rule", pa.string()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("remedy", pa.string()),
        ("landed_at", pa.timestamp("us", "UTC")),
        ("replay_state", pa.string()),
    ]
)


class QuarantineWriter:
    """Writes the quarantined lines of one load; makes no file when there are none. Close it."""

    def __init__(self, path: Path, load: LoadStamp) -> None:
        self.path = path
        self.lines = 0
        self._load = load
        self._writer: pq.ParquetWriter | None = None

    @property
    def is_used(self) -> bool:
        """Whether there is a file."""
        return self._writer is not None

    def write(self, rejected: Sequence[Rejected]) -> None:
        """Add rejected lines, in the order of the file."""
        if not rejected:
            return
        if self._writer is None:
            create_private(self.path)
            self._writer = pq.ParquetWriter(self.path, SCHEMA, compression="zstd")
        ordered = sorted(rejected, key=lambda bad: bad.line)
        self._writer.write_table(pa.Table.from_pylist([self._row(bad) for bad in ordered], schema=SCHEMA))
        self.lines += sum(bad.lines for bad in ordered)

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.close()

    def _row(self, bad: Rejected) -> dict[str, object]:
        raw = bad.raw
        if len(raw) > _MAX_RAW:
            raw = f"{raw[:_MAX_RAW]}… ({len(raw) - _MAX_RAW:,} more characters are in the raw file)"
        return {
            "load_id": self._load.load_id,
            "source": self._load.source,
            "file_name": self._load.file_name,
            "file_hash": self._load.file_hash,
            "line": bad.line,
            "raw": raw,
            "rule": bad.rule,
            "column": bad.column,
            "reason": bad.reason,
            "remedy": bad.remedy,
            "landed_at": self._load.landed_at,
            "replay_state": "open",
        }
