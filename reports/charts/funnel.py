"""The funnel report's charts: the trend of leads and wins, and the conversion of monthly cohorts."""

from reports import palette
from reports.charts.panels import Panel, Point, nice_ticks, panels
from reports.charts.picture import Chart
from reports.figures.funnel_model import Cohort, FunnelFigures
from reports.locales.locale import Locale
from reports.period import Grain, Period


def trend(figures: FunnelFigures, locale: Locale) -> Chart:
    """New leads and won deals of each period; the report's own period is dark."""
    grain, points = figures.period.grain, figures.trend
    leads_title = locale.text(f"chart.new_leads.{grain}")
    won_title = locale.text(f"chart.won.{grain}")
    chart = panels(
        tuple(_moment(point.period, locale) for point in points),
        (
            _counts(leads_title, [point.new_leads for point in points], locale),
            _counts(won_title, [point.won for point in points], locale),
        ),
    )
    last = points[-1]
    alt = locale.text(
        "alt.trend",
        title=f"{leads_title} / {won_title}",
        count=locale.count(len(points)),
        last=locale.period(last.period),
        leads=locale.count(last.new_leads),
        won=locale.count(last.won),
    )
    return chart.finish("trend", alt)


def cohorts(figures: FunnelFigures, locale: Locale) -> Chart:
    """The share of each month's leads that was won within the window; immature months are grey."""
    shares = [cohort.conversion.interval[1] for cohort in figures.cohorts if cohort.conversion.interval]
    has_immature = any(not cohort.is_mature for cohort in figures.cohorts)
    title = locale.text("chart.conversion")
    mature = [cohort for cohort in figures.cohorts if cohort.is_mature]
    panel = Panel(
        title,
        tuple(
            _cohort(cohort, locale, is_labelled=cohort is (mature[-1] if mature else None))
            for cohort in figures.cohorts
        ),
        tuple((tick, locale.percent(tick, 0)) for tick in nice_ticks(max(shares, default=0))),
        note=locale.text("chart.conversion_note_immature" if has_immature else "chart.conversion_note"),
        height=160,
    )
    chart = panels(tuple(locale.month(cohort.month.start_on) for cohort in figures.cohorts), (panel,))
    if not mature:
        return chart.finish("cohorts", locale.text("alt.conversion_none", title=title))
    latest = mature[-1]
    alt = locale.text(
        "alt.conversion",
        title=title,
        month=locale.month(latest.month.start_on),
        rate=locale.rate(latest.conversion),
    )
    return chart.finish("cohorts", alt)


def _counts(title: str, counts: list[int], locale: Locale) -> Panel:
    points = [Point(count, palette.PRIMARY_MID) for count in counts[:-1]]
    points.append(Point(counts[-1], palette.PRIMARY, locale.count(counts[-1])))
    ticks = nice_ticks(max(counts), is_whole=True)
    return Panel(title, tuple(points), tuple((tick, locale.count(int(tick))) for tick in ticks))


def _cohort(cohort: Cohort, locale: Locale, *, is_labelled: bool) -> Point:
    rate = cohort.conversion
    if not rate.is_firm or rate.interval is None:
        return Point(None)  # too few leads for a percentage; the table has the counts
    if not cohort.is_mature:
        return Point(rate.share, palette.IMMATURE)
    return Point(rate.share, palette.PRIMARY, locale.rate(rate) if is_labelled else "", rate.interval)


def _moment(period: Period, locale: Locale) -> str:
    if period.grain is Grain.WEEK:
        return locale.short_day(period.start_on)
    return locale.month(period.start_on)
