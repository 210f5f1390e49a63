"""Charts over time: panels of bars, one above the other, on one time axis that is written once.

Two measures get two panels instead of two axes in one, which would let the eye compare what has no common
scale.
"""

import math
from dataclasses import dataclass

from reports import palette
from reports.charts.picture import NOTE, TEXT, WIDTH, Canvas
from reports.fonts import text_width

_BAR = 0.72  # share of a step that a bar fills
_GAP = 8  # between tick labels and the plot, px
_BETWEEN = 18  # between two panels, px


@dataclass(frozen=True, slots=True)
class Point:
    """One moment's value. None leaves a gap. `label` is written above the bar; `interval` is drawn on it."""

    value: float | None
    colour: str = palette.PRIMARY
    label: str = ""
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure. `ticks`: (value, text) from the base line up; `note` explains colours below the title."""

    title: str
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]
    note: str = ""
    height: int = 104


def panels(moments: tuple[str, ...], parts: tuple[Panel, ...]) -> Canvas:
    """Stack the panels; `moments` are the time axis, one text for each point."""
    canvas = Canvas()
    left = math.ceil(max(text_width(text, TEXT) for part in parts for _, text in part.ticks)) + _GAP
    step = (WIDTH - left) / len(moments)
    centres = [left + step * (number + 0.5) for number in range(len(moments))]
    for number, part in enumerate(parts):
        top = canvas.height + (_BETWEEN if number else 0)
        _panel(canvas, part, top, left, centres, step * _BAR)
    _time_axis(canvas, moments, centres, canvas.height)
    return canvas


def nice_ticks(highest: float, *, is_whole: bool = False) -> list[float]:
    """Two to four round values from 0 to at least `highest`; whole numbers for counts."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / 2
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= rough * 0.75)
    if is_whole:
        step = max(1.0, float(math.ceil(step)))
    return [step * number for number in range(math.ceil(highest / step - 1e-9) + 1)]


def _panel(canvas: Canvas, panel: Panel, top: float, left: float, centres: list[float], bar: float) -> None:
    canvas.text(0, top, panel.title, colour=palette.INK, is_strong=True)
    if panel.note:
        canvas.text(0, canvas.height + 2, panel.note, size=NOTE)
    # Room for a label above a bar that reaches the top line.
    ceiling = canvas.height + TEXT + 8
    highest = panel.ticks[-1][0]

    def y(value: float) -> float:
        return ceiling + panel.height * (1 - value / highest)

    for value, text in panel.ticks:
        canvas.line(left, y(value), WIDTH, y(value), palette.LINE)
        canvas.text(left - _GAP, y(value) - TEXT * 0.53, text, align="right")
    tops = []
    for point, centre in zip(panel.points, centres, strict=True):
        tops.append(y(max(point.value or 0, point.interval[1] if point.interval else 0)))
        if point.value is None:
            continue
        # At least a hairline: nothing won is a value, not a gap.
        height = max(1.5, y(0) - y(point.value))
        canvas.rectangle(centre - bar / 2, y(0) - height, bar, height, point.colour)
        if point.interval is not None:
            canvas.line(centre, y(point.interval[0]), centre, tops[-1], palette.MUTED, 1.5)
    for point, centre in zip(panel.points, centres, strict=True):
        if point.label:
            at, half = _inside(centre, point.label), text_width(point.label, TEXT) / 2
            # Above every bar that the text would stand in front of.
            below = [top for top, x in zip(tops, centres, strict=True) if abs(x - at) < half + bar / 2]
            canvas.text(
                *(at, min(below) - TEXT - 4, point.label),
                colour=palette.INK,
                align="middle",
                is_strong=True,
            )
    canvas.height = y(0)


def _time_axis(canvas: Canvas, moments: tuple[str, ...], centres: list[float], top: float) -> None:
    """The last moment, and as many before it, at equal distances, as have room."""
    widest = max(text_width(text, TEXT) for text in moments)
    step = centres[1] - centres[0] if len(centres) > 1 else WIDTH
    every = max(1, math.ceil((widest + 12) / step))
    room = float(WIDTH)
    for number in range(len(moments) - 1, -1, -every):
        width = text_width(moments[number], TEXT)
        at = _inside(centres[number], moments[number])
        if at + width / 2 <= room:
            canvas.line(centres[number], top, centres[number], top + 5, palette.LINE)
            canvas.text(at, top + 8, moments[number], align="middle")
            room = at - width / 2 - 10


def _inside(x: float, text: str) -> float:
    half = text_width(text, TEXT) / 2 + 1
    return max(half, min(x, WIDTH - half))
