"""The fast path for csv and tsv: DuckDB parses, and the result is used only when it provably lost nothing.

DuckDB's strict mode still accepts what RFC 4180 forbids: quotes inside unquoted fields, blanks around quoted
ones (dropped without a word), one delimiter too many at the end of a line, blank lines. So every byte is
accounted for: the file must be as long as its fields, delimiters, quotes and line ends together. Anything
else goes to the careful reader.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from ingestion.contracts.model import Contract
from ingestion.readers.batch import build_batch, extra_json
from ingestion.readers.header import Header
from ingestion.readers.result import BATCH_ROWS, MAX_FIELD_BYTES
from ingestion.readers.rows import is_blank, refuse_total
from ingestion.readers.textfile import TextFile
from ingestion.readers.tokenizer import Record
from ingestion.sql import quote_literal

_CHUNK = 4 * 1024 * 1024
_UTF8 = {"utf-8": 0, "utf-8-sig": 3}  # and the length of the byte order mark
_GLOB_CHARACTERS = set("*?[]{}")


@dataclass
class QuickRead:
    """A file that the fast path read in full and reconciled. `spool` holds its rows as an Arrow stream."""

    spool: IO[bytes]
    header: Header
    contract: Contract
    first_line: int
    lines_blank: int

    def batches(self) -> Iterator[pa.Table]:
        """Yield the batches; can be called once."""
        line = self.first_line
        with self.spool, ipc.open_stream(self.spool) as stream:
            for rows in stream:
                numbers = pa.array(range(line, line + rows.num_rows), pa.int64())
                line += rows.num_rows
                kept = pa.table([*rows.columns, numbers], names=[*rows.schema.names, "line"])
                if self.lines_blank:
                    kept = kept.filter(pc.invert(_blank_rows(rows)))
                yield self._batch(kept)

    def _batch(self, rows: pa.Table) -> pa.Table:
        return build_batch(
            self.contract.columns,
            {key: rows.column(position) for position, key in enumerate(self.header.keys) if key is not None},
            rows.column("line"),
            pa.repeat(pa.scalar(1, pa.int32()), rows.num_rows),
            extra_json(self.header, [rows.column(position).to_pylist() for position in self.header.extras]),
        )


def read_fast(
    text: TextFile, above: str, header: Header, contract: Contract, scratch: Path | None = None
) -> QuickRead | None:
    """Return the file as DuckDB reads it, or None when only the careful reader can be trusted with it.

    `above` is the text down to the end of the header. `scratch` is the folder for the spool file, which has
    no name and takes as much room as the file. Raises FileRefused when the last row is an undeclared total.
    """
    if not _is_plain(text, contract):
        return None
    spool = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - handed over to QuickRead, which closes it
    try:
        quick = _parse(text, above, header, contract, spool)
    except BaseException:
        spool.close()
        raise
    if quick is None:
        spool.close()
    return quick


def _is_plain(text: TextFile, contract: Contract) -> bool:
    spec = contract.format
    return (
        text.encoding in _UTF8
        and not text.damaged
        and text.nuls == 0
        and text.newline == "\n"
        and text.carriage_returns == text.crlf
        and text.crlf in (0, text.newlines)
        and len(spec.delimiter.encode()) == 1
        and len(spec.quote.encode()) <= 1
        and spec.footer_rows == 0
        and not _GLOB_CHARACTERS & set(str(text.path))
    )


def _parse(
    text: TextFile, above: str, header: Header, contract: Contract, spool: IO[bytes]
) -> QuickRead | None:
    head_lines = above.count("\n")
    expected_rows = text.lines - head_lines
    size, quotes = _measure(text.path, contract.format.quote)
    quotes_in_rows = quotes - (above.count(contract.format.quote) if contract.format.quote else 0)
    counted = _Counts()
    try:
        with duckdb.connect(":memory:") as con:
            rows = con.sql(_sql(header, contract, head_lines), params=[str(text.path)])
            _spool(rows.to_arrow_reader(BATCH_ROWS), spool, counted, contract.format.quote, quotes_in_rows)
    except (duckdb.Error, pa.ArrowInvalid):
        return None
    except OSError as error:
        # What DuckDB refuses after the first batch comes through Arrow as an OSError without a number.
        if error.errno is not None:
            raise
        return None
    octets = size - _UTF8[text.encoding] - len(above.encode())
    line_ends = text.newlines + text.carriage_returns - head_lines - above.count("\r")
    delimiters = counted.rows * (len(header.keys) - 1)
    reconciles = (
        counted.rows == expected_rows
        and not counted.holds_quote
        and octets == counted.octets + delimiters + line_ends + quotes_in_rows
    )
    if not reconciles:
        return None
    if counted.last_row:
        refuse_total(Record(head_lines + counted.last_number, 1, counted.last_row, ""), header)
    spool.seek(0)
    return QuickRead(spool, header, contract, head_lines + 1, counted.blank)


@dataclass
class _Counts:
    """What was seen while spooling; `last_number` counts rows from 1 and is the last that is not blank."""

    rows: int = 0
    blank: int = 0
    octets: int = 0
    holds_quote: bool = False
    last_row: list[str] | None = None
    last_number: int = 0


def _spool(
    reader: pa.RecordBatchReader, spool: IO[bytes], counted: _Counts, quote: str, quotes_in_rows: int
) -> None:
    with ipc.new_stream(spool, reader.schema) as stream:
        for rows in reader:
            stream.write_batch(rows)
            for column in rows.columns:
                counted.octets += pc.sum(pc.binary_length(column)).as_py() or 0
                if quotes_in_rows and pc.any(pc.match_substring(column, quote)).as_py():
                    counted.holds_quote = True
                    return
            counted.blank += pc.sum(_blank_rows(rows)).as_py() or 0
            _note_last(rows, counted)
            counted.rows += rows.num_rows


def _note_last(rows: pa.RecordBatch, counted: _Counts) -> None:
    for position in reversed(range(rows.num_rows)):
        fields = [column[position].as_py() for column in rows.columns]
        if not is_blank(fields):
            counted.last_row = fields
            counted.last_number = counted.rows + position + 1
            return


def _blank_rows(rows: pa.RecordBatch) -> pa.Array:
    """Return which rows hold nothing but white space; the first column alone settles most files."""
    blank = _is_white(rows.column(0))
    for column in rows.columns[1:]:
        if not pc.any(blank).as_py():
            break
        blank = pc.and_(blank, _is_white(column))
    return blank


def _is_white(column: pa.Array) -> pa.Array:
    return pc.or_(pc.equal(column, ""), pc.utf8_is_space(column))


def _measure(path: Path, quote: str) -> tuple[int, int]:
    """Return the size of the file in bytes and how many quote characters it holds."""
    size = quotes = 0
    with path.open("rb") as raw:
        while chunk := raw.read(_CHUNK):
            size += len(chunk)
            quotes += chunk.count(quote.encode()) if quote else 0
    return size, quotes


def _sql(header: Header, contract: Contract, head_lines: int) -> str:
    names = [f"c{position}" for position in range(len(header.keys))]
    types = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    never_null = ", ".join(map(quote_literal, names))
    quote = quote_literal(contract.format.quote)
    return f"""
        select * from read_csv(
            ?, auto_detect = false, header = false, skip = {head_lines}, columns = {{{types}}},
            delim = {quote_literal(contract.format.delimiter)}, quote = {quote}, escape = {quote},
            strict_mode = true, null_padding = false, force_not_null = [{never_null}],
            max_line_size = {MAX_FIELD_BYTES}, compression = 'none', hive_partitioning = false
        )"""
