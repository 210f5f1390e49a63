"""Writing csv, tsv, ndjson, xlsx and Parquet: the same bytes each time, each line booked in the ledger."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from tests.sample_company.files.ledger import Ledger

Cell = str | int | float | datetime | date | None


class Inbox:
    """The folder that the company's systems export into, with the ledger of what they wrote."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder = folder
        self.ledger = ledger

    def path(self, file_name: str) -> Path:
        """Return where a file goes, its folder made."""
        path = self.folder / file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


class TextFile:
    """A text file under construction; `close` writes it. Use as a context manager."""

    def __init__(
        self, inbox: Inbox, source: str, file_name: str, encoding: str = "utf-8", newline: str = "\n"
    ) -> None:
        self._path = inbox.path(file_name)
        self._book = inbox.ledger.open(source, file_name)
        self._encoding = encoding
        self._newline = newline
        self._parts: list[bytes] = []

    def __enter__(self) -> "TextFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._path.write_bytes(b"".join(self._parts))

    def header(self, text: str) -> None:
        """Write a header line; the first one carries the byte order mark, if the encoding has one."""
        self._book.header()
        self._write(text, self._encoding if not self._parts else self._bare)

    def record(self, text: str, rule: str | None = None, encoding: str | None = None) -> None:
        """Write a record, which may hold line breaks; `encoding` writes it in another one than declared."""
        self._book.record(rule, text.count("\n") + 1)
        self._write(text, encoding or self._bare)

    def blank(self) -> None:
        """Write a blank line."""
        self._book.blank()
        self._write("", self._bare)

    @property
    def _bare(self) -> str:
        return "utf-8" if self._encoding == "utf-8-sig" else self._encoding

    def _write(self, text: str, encoding: str) -> None:
        self._parts.append((text + self._newline).encode(encoding))


def delimited(values: Sequence[str | None], delimiter: str = ",") -> str:
    """Return one csv or tsv record without its line end; blanks stay empty, quotes only where needed."""
    buffer = io.StringIO()
    # Python 3.11 quotes a field with a line break only when the line end is one.
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["" if value is None else value for value in values])
    return buffer.getvalue().removesuffix("\n")


def json_line(value: dict[str, Any]) -> str:
    """Return one ndjson line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Sheet:
    """A one-sheet workbook under construction. Rows may hold dates and numbers as real cells."""

    def __init__(self, inbox: Inbox, source: str, file_name: str, sheet: str, made_at: datetime) -> None:
        self._book = inbox.ledger.open(source, file_name)
        # The creation time is the only thing in the file that would otherwise come from the clock.
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._workbook = xlsxwriter.Workbook(str(inbox.path(file_name)), options)
        self._workbook.set_properties({"title": "made-up sample data", "created": made_at})
        self._sheet = self._workbook.add_worksheet(sheet)
        self._stamp = self._workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._day = self._workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._row = 0

    def __enter__(self) -> "Sheet":
        return self

    def __exit__(self, *_: object) -> None:
        self._workbook.close()

    def header(self, cells: Sequence[Cell]) -> None:
        """Write a title, header or footer row."""
        self._book.header()
        self._write(cells)

    def record(self, cells: Sequence[Cell], rule: str | None = None) -> None:
        """Write a record."""
        self._book.record(rule)
        self._write(cells)

    def blank(self) -> None:
        """Leave a row empty."""
        self._book.blank()
        self._row += 1

    def _write(self, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                self._sheet.write_datetime(self._row, column, cell, self._stamp)
            elif isinstance(cell, date):
                self._sheet.write_datetime(self._row, column, cell, self._day)
            elif isinstance(cell, int | float):
                self._sheet.write_number(self._row, column, cell)
            elif cell:
                self._sheet.write_string(self._row, column, cell)
        self._row += 1


def write_parquet(
    inbox: Inbox,
    source: str,
    file_name: str,
    schema: pa.Schema,
    rows: Iterable[tuple[dict[str, Any], str | None]],
) -> None:
    """Write (row, rule) pairs; the rule of a row that must be quarantined is booked, not written."""
    book = inbox.ledger.open(source, file_name)
    kept = []
    for row, rule in rows:
        book.record(rule)
        kept.append(row)
    table = pa.Table.from_pylist(kept, schema=schema)
    pq.write_table(table, inbox.path(file_name), compression="zstd")
