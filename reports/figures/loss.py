"""Putting the loss report's figures together: why, where and to whom opportunities were lost."""

from collections.abc import Sequence

from reports.figures.comparing import Exists, flow_kpi, rate_kpi, since
from reports.figures.flow import Flow, trailing
from reports.figures.loss_facts import Losses
from reports.figures.loss_model import LossFigures, LossPoint
from reports.figures.loss_tables import competitor_rows, reason_rows, reasons_by_competitor, reasons_by_stage
from reports.figures.loss_takeaways import loss_takeaways
from reports.figures.marts import Marts
from reports.figures.model import MISSING, Good, Kpi, Rate, Span, Unit
from reports.figures.win_rates import closed_rate, win_rates, win_rates_by_channel, win_rates_by_grade
from reports.period import Period

LATE_STAGES = ("solution_discussed", "price_negotiation")  # lost after the work of a proposal was done


def loss_figures(marts: Marts, period: Period) -> LossFigures:
    """Return the figures of one month."""
    publication = marts.publication()
    flow, losses = Flow(marts, period), Losses(marts, period)
    months = trailing(period, flow)
    span = Span(months[0].start_on, period.end_on)
    reasons, stages = marts.names("dim_loss_reasons"), marts.names("dim_stages")
    pareto = reason_rows(losses, reasons, period, months)
    by_stage = reasons_by_stage(losses, reasons, stages, months)
    competitors = competitor_rows(losses, reasons, months)
    return LossFigures(
        period=period,
        publication=publication,
        kpis=_kpis(flow, losses, period, since(marts.first_day())),
        takeaways=loss_takeaways(
            losses.total([period]).deals, pareto, by_stage, competitors, losses.unknown_reason(months)
        ),
        trailing_span=span,
        trailing_months=len(months),
        reasons=pareto,
        by_stage=by_stage,
        by_competitor=reasons_by_competitor(losses, reasons, months),
        competitors=competitors,
        trend=tuple(_point(flow, losses, month) for month in months),
        win_rates=win_rates(marts, flow, months, span, publication),
        win_rate_by_channel=win_rates_by_channel(marts, flow, months),
        win_rate_by_grade=win_rates_by_grade(marts, span),
        quality=marts.quality(),
    )


def _kpis(flow: Flow, losses: Losses, period: Period, exists: Exists) -> tuple[Kpi, ...]:
    def named(months: Sequence[Period]) -> Rate:
        missing = losses.share(months, "competitor", [MISSING])
        return Rate(missing.total - missing.hits, missing.total)

    return (
        flow_kpi("lost", Unit.COUNT, period, lambda past: losses.total(past).deals, exists, good=Good.DOWN),
        flow_kpi(
            "lost_amount", Unit.MONEY, period, lambda past: losses.total(past).amount, exists, good=Good.DOWN
        ),
        rate_kpi("win_rate", period, lambda past: closed_rate(flow, past), exists),
        rate_kpi(
            "late", period, lambda past: losses.share(past, "loss_stage", LATE_STAGES), exists, good=Good.DOWN
        ),
        rate_kpi("competitor_named", period, named, exists, good=Good.NEITHER),
        rate_kpi("unknown_reason", period, losses.unknown_reason, exists, good=Good.DOWN),
    )


def _point(flow: Flow, losses: Losses, month: Period) -> LossPoint:
    lost = losses.total([month])
    return LossPoint(
        month=month,
        lost=lost.deals,
        lost_amount=lost.amount,
        won=flow.count("won", [month]),
        win_rate=closed_rate(flow, [month]),
        unknown_reason=losses.unknown_reason([month]),
    )
