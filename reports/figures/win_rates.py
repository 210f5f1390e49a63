"""Win rates under their several definitions; each is named where it is shown, for they differ widely."""

from collections.abc import Sequence
from datetime import timedelta

from reports.figures.cohorts import read_cohorts
from reports.figures.flow import Flow
from reports.figures.loss_model import WinRate, WinRateRow
from reports.figures.marts import Marts, as_of_day
from reports.figures.model import Label, Publication, Rate, Span
from reports.period import Period


def closed_rate(flow: Flow, periods: Sequence[Period], channel: str | None = None) -> Rate:
    """Return won / (won + lost) of the opportunities closed in some periods; favours fast outcomes."""
    won = flow.count("won", periods, channel)
    return Rate(won, won + flow.count("lost", periods, channel))


def win_rates(
    marts: Marts, flow: Flow, months: Sequence[Period], span: Span, publication: Publication
) -> tuple[WinRate, ...]:
    """Return the trailing months' win rate by three definitions: closed, opened, lead window."""
    window = timedelta(days=publication.conversion_window_days)
    opened = Span(span.start_on, min(span.end_on, as_of_day(publication) - window))
    row = marts.rows(
        "select count(*) filter (is_won) as won, count(*) as opened from fct_opportunities "
        "where opened_on between $first and $last",
        first=opened.start_on,
        last=opened.end_on,
    )[0]
    rates = [
        WinRate("closed", closed_rate(flow, months), span),
        WinRate("opened", Rate(row["won"], row["opened"]), opened),
    ]
    mature = [c for c in read_cohorts(marts, months[-1]) if c.is_mature and c.month >= months[0]]
    if mature:
        converted = Rate(sum(c.conversion.hits for c in mature), sum(c.leads for c in mature))
        days = Span(mature[0].month.start_on, mature[-1].month.end_on)
        rates.append(WinRate("lead_window", converted, days))
    return tuple(rates)


def win_rates_by_channel(marts: Marts, flow: Flow, months: Sequence[Period]) -> tuple[WinRateRow, ...]:
    """Return the closed win rate of each channel that had closed opportunities in the months."""
    names = marts.names("dim_channels")
    rows = (
        WinRateRow(names.label(code), closed_rate(flow, months, code))
        for code in sorted(flow.channels(months), key=names.order)
    )
    return tuple(row for row in rows if row.rate.total)


def win_rates_by_grade(marts: Marts, span: Span) -> tuple[WinRateRow, ...]:
    """Return the closed win rate of each grade, opportunities without a graded lead last."""
    found = marts.rows(
        """
        select nullif(grade, '') as known_grade, count(*) filter (is_won) as won, count(*) as closed
        from fct_opportunities where (is_won or is_lost) and closed_on between $first and $last
        group by known_grade order by known_grade nulls last
        """,
        first=span.start_on,
        last=span.end_on,
    )
    return tuple(WinRateRow(_grade(row["known_grade"]), Rate(row["won"], row["closed"])) for row in found)


def _grade(grade: str | None) -> Label:
    return Label(grade, f"Grade {grade}", f"{grade}级") if grade else Label.plain("no_grade")
