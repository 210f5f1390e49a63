"""Sheets into the bytes of an .xlsx file. What stands in them is decided elsewhere."""

import io
import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import palette
from reports.fonts import text_width
from reports.workbook.model import Kind, Line, Sheet, SheetChart, Value

# What a spreadsheet may take for the start of a formula, also in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.ROI: "0%",
    Kind.DAYS: "#,##0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.TEXT: "@",
}
_LONGEST_TEXT = 32_767  # a cell's limit; xlsxwriter drops a longer text without a word
_LONGEST_NAME = 31  # a tab's limit
_NARROW, _WIDE = 9, 60  # column widths, in digits
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_workbook(sheets: Sequence[Sheet], *, title: str, company: str, created: datetime) -> bytes:
    """Return the workbook. The same sheets with the same `created` give the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": title, "company": company, "created": created.replace(tzinfo=None)})
        writer = _Writer(book)
        for sheet in sheets:
            writer.add(sheet)
    return buffer.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def add(self, sheet: Sheet) -> None:
        page: Worksheet = self._book.add_worksheet(_tab(sheet.name))
        for column, head in enumerate(sheet.heads):
            is_text = head.kind is Kind.TEXT
            page.write_string(
                *(0, column, _text(head.text)),
                self._format(
                    bold=True,
                    bottom=1,
                    text_wrap=True,
                    valign="vcenter",
                    align="left" if is_text else "right",
                    bg_color=palette.PANEL,
                ),
            )
        for number, line in enumerate(sheet.lines, 1):
            for column, value in enumerate(line.cells):
                kind = line.kinds[column] if line.kinds else sheet.heads[column].kind
                self._cell(page, number, column, value, kind, line)
        body = sum(not line.is_total for line in sheet.lines)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(body, 1), len(sheet.heads) - 1)
        _set_widths(page, sheet)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        if sheet.chart is not None and body:
            self._chart(page, sheet, sheet.chart, body)

    def _cell(self, page: Worksheet, row: int, column: int, value: Value, kind: Kind, line: Line) -> None:
        look: dict[str, Any] = {"num_format": _FORMATS[kind], "valign": "top"}
        if line.is_total:
            look |= {"bold": True, "top": 1}
        if line.is_muted:
            look |= {"font_color": palette.MUTED, "italic": True}
        if value is None or value == "":
            page.write_blank(row, column, None, self._format(**look))
        elif isinstance(value, str):
            look |= {"num_format": "@", "text_wrap": len(value) > _WIDE}
            # The prefix keeps it text even after somebody edits the cell.
            if value.startswith(_FORMULA):
                look["quote_prefix"] = True
            page.write_string(row, column, _text(value), self._format(**look))
        elif isinstance(value, date):
            page.write_datetime(row, column, value, self._format(**look | {"num_format": "yyyy-mm-dd"}))
        else:
            page.write_number(row, column, _number(value), self._format(**look))

    def _format(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def _chart(self, page: Worksheet, sheet: Sheet, found: SheetChart, body: int) -> None:
        chart = self._book.add_chart({"type": found.shape})
        colours = (palette.PRIMARY, palette.SECOND, palette.PRIMARY_MID)
        for column, colour in zip(found.columns, colours, strict=False):
            chart.add_series(
                _series(sheet, column, body) | {"fill": {"color": colour}, "gap": 60, "overlap": 0}
            )
        if found.lines:
            line = self._book.add_chart({"type": "line"})
            for column in found.lines:
                line.add_series(
                    _series(sheet, column, body)
                    | {"y2_axis": True, "line": {"color": palette.SECOND}, "marker": {"type": "circle"}}
                )
            chart.combine(line)
            line.set_y2_axis({"min": 0, "max": 1, "num_format": "0%"})
        chart.set_title({"name": found.title, "name_font": {"size": 12, "bold": False}})
        chart.set_legend({"position": "bottom"})
        axis = {"major_gridlines": {"visible": True, "line": {"color": palette.LINE}}}
        if found.shape == "bar":
            chart.set_y_axis({"reverse": True})  # the first row on top, as in the table
            chart.set_x_axis(axis)
        else:
            chart.set_y_axis(axis)
        chart.set_size({"width": 760, "height": 380})
        page.insert_chart(len(sheet.lines) + 2, 0, chart, {"description": found.title})


def _series(sheet: Sheet, column: int, body: int) -> dict[str, Any]:
    name = _tab(sheet.name)
    return {
        "name": [name, 0, column],
        "categories": [name, 1, 0, body, 0],
        "values": [name, 1, column, body, column],
    }


def _set_widths(page: Worksheet, sheet: Sheet) -> None:
    for column, head in enumerate(sheet.heads):
        widest = _width(head.text) + 3  # the filter's arrow
        for line in sheet.lines:
            widest = max(widest, _width(_shown(line.cells[column], head.kind)))
        page.set_column(column, column, min(max(_NARROW, math.ceil(widest) + 1), _WIDE))


def _shown(value: Value, kind: Kind) -> str:
    if isinstance(value, (int, float, Decimal)):
        return f"{value:,.2f}" if kind is Kind.MONEY else f"{value:,.0f}"
    return "2026-01-01" if isinstance(value, date) else value or ""


def _width(text: str) -> float:
    """In digits, the unit of column widths."""
    return max((text_width(part, 1) for part in text.splitlines()), default=0.0) / text_width("0", 1)


def _text(text: str) -> str:
    # Half a character has no place in a file.
    whole = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return whole if len(whole) <= _LONGEST_TEXT else f"{whole[: _LONGEST_TEXT - 1]}…"


def _tab(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:_LONGEST_NAME]


def _number(value: int | float | Decimal) -> float:
    return float(value)
