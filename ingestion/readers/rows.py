"""Records into batches: header, blank rows, footers, totals, ragged rows. For delimited text and sheets.

How records are told apart is in `tokenizer` and `xlsx`; which column is which is in `header`.
"""

import contextlib
import re
from collections import deque
from collections.abc import Iterator

import pyarrow as pa

from ingestion.contracts.model import Contract
from ingestion.readers.batch import build_batch, extra_json, gathered, is_full
from ingestion.readers.header import Header, count_known, match_header
from ingestion.readers.result import FileReading, FileRefused, Rejected
from ingestion.readers.tokenizer import Record, rejected

Event = Record | Rejected

_LOOK_AHEAD = 20

_TOTAL = re.compile(r"(grand |sub)?totals?( ?[:：\-].*)?|sum|(合|总|共|小)计([:：].*)?|汇总", re.IGNORECASE)


def read_header(events: Iterator[Event], contract: Contract, reading: FileReading) -> Header | None:
    """Return the header: the first row that is not blank; None when there is no such row.

    Its lines and blank lines above it are counted in `reading`. Raises FileRefused when it does not fit,
    naming the row where the header seems to stand instead.
    """
    for event in events:
        if isinstance(event, Record) and is_blank(event.fields):
            reading.lines_blank += event.lines
            continue
        if isinstance(event, Rejected):
            reason = f"The header in line {event.line} cannot be read: {event.reason}"
            raise FileRefused("no_header", reason, event.remedy)
        try:
            header = match_header(event.fields, contract.columns, f"line {event.line}")
        except FileRefused as refused:
            _refuse_title_rows(refused, events, contract)
            raise
        reading.lines_header += event.lines
        reading.warnings.extend(header.warnings)
        return header
    return None


def read_rows(
    events: Iterator[Event], header: Header, contract: Contract, reading: FileReading
) -> Iterator[pa.Table]:
    """Return batches of the records below the header; what cannot be loaded goes to `reading.rejected`.

    Raises FileRefused when the last row is a total that the contract does not declare.
    """
    return gathered(_pieces(events, header, contract, reading), reading)


def _pieces(
    events: Iterator[Event], header: Header, contract: Contract, reading: FileReading
) -> Iterator[pa.Table]:
    width = len(header.keys)
    pads = contract.format.short_rows == "pad"
    padded = size = taken = 0
    rows: list[Record] = []
    for event in _without_footers(_without_blanks(events, reading), header, contract, reading):
        if isinstance(event, Rejected):
            reading.rejected.append(event)
        elif len(event.fields) == width:
            rows.append(event)
            size += len(event.text)
        elif pads and len(event.fields) < width:
            event.fields.extend([""] * (width - len(event.fields)))
            rows.append(event)
            size += len(event.text)
            padded += 1
        else:
            reading.rejected.append(_ragged(event, width))
        taken += 1
        if is_full(taken, size):
            yield _piece(rows, header, contract)
            rows, size, taken = [], 0, 0
    if rows:
        yield _piece(rows, header, contract)
    if padded:
        reading.warnings.append(f"{padded} short rows were filled up with blanks at the end.")


def is_blank(fields: list[str]) -> bool:
    """Tell whether a row holds nothing but white space."""
    return not any(field and not field.isspace() for field in fields)


def refuse_total(record: Record, header: Header) -> None:
    """Raise FileRefused when the last row of a file is a total: its sums would be counted twice."""
    cells = [field.strip() for field in record.fields if field.strip()]
    looks_incomplete = len(cells) < len(header.keys) or len(record.fields) != len(header.keys)
    if cells and looks_incomplete and _TOTAL.fullmatch(cells[0]):
        raise FileRefused(
            "undeclared_total",
            f"The last row (line {record.line}) is a total: it starts with '{cells[0][:60]}'.",
            "Export without totals, or declare footer_rows in the contract.",
        )


def _piece(rows: list[Record], header: Header, contract: Contract) -> pa.Table:
    columns = list(zip(*(row.fields for row in rows), strict=True)) or [()] * len(header.keys)
    return build_batch(
        contract.columns,
        {
            key: pa.array(column, pa.string())
            for key, column in zip(header.keys, columns, strict=True)
            if key is not None
        },
        pa.array([row.line for row in rows], pa.int64()),
        pa.array([row.lines for row in rows], pa.int32()),
        extra_json(header, [columns[position] for position in header.extras]),
    )


def _without_blanks(events: Iterator[Event], reading: FileReading) -> Iterator[Event]:
    for event in events:
        if isinstance(event, Record):
            first = event.fields[0]
            if (not first or first.isspace()) and is_blank(event.fields):
                reading.lines_blank += event.lines
                continue
        yield event


def _without_footers(
    events: Iterator[Event], header: Header, contract: Contract, reading: FileReading
) -> Iterator[Event]:
    """Hold the last rows back: the declared footers are counted as header, an undeclared total refused."""
    footers = contract.format.footer_rows
    held: deque[Event] = deque()
    for event in events:
        held.append(event)
        if len(held) > max(footers, 1):
            yield held.popleft()
    if footers:
        for event in held:
            reading.lines_header += event.lines
            _warn_of_full_footer(event, header, reading)
    elif held:
        last = held.popleft()
        if isinstance(last, Record):
            refuse_total(last, header)
        yield last


def _warn_of_full_footer(event: Event, header: Header, reading: FileReading) -> None:
    is_full = isinstance(event, Record) and len(event.fields) == len(header.keys) and all(event.fields)
    if is_full:
        reading.warnings.append(
            f"Line {event.line} was left out as the declared footer, but has a value in every column."
        )


def _ragged(record: Record, width: int) -> Rejected:
    found = len(record.fields)
    return rejected(
        record,
        "ragged_row",
        f"The row has {found} fields where the header has {width}.",
        "Complete the row, or declare short_rows: pad if the source leaves out trailing blanks."
        if found < width
        else "Put fields that hold the delimiter in quotes.",
    )


def _refuse_title_rows(refused: FileRefused, events: Iterator[Event], contract: Contract) -> None:
    """Look a few rows further for the header, and say so if it is there."""
    ahead: list[Event] = []
    with contextlib.suppress(FileRefused):  # what else is wrong further down matters less
        ahead.extend(event for event, _ in zip(events, range(_LOOK_AHEAD), strict=False))
    for event in ahead:
        if not isinstance(event, Record) or is_blank(event.fields):
            continue
        if count_known(event.fields, contract.columns) * 2 > len(contract.columns):
            raise FileRefused(
                "undeclared_title_rows",
                f"Rows stand above the header, which is in line {event.line}. {refused.reason}",
                f"Export without the rows above the header, or declare title_rows: {event.line - 1}.",
            ) from refused
