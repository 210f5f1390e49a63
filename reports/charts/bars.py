"""Horizontal bars with their names above them, so that long names cost no width on a phone."""

from dataclasses import dataclass

from reports import palette
from reports.charts.picture import NOTE, TEXT, WIDTH, Canvas
from reports.fonts import shorten, text_width

_BAR_HEIGHT = 10
_ROW_GAP = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's length, in the unit that all bars of the chart share, and a paler one behind it."""

    value: float
    colour: str
    behind: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A name at the left, a text at the right, and the bars below them."""

    name: str
    text: str
    bars: tuple[Bar, ...]
    text_colour: str = palette.INK


def bar_chart(
    title: str, rows: tuple[Row, ...], legend: tuple[tuple[str, str], ...], longest: float | None = None
) -> Canvas:
    """Draw the rows top down. `legend`: (colour, text). `longest`: the value that fills the whole width."""
    canvas = Canvas()
    canvas.text(0, 0, title, colour=palette.INK, is_strong=True)
    _legend(canvas, legend, canvas.height + 6)
    scale = longest or max((bar.value for row in rows for bar in row.bars), default=0) or 1
    for row in rows:
        top = canvas.height + _ROW_GAP
        room = WIDTH - text_width(row.text, TEXT) - 12
        canvas.text(0, top, shorten(row.name, TEXT, room), colour=palette.INK)
        canvas.text(WIDTH, top, row.text, colour=row.text_colour, align="right")
        y = top + TEXT + 8
        for bar in row.bars:
            if bar.behind:
                canvas.rectangle(0, y, WIDTH * bar.behind / scale, _BAR_HEIGHT, palette.PRIMARY_SOFT)
            # At least a hairline: the row is there, its value is nothing.
            length = max(1.5, WIDTH * max(bar.value, 0) / scale)
            canvas.rectangle(0, y, length, _BAR_HEIGHT, bar.colour)
            y += _BAR_HEIGHT + 2
    return canvas


def _legend(canvas: Canvas, entries: tuple[tuple[str, str], ...], top: float) -> None:
    x = 0.0
    for colour, text in entries:
        canvas.rectangle(x, top + 2, 11, 11, colour)
        canvas.text(x + 16, top, text, size=NOTE)
        x += 16 + text_width(text, NOTE) + 18
