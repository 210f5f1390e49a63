"""The ROI report's figures: spend, and what the leads created in the same months have brought so far."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reports.figures.attribution import read_attribution
from reports.figures.comparing import Exists, change, flow_kpi, ratio_kpi, since
from reports.figures.flow import TRAILING
from reports.figures.marts import Marts, Row
from reports.figures.model import Basis, Comparison, Good, Kpi, Label, Span, Unit
from reports.figures.roi_model import (
    NOTHING,
    CampaignReturn,
    ChannelReturn,
    MonthReturn,
    Return,
    RoiFigures,
)
from reports.figures.roi_takeaways import roi_takeaways
from reports.period import Grain, Period

MATURE_MONTHS = 12  # the youngest matured months that returns are judged on: a whole year of seasons
_SUMS = """
  coalesce(sum(spend_base), 0) as spend, coalesce(sum(leads), 0) as leads,
  coalesce(sum(a_leads), 0) as a_leads,
  coalesce(sum(opportunities), 0) as opportunities, coalesce(sum(won), 0) as won,
  coalesce(sum(won_amount_base), 0) as revenue
"""


def roi_figures(marts: Marts, period: Period) -> RoiFigures:
    """Return the figures of one month."""
    months = _months(marts, period)
    mature = [month for month, found in months.items() if found.is_mature][-MATURE_MONTHS:]
    channels, total = _channels(marts, period, mature)
    first = next(iter(months), period)
    trend = [past for past in period.last(TRAILING[Grain.MONTH]) if past >= first]
    return RoiFigures(
        period=period,
        publication=marts.publication(),
        kpis=_kpis(months, mature, period, since(marts.first_day())),
        takeaways=roi_takeaways(channels, total),
        mature_span=Span(mature[0].start_on, mature[-1].end_on) if mature else None,
        channels=channels,
        channels_total=total,
        campaigns=_campaigns(marts, mature),
        months=tuple(months.get(past, MonthReturn(past, NOTHING, is_mature=False)) for past in trend),
        attribution=read_attribution(marts, Span(trend[0].start_on, period.end_on)),
        quality=marts.quality(),
    )


def _months(marts: Marts, period: Period) -> dict[Period, MonthReturn]:
    found = marts.rows(
        f"select month_start_on, bool_and(is_mature) as is_mature, {_SUMS} from rpt_roi "
        "where month_start_on <= $last group by month_start_on order by month_start_on",
        last=period.start_on,
    )
    months = {Period(Grain.MONTH, row["month_start_on"]): row for row in found}
    return {month: MonthReturn(month, _return(row), row["is_mature"]) for month, row in months.items()}


def _channels(
    marts: Marts, period: Period, mature: Sequence[Period]
) -> tuple[tuple[ChannelReturn, ...], ChannelReturn]:
    names = marts.names("dim_channels")
    matured, month = _by_channel(marts, mature), _by_channel(marts, [period])
    rows = tuple(
        ChannelReturn(names.label(code), matured.get(code, NOTHING), month.get(code, NOTHING))
        for code in sorted(matured.keys() | month.keys(), key=names.order)
    )
    total = ChannelReturn(Label.plain("total"), sum(matured.values(), NOTHING), sum(month.values(), NOTHING))
    return rows, total


def _by_channel(marts: Marts, months: Sequence[Period]) -> dict[str, Return]:
    found = marts.rows(
        f"select channel, {_SUMS} from rpt_roi where list_contains($months, month_start_on) group by channel",
        months=[month.start_on for month in months],
    )
    return {row["channel"]: _return(row) for row in found}


def _campaigns(marts: Marts, mature: Sequence[Period]) -> tuple[CampaignReturn, ...]:
    names = marts.names("dim_channels")
    found = marts.rows(
        f"select campaign, channel, {_SUMS} from rpt_roi where list_contains($months, month_start_on) "
        "group by campaign, channel order by spend desc, revenue desc, campaign, channel",
        months=[month.start_on for month in mature],
    )
    return tuple(
        CampaignReturn(Label.plain(row["campaign"] or "missing"), names.label(row["channel"]), _return(row))
        for row in found
    )


def _kpis(
    months: Mapping[Period, MonthReturn], mature: Sequence[Period], period: Period, exists: Exists
) -> tuple[Kpi, ...]:
    def pooled(periods: Sequence[Period]) -> Return:
        return sum((months[past].result for past in periods if past in months), NOTHING)

    return (
        flow_kpi("spend", Unit.MONEY, period, lambda past: pooled(past).spend, exists, good=Good.NEITHER),
        flow_kpi("leads", Unit.COUNT, period, lambda past: pooled(past).leads, exists),
        flow_kpi("a_leads", Unit.COUNT, period, lambda past: pooled(past).a_leads, exists),
        ratio_kpi(
            "cost_per_lead",
            Unit.MONEY,
            period,
            lambda past: pooled(past).cost_per("lead"),
            exists,
            good=Good.DOWN,
        ),
        ratio_kpi(
            "cost_per_a_lead",
            Unit.MONEY,
            period,
            lambda past: pooled(past).cost_per("a_lead"),
            exists,
            good=Good.DOWN,
        ),
        _roi_kpi(months, mature, period, exists),
    )


def _roi_kpi(
    months: Mapping[Period, MonthReturn], mature: Sequence[Period], period: Period, exists: Exists
) -> Kpi:
    """Return the ROI of the matured months, compared with as many months that ended one month earlier.

    Averages and last year's value are left out: windows that overlap or lie outside the data compare nothing.
    """
    if not mature:
        return Kpi("roi", None, Unit.ROI, period.grain)
    window = sum((months[month].result for month in mature), NOTHING)
    earlier = [month.previous() for month in mature]
    before = sum((months[month].result for month in earlier if month in months), NOTHING)
    compared: tuple[Comparison, ...] = ()
    if exists(earlier[0]) and window.roi is not None and before.roi is not None:
        compared = (Comparison(Basis.PREVIOUS, before.roi, change(window.roi, before.roi, Unit.ROI)),)
    kpi = Kpi("roi", window.roi, Unit.ROI, period.grain, compared, cases=window.won)
    return kpi.about(Span(mature[0].start_on, mature[-1].end_on))


def _return(row: Row) -> Return:
    return Return(
        Decimal(row["spend"]),
        int(row["leads"]),
        int(row["a_leads"]),
        int(row["opportunities"]),
        int(row["won"]),
        Decimal(row["revenue"]),
    )
