"""What a workbook holds, before any Excel: sheets with typed columns, and the charts on them.

A cell is a value of the figures, unformatted, so that a reader can go on calculating. Where a percentage
would rest on too few cases the cell is empty and the counts stand beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from reports.figures.model import Rate, Unit

Value = str | int | float | Decimal | date | None


class Kind(StrEnum):
    """What a column holds; it decides the number format."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    ROI = "roi"
    DAYS = "days"
    DATE = "date"


KIND_OF = {
    Unit.COUNT: Kind.COUNT,
    Unit.MONEY: Kind.MONEY,
    Unit.SHARE: Kind.SHARE,
    Unit.ROI: Kind.ROI,
    Unit.DAYS: Kind.DAYS,
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading and kind."""

    text: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells. `kinds` overrides the columns' kinds where a column mixes units."""

    cells: tuple[Value, ...]
    is_total: bool = False
    is_muted: bool = False
    kinds: tuple[Kind, ...] | None = None


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A native chart of number columns over the first column's texts; `lines` on a second axis, 0 to 1."""

    title: str
    shape: Literal["column", "bar"]
    columns: tuple[int, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `name` is on the tab."""

    name: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    chart: SheetChart | None = None


def text_head(text: str) -> Head:
    """A column of text."""
    return Head(text, Kind.TEXT)


def rate_cells(rate: Rate) -> tuple[Value, ...]:
    """Cases, share and both ends of its 95 % interval; too few cases leave the last three empty."""
    if not rate.is_firm or rate.interval is None:
        return (rate.total, None, None, None)
    return (rate.total, rate.share, *rate.interval)


def lines(rows: Sequence[tuple[Value, ...]], total: tuple[Value, ...] | None = None) -> tuple[Line, ...]:
    """Plain rows, and a total below them."""
    found = [Line(row) for row in rows]
    return (*found, Line(total, is_total=True)) if total is not None else tuple(found)
