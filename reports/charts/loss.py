"""The loss report's charts: the Pareto of reasons, and the trend of losses with the closed win rate."""

from reports import palette
from reports.charts.bars import Bar, Row, bar_chart
from reports.charts.panels import Panel, Point, nice_ticks, panels
from reports.charts.picture import Chart
from reports.figures.loss_model import LossFigures, LossPoint
from reports.figures.model import MISSING
from reports.fonts import spell_out
from reports.locales.locale import Locale

# Reasons nobody wrote down: grey, since they say something about the data and not about the deals.
UNKNOWN = ("unknown", MISSING)


def reasons(figures: LossFigures, locale: Locale) -> Chart:
    """Reasons of the month's lost deals, most frequent first, with the running sum of the shares behind."""
    rows = tuple(
        Row(
            spell_out(locale.label(found.reason)),
            locale.text("chart.reason", lost=locale.count(found.lost), share=locale.percent(found.share, 0)),
            (
                Bar(
                    found.share,
                    palette.MUTED if found.reason.code in UNKNOWN else palette.PRIMARY,
                    behind=found.cumulative_share,
                ),
            ),
        )
        for found in figures.reasons
        if found.lost
    )
    title = locale.text("chart.reasons")
    legend = (
        (palette.PRIMARY, locale.text("chart.reasons_share")),
        (palette.PRIMARY_SOFT, locale.text("chart.reasons_cumulative")),
    )
    listed = "; ".join(locale.text("alt.pair", name=row.name, text=row.text) for row in rows)
    # The picture's width is 100 %, so that shares and their running sum have one scale.
    chart = bar_chart(title, rows, legend, longest=1.0)
    return chart.finish("reasons", locale.text("alt.pairs", title=title, rows=listed))


def trend(figures: LossFigures, locale: Locale) -> Chart:
    """Lost deals of each month, and the closed win rate with its interval."""
    points = figures.trend
    lost_title, rate_title = locale.text("chart.lost"), locale.text("chart.win_rate")
    chart = panels(
        tuple(locale.month(point.month.start_on) for point in points),
        (_lost(lost_title, points, locale), _rates(rate_title, points, locale)),
    )
    last = points[-1]
    alt = locale.text(
        "alt.loss_trend",
        title=f"{lost_title} / {rate_title}",
        last=locale.period(last.month),
        lost=locale.count(last.lost),
        rate=locale.rate(last.win_rate),
    )
    return chart.finish("trend", alt)


def _lost(title: str, points: tuple[LossPoint, ...], locale: Locale) -> Panel:
    counts = [point.lost for point in points]
    drawn = [Point(count, palette.PRIMARY_MID) for count in counts[:-1]]
    drawn.append(Point(counts[-1], palette.PRIMARY, locale.count(counts[-1])))
    ticks = nice_ticks(max(counts), is_whole=True)
    return Panel(title, tuple(drawn), tuple((tick, locale.count(int(tick))) for tick in ticks))


def _rates(title: str, points: tuple[LossPoint, ...], locale: Locale) -> Panel:
    drawn = []
    for point in points:
        rate, is_last = point.win_rate, point is points[-1]
        if not rate.is_firm or rate.interval is None:
            drawn.append(Point(None))
            continue
        colour = palette.PRIMARY if is_last else palette.PRIMARY_MID
        drawn.append(Point(rate.share, colour, locale.rate(rate) if is_last else "", rate.interval))
    highest = max((point.interval[1] for point in drawn if point.interval), default=0)
    ticks = tuple((tick, locale.percent(tick, 0)) for tick in nice_ticks(highest))
    return Panel(title, tuple(drawn), ticks, note=locale.text("chart.conversion_note"))
