"""The charts of the training report, drawn like those of the other reports to be read on a phone."""

import math
from collections.abc import Sequence
from itertools import pairwise

from orchestration.matching.comparisons import Comparison
from orchestration.matching.parameters import Parameters, Session
from orchestration.matching.report_words import (
    block_name,
    chance,
    comparison_name,
    level_name,
    weight_text,
)
from orchestration.matching.scores import Scores
from reports import palette
from reports.charts.panels import Panel, Point, panels
from reports.charts.picture import NOTE, TEXT, WIDTH, Canvas, Chart
from reports.fonts import shorten, text_width
from reports.locales.locale import Locale

_BAR = 8
_PLOT = 150
_LINES = (palette.PRIMARY, palette.SECOND, palette.GOOD, palette.BAD)


def weights(comparisons: Sequence[Comparison], parameters: Parameters, locale: Locale) -> Chart:
    """What each level adds to a match weight: to the right for one person, to the left against it."""
    known = [
        (level, parameters.weight(found.name, level.number))
        for found in comparisons
        for level in found.levels
    ]
    lowest = min(0.0, *(weight for _, weight in known))
    scale = WIDTH / (max(1.0, *(weight for _, weight in known)) - lowest)
    zero = -lowest * scale
    canvas = _titled(
        locale.text("training.chart.weights"),
        (palette.PRIMARY, locale.text("training.chart.for")),
        (palette.SECOND, locale.text("training.chart.against")),
    )
    for found in comparisons:
        _heading(canvas, comparison_name(found.name, locale))
        for level in found.levels:
            weight = parameters.weight(found.name, level.number)
            y = _label(canvas, level_name(level, locale), weight_text(weight))
            canvas.line(zero, y - 1, zero, y + _BAR + 1, palette.MUTED)
            length = abs(weight) * scale
            if weight:
                colour = palette.PRIMARY if weight > 0 else palette.SECOND
                start = zero if weight > 0 else zero - length
                canvas.rectangle(start, y, max(1.5, length), _BAR, colour)
    strongest, weight = max(known, key=lambda entry: entry[1])
    alt = locale.text("training.alt.weights", level=level_name(strongest, locale), weight=weight_text(weight))
    return canvas.finish("weights", alt)


def shares(comparisons: Sequence[Comparison], parameters: Parameters, locale: Locale) -> Chart:
    """How often each level occurs in pairs of one person (m) and of two (u)."""
    title = locale.text("training.chart.shares")
    canvas = _titled(
        title,
        (palette.PRIMARY, locale.text("training.chart.one_person")),
        (palette.SECOND, locale.text("training.chart.two_persons")),
    )
    said = []
    for found in comparisons:
        _heading(canvas, comparison_name(found.name, locale))
        for level in found.levels:
            kept = parameters.shares[found.name][level.number]
            name = level_name(level, locale)
            m = locale.text("training.not_known") if kept.m is None else chance(kept.m, locale)
            text = f"{m} · {chance(kept.u, locale)}"
            y = _label(canvas, name, text)
            for share, colour in ((kept.m or 0.0, palette.PRIMARY), (kept.u, palette.SECOND)):
                canvas.rectangle(0, y, max(1.5, WIDTH * share), _BAR, colour)
                y += _BAR + 2
            said.append(locale.text("alt.pair", name=name, text=text))
    return canvas.finish("shares", locale.text("alt.pairs", title=title, rows="; ".join(said)))


def convergence(sessions: Sequence[Session], locale: Locale) -> Chart:
    """The estimated share of pairs of one person in each block, by iteration."""
    title = locale.text("training.chart.convergence")
    canvas = _titled(title)
    for session, colour in zip(sessions, _LINES, strict=False):
        top = canvas.height + 4
        canvas.rectangle(0, top + 2, 11, 11, colour)
        canvas.text(16, top, block_name(session.block, locale), size=NOTE)
    top, left = canvas.height + 14, text_width("100%", TEXT) + 8
    last = max(len(session.shares) for session in sessions) - 1

    def at(iteration: int, share: float) -> tuple[float, float]:
        return left + (WIDTH - left - 4) * iteration / max(last, 1), top + _PLOT * (1 - share)

    for tick in (0.0, 0.5, 1.0):
        y = at(0, tick)[1]
        canvas.line(left, y, WIDTH, y, palette.LINE)
        canvas.text(left - 8, y - TEXT * 0.53, locale.percent(tick, 0), align="right")
    for session, colour in zip(sessions, _LINES, strict=False):
        points = [at(iteration, share) for iteration, share in enumerate(session.shares)]
        for start, end in pairwise(points):
            canvas.line(*start, *end, colour, 2.5)
    canvas.height = at(0, 0)[1]
    canvas.text(left, canvas.height + 8, "0")
    canvas.text(
        WIDTH, at(0, 0)[1] + 8, locale.text("training.chart.iterations", count=str(last)), align="right"
    )
    ends = "; ".join(
        locale.text(
            "alt.pair", name=block_name(session.block, locale), text=locale.percent(session.shares[-1])
        )
        for session in sessions
    )
    return canvas.finish("convergence", locale.text("alt.pairs", title=title, rows=ends))


def histogram(scores: Scores, locale: Locale) -> Chart:
    """How many proposed pairs have which weight; counts on a logarithmic scale."""
    merge, review = scores.thresholds["merge"], scores.thresholds["review"]
    points = []
    for start, count in scores.histogram:
        colour = (
            palette.PRIMARY if start >= merge else palette.SECOND if start >= review else palette.IMMATURE
        )
        points.append(Point(math.log10(count) + 0.15 if count else None, colour))
    highest = max((point.value for point in points if point.value), default=1)
    ticks = tuple(
        (power + 0.15 if power else 0.15, locale.count(10**power)) for power in range(math.ceil(highest) + 1)
    )
    title = locale.text("training.chart.histogram")
    panel = Panel(title, tuple(points), ticks, note=locale.text("training.chart.histogram_note"), height=160)
    chart = panels(tuple(weight_text(start, places=0) for start, _ in scores.histogram), (panel,))
    alt = locale.text(
        "training.alt.histogram",
        pairs=locale.count(scores.pairs),
        merged=locale.count(scores.merged),
        review=locale.count(scores.review),
    )
    return chart.finish("histogram", alt)


def _titled(title: str, *legend: tuple[str, str]) -> Canvas:
    canvas = Canvas()
    canvas.text(0, 0, title, colour=palette.INK, is_strong=True)
    top, x = canvas.height + 6, 0.0
    for colour, text in legend:
        canvas.rectangle(x, top + 2, 11, 11, colour)
        canvas.text(x + 16, top, text, size=NOTE)
        x += 16 + text_width(text, NOTE) + 18
    return canvas


def _heading(canvas: Canvas, text: str) -> None:
    canvas.text(0, canvas.height + 12, text, colour=palette.INK, is_strong=True)


def _label(canvas: Canvas, name: str, text: str) -> float:
    """Write a name at the left and a text at the right; returns where the bar below them begins."""
    top = canvas.height + 8
    room = WIDTH - text_width(text, NOTE) - 12
    canvas.text(0, top, shorten(name, NOTE, room), size=NOTE)
    canvas.text(WIDTH, top, text, colour=palette.INK, size=NOTE, align="right")
    return top + NOTE + 6
