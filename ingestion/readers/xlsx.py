"""xlsx: rows of one sheet as records. The workbook itself is opened in a limited child (`sheet_process`)."""

import json
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from ingestion.contracts.model import Contract
from ingestion.readers.result import FileReading, FileRefused, Rejected
from ingestion.readers.rows import Event, read_header, read_rows
from ingestion.readers.tokenizer import Record, is_too_long, rejected

# Wall-clock limit of the child; its CPU limit is lower, this one catches a child that waits.
_MAX_SECONDS = 900


def read_xlsx(path: Path, contract: Contract, scratch: Path | None = None) -> FileReading:
    """Read one sheet of an xlsx file by its contract; sheet rows are the lines.

    Cells come as text: dates as ISO, whole numbers without `.0`, formulas as their stored results, errors
    as their code (#N/A). Raises FileRefused for a workbook that cannot, or must not, be opened.
    """
    spool, answer = _dump(path, contract, scratch)
    reading = FileReading(
        encoding=None,
        lines_in=answer["rows"],
        raw_lines=partial(_raw_rows, path, contract, scratch),
        warnings=list(answer["warnings"]),
    )
    records = _records(spool, answer["rows"])
    reading.lines_header = sum(1 for _ in islice(records, contract.format.title_rows))
    try:
        header = read_header(records, contract, reading)
    except FileRefused:
        spool.close()
        raise
    if header is None:
        spool.close()
        reading.warnings.append("The sheet is empty.")
        return reading
    reading.batches = _closing(
        spool, read_rows(_filled(records, len(header.keys)), header, contract, reading)
    )
    return reading


def _raw_rows(
    path: Path, contract: Contract, scratch: Path | None, wanted: Sequence[tuple[int, int]]
) -> list[str]:
    spool, answer = _dump(path, contract, scratch)
    needed = {row for row, _ in wanted}
    with spool:
        found = {r.line: r.text for r in _records(spool, answer["rows"]) if r.line in needed}
    return [found[row] for row, _ in wanted]


def _dump(path: Path, contract: Contract, scratch: Path | None) -> tuple[IO[str], dict[str, Any]]:
    """Run the child; return its output, rewound, and its closing object. The output file has no name."""
    command = [sys.executable, "-m", "ingestion.readers.sheet_process", str(path)]
    if contract.format.sheet is not None:
        command.append(contract.format.sheet)
    spool = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=scratch)  # noqa: SIM115
    try:
        subprocess.run(  # noqa: S603 - a list, this interpreter, and no shell
            command, stdin=subprocess.DEVNULL, stdout=spool, stderr=subprocess.DEVNULL, timeout=_MAX_SECONDS
        )
        spool.seek(0)
        last = deque(spool, maxlen=1)
        is_complete = bool(last) and last[0].startswith("{") and last[0].endswith("}\n")
        answer = json.loads(last[0]) if is_complete else None
    except subprocess.TimeoutExpired:
        answer = None
    if answer is None:
        spool.close()
        raise FileRefused(
            "sheet_too_large",
            "The workbook could not be read within the limits of memory and time.",
            "Deliver it in smaller files, or as csv.",
        )
    if "rule" in answer:
        spool.close()
        raise FileRefused(answer["rule"], answer["reason"], answer["remedy"])
    spool.seek(0)
    return spool, answer


def _records(spool: IO[str], rows: int) -> Iterator[Record]:
    """Yield the sheet's rows; below the last one with a value there is nothing but formatting."""
    line = 0
    for text in spool:
        if text.startswith("{"):
            break
        line += 1
        cells = json.loads(text)
        if line <= rows or cells:
            yield Record(line, 1, cells or [""], text.rstrip("\n"))
    for missing in range(line + 1, rows + 1):
        yield Record(missing, 1, [""], "[]")


def _filled(records: Iterator[Record], width: int) -> Iterator[Event]:
    """Fill short rows up: a sheet leaves trailing empty cells out."""
    for record in records:
        if len(record.fields) < width:
            record.fields.extend([""] * (width - len(record.fields)))
        yield _checked(record)


def _checked(record: Record) -> Record | Rejected:
    if "\\u0000" in record.text and any("\0" in field for field in record.fields):
        return rejected(record, "nul_byte", "A cell holds a NUL character.", "Remove it at the source.")
    if any(is_too_long(field) for field in record.fields):
        return rejected(record, "field_too_long", "A cell is longer than 1 MiB.", "Look at it at the source.")
    return record


def _closing(spool: IO[str], batches: Iterator[pa.Table]) -> Iterator[pa.Table]:
    with spool:
        yield from batches
