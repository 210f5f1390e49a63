"""The ROI report's charts: spend against revenue and costs by channel, and the months with their maturity."""

import re
from decimal import Decimal

from reports import palette
from reports.charts.bars import Bar, Row, bar_chart
from reports.charts.panels import Panel, Point, nice_ticks, panels
from reports.charts.picture import Chart
from reports.figures.roi_model import ChannelReturn, RoiFigures
from reports.fonts import spell_out
from reports.locales.locale import Locale

_TRAILING_ZEROS = re.compile(r"\.0+(?!\d)")  # on an axis ¥20万 says as much as ¥20.0万
MOST_ROWS = 8  # a phone's screen; the table below has them all


def channels(figures: RoiFigures, locale: Locale) -> Chart:
    """Spend and won revenue of the matured months, one pair of bars for each channel."""
    shown = sorted(figures.channels, key=lambda found: found.mature.revenue, reverse=True)[:MOST_ROWS]
    rows = tuple(
        Row(
            spell_out(locale.label(found.channel)),
            _roi_text(found, locale),
            (
                Bar(float(found.mature.spend), palette.SECOND),
                Bar(float(found.mature.revenue), palette.PRIMARY),
            ),
            text_colour=_roi_colour(found),
        )
        for found in shown
    )
    title = locale.text("chart.channels")
    legend = (
        (palette.SECOND, locale.text("chart.spend")),
        (palette.PRIMARY, locale.text("chart.revenue")),
    )
    return bar_chart(title, rows, legend).finish("channels", _alt(title, rows, locale))


def costs(figures: RoiFigures, locale: Locale) -> Chart:
    """Cost per lead and per grade A lead of the matured months, for channels that cost anything."""
    known = [found for found in figures.channels if found.mature.cost_per("lead") is not None]
    shown = sorted(known, key=lambda found: found.mature.spend, reverse=True)[:MOST_ROWS]
    rows = []
    for found in shown:
        per_lead, per_a_lead = found.mature.cost_per("lead"), found.mature.cost_per("a_lead")
        text = " / ".join(locale.money(cost) for cost in (per_lead, per_a_lead) if cost is not None)
        bars = (
            Bar(float(per_lead or 0), palette.PRIMARY),
            Bar(float(per_a_lead or 0), palette.PRIMARY_MID),
        )
        rows.append(Row(spell_out(locale.label(found.channel)), text, bars))
    title = locale.text("chart.costs")
    legend = (
        (palette.PRIMARY, locale.text("chart.per_lead")),
        (palette.PRIMARY_MID, locale.text("chart.per_a_lead")),
    )
    return bar_chart(title, tuple(rows), legend).finish("costs", _alt(title, tuple(rows), locale))


def months(figures: RoiFigures, locale: Locale) -> Chart:
    """Spend of each month, and below it what that month's leads have brought so far; immature months grey."""
    spend = [found.result.spend for found in figures.months]
    revenue = [found.result.revenue for found in figures.months]
    colours = [palette.PRIMARY if found.is_mature else palette.IMMATURE for found in figures.months]
    spend_title = locale.text("chart.months_spend")
    revenue_title = locale.text("chart.months_revenue")
    chart = panels(
        tuple(locale.month(found.month.start_on) for found in figures.months),
        (
            _money(spend_title, spend, [palette.SECOND] * len(spend), locale),
            _money(revenue_title, revenue, colours, locale, note=locale.text("chart.months_note")),
        ),
    )
    last = figures.months[-1]
    alt = locale.text(
        "alt.months",
        title=f"{spend_title} / {revenue_title}",
        last=locale.period(last.month),
        spend=f"{locale.money(last.result.spend)} / {locale.money(last.result.revenue)}",
    )
    return chart.finish("months", alt)


def _money(title: str, amounts: list[Decimal], colours: list[str], locale: Locale, note: str = "") -> Panel:
    points = tuple(
        Point(float(amount), colour, locale.money(amount) if is_last else "")
        for amount, colour, is_last in zip(
            amounts, colours, [False] * (len(amounts) - 1) + [True], strict=True
        )
    )
    ticks = nice_ticks(float(max(amounts)))
    texts = (_TRAILING_ZEROS.sub("", locale.money(Decimal(str(tick)))) for tick in ticks)
    return Panel(title, points, tuple(zip(ticks, texts, strict=True)), note)


def _roi_text(found: ChannelReturn, locale: Locale) -> str:
    roi = found.mature.roi
    if roi is None:
        return locale.text("chart.no_spend")
    key = "chart.roi_few" if found.mature.has_few_wins else "chart.roi"
    return locale.text(key, roi=locale.percent(roi, 0))


def _roi_colour(found: ChannelReturn) -> str:
    roi = found.mature.roi
    if roi is None or found.mature.has_few_wins:
        return palette.MUTED
    return palette.BAD if roi < 0 else palette.GOOD


def _alt(title: str, rows: tuple[Row, ...], locale: Locale) -> str:
    listed = "; ".join(locale.text("alt.pair", name=row.name, text=row.text) for row in rows)
    return locale.text("alt.pairs", title=title, rows=listed)
