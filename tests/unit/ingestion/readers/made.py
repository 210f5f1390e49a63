"""Small contracts and readings for the tests of readers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingestion.contracts.model import Contract
from ingestion.readers.delimited import read_delimited
from ingestion.readers.reader import read
from ingestion.readers.result import EXTRA, LINE, LINES, FileReading

Rows = list[dict[str, str | None]]


def contract(columns: Sequence[str] | Mapping[str, Any], kind: str = "csv", **spec: Any) -> Contract:
    """A contract with these columns; the first one is the lead's id."""
    first = next(iter(columns))
    return Contract.model_validate(
        {
            "source": "made",
            "files": "made/*",
            "format": {"type": kind, **spec},
            "columns": columns if isinstance(columns, Mapping) else list(columns),
            "entities": [{"entity": "lead", "fields": {"lead_id": first}}],
        }
    )


def write(folder: Path, content: bytes | str, name: str = "made.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def collect(reading: FileReading) -> Rows:
    """All rows, with their line numbers."""
    return [row for batch in reading.batches for row in batch.to_pylist()]


def read_made(folder: Path, content: bytes | str, of: Contract) -> tuple[FileReading, Rows]:
    reading = read(write(folder, content), of)
    return reading, collect(reading)


def read_both(folder: Path, content: bytes | str, of: Contract) -> list[tuple[FileReading, Rows]]:
    """Read by the careful reader alone, then with the fast path allowed."""
    path = write(folder, content)
    readings = []
    for fast_from in (1 << 60, 0):
        reading = read_delimited(path, of, fast_from_bytes=fast_from)
        readings.append((reading, collect(reading)))
    return readings


def cells(rows: Rows) -> Rows:
    """Rows without line numbers and extra."""
    return [{key: cell for key, cell in row.items() if key not in (LINE, LINES, EXTRA)} for row in rows]


def accounted(reading: FileReading, rows: Rows) -> int:
    """Header, blank, loaded and rejected lines together."""
    loaded = sum(int(row[LINES] or 0) for row in rows)
    rejected = sum(bad.lines for bad in reading.rejected)
    return reading.lines_header + reading.lines_blank + loaded + rejected
