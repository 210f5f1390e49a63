"""Parquet: typed columns into text, so that one mapping serves every format. Rows count as lines."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingestion.contracts.model import Contract
from ingestion.readers.batch import build_batch, extra_json
from ingestion.readers.cells import number_text
from ingestion.readers.header import Header, match_header
from ingestion.readers.result import BATCH_ROWS, MAX_FIELD_BYTES, FileReading, FileRefused, Rejected

# A Parquet file of a few kB can hold billions of equal values; this many rows are no lead file.
_MAX_ROWS = 200_000_000


def read_parquet(path: Path, contract: Contract) -> FileReading:
    """Read a Parquet file by its contract; nested structs are reached by dotted names.

    Timestamps become ISO text, with +00:00 where they have a zone. Raises FileRefused for a damaged file
    and for a header that departs from the contract.
    """
    file = _open(path)
    if file.metadata.num_rows > _MAX_ROWS:
        raise FileRefused(
            "too_many_rows",
            f"The file claims {file.metadata.num_rows:,} rows; at most {_MAX_ROWS:,} are read.",
            "Deliver the data in several files.",
        )
    names = _flat(file.schema_arrow.empty_table()).schema.names
    header = match_header(names, contract.columns, "the schema")
    reading = FileReading(
        encoding=None,
        lines_in=file.metadata.num_rows,
        raw_lines=partial(_raw_rows, path),
        warnings=list(header.warnings),
    )
    if not file.metadata.num_rows:
        reading.warnings.append("The file is empty.")
    reading.batches = _batches(file, header, contract, reading)
    return reading


def _raw_rows(path: Path, wanted: Sequence[tuple[int, int]]) -> list[str]:
    needed = {row for row, _ in wanted}
    found: dict[int, str] = {}
    first = 1
    for batch in _open(path).iter_batches(BATCH_ROWS):
        for row in [row for row in needed if first <= row < first + batch.num_rows]:
            found[row] = _row_json(batch, row - first)
        first += batch.num_rows
    return [found[row] for row, _ in wanted]


def _batches(
    file: pq.ParquetFile, header: Header, contract: Contract, reading: FileReading
) -> Iterator[pa.Table]:
    first = 1
    try:
        for batch in file.iter_batches(BATCH_ROWS):
            flat = _flat(pa.Table.from_batches([batch]))
            undecodable: set[int] = set()
            texts = [_text(column.combine_chunks(), undecodable) for column in flat.columns]
            numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
            usable = _usable(texts, undecodable, batch, first, reading)
            columns = [text.filter(usable) for text in texts]
            lines = numbers.filter(usable)
            first += batch.num_rows
            yield build_batch(
                contract.columns,
                {key: columns[place] for place, key in enumerate(header.keys) if key is not None},
                lines,
                pa.repeat(pa.scalar(1, pa.int32()), len(lines)),
                extra_json(header, [columns[place].to_pylist() for place in header.extras]),
            )
    except (pa.ArrowException, OSError) as error:
        raise _damaged(error) from error


def _usable(
    texts: list[pa.Array], undecodable: set[int], batch: pa.RecordBatch, first: int, reading: FileReading
) -> pa.Array:
    """Return which rows to load: not the blank ones, and not those with a field that cannot be taken."""
    count = batch.num_rows
    blank = pa.repeat(pa.scalar(True), count)
    nul = long = pa.repeat(pa.scalar(False), count)
    for text in texts:
        blank = pc.and_(blank, pc.equal(pc.fill_null(text, ""), ""))
        nul = pc.or_(nul, pc.fill_null(pc.match_substring(text, "\0"), False))
        long = pc.or_(long, pc.fill_null(pc.greater(pc.binary_length(text), MAX_FIELD_BYTES), False))
    faults = dict.fromkeys(undecodable, ("undecodable", "A field holds bytes that are no UTF-8 text."))
    for mask, rule, reason in (
        (nul, "nul_byte", "A field holds a NUL character."),
        (long, "field_too_long", f"A field is longer than {MAX_FIELD_BYTES:,} bytes."),
    ):
        for row in pc.indices_nonzero(mask).to_pylist():
            faults.setdefault(row, (rule, reason))
    for row, (rule, reason) in sorted(faults.items()):
        raw = _row_json(batch, row)
        remedy = "Look at the record at the source."
        reading.rejected.append(Rejected(first + row, 1, raw, rule, None, reason, remedy))
    reading.lines_blank += pc.sum(blank).as_py() or 0
    usable = pc.invert(blank)
    if faults:
        bad = pa.array([row in faults for row in range(count)])
        usable = pc.and_not(usable, bad)
    return usable


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> FileRefused:
    return FileRefused(
        "unreadable_file",
        f"The file cannot be read as Parquet: {str(error).splitlines()[0][:200]}",
        "Write the file again; it is damaged, cut off, or no Parquet.",
    )


def _flat(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _text(column: pa.Array, undecodable: set[int]) -> pa.Array:
    """Return a column as text; rows whose bytes are no text are added to `undecodable`."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary_decode(), undecodable)
    if pa.types.is_floating(kind):
        return pa.array([None if v is None else number_text(v) for v in column.to_pylist()], pa.string())
    if pa.types.is_timestamp(kind):
        return _timestamp_text(column)
    if pa.types.is_nested(kind):
        return pa.array([None if v is None else _json(v) for v in column.to_pylist()], pa.string())
    try:
        text = column.cast(pa.string())
        text.validate(full=True)
        return text
    except pa.ArrowNotImplementedError:
        return pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())
    except pa.ArrowInvalid:
        return _decoded(column.cast(pa.binary()), undecodable)


def _timestamp_text(column: pa.Array) -> pa.Array:
    zoned = column.type.tz is not None
    micros = column.cast(pa.timestamp("us", "UTC" if zoned else None), safe=False)
    with contextlib.suppress(pa.ArrowInvalid):  # whole seconds read better, where they are whole
        micros = micros.cast(pa.timestamp("s", micros.type.tz))
    text = micros.cast(pa.timestamp(micros.type.unit)).cast(pa.string())
    return pc.binary_join_element_wise(text, "+00:00", "") if zoned else text


def _decoded(column: pa.Array, undecodable: set[int]) -> pa.Array:
    texts: list[str | None] = []
    for row, value in enumerate(column.to_pylist()):
        try:
            texts.append(None if value is None else value.decode())
        except UnicodeDecodeError:
            undecodable.add(row)
            texts.append(None)
    return pa.array(texts, pa.string())


def _row_json(batch: pa.RecordBatch, row: int) -> str:
    cells = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            cells[name] = column[row].as_py()
        except UnicodeDecodeError:
            cells[name] = column[row].cast(pa.binary()).as_py()
    return _json(cells)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
