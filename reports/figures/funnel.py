"""Putting the funnel report's figures together."""

from collections.abc import Sequence
from dataclasses import replace

from reports.figures.cohorts import conversion_kpi, read_cohorts, read_funnel
from reports.figures.comparing import Exists, flow_kpi, since
from reports.figures.flow import Flow, trailing
from reports.figures.funnel_model import Cohort, FlowPoint, FlowRow, FunnelFigures, FunnelStage, PipelineRow
from reports.figures.funnel_takeaways import funnel_takeaways
from reports.figures.marts import Marts
from reports.figures.model import Kpi, Label, Unit
from reports.figures.pipeline import TOTAL, read_pipeline, read_plan, read_stage_losses
from reports.period import Grain, Period

COHORT_MONTHS = 9  # shown: about four that are still maturing and five that are not


def funnel_figures(marts: Marts, period: Period) -> FunnelFigures:
    """Return the figures of one week or month."""
    publication = marts.publication()
    exists = since(marts.first_day())
    flow = Flow(marts, period)
    periods = trailing(period, flow)
    cohorts = read_cohorts(marts, period)
    stages, funnel_span = read_funnel(marts, cohorts)
    losses = read_stage_losses(marts, period, periods)
    rows, total = _channels(marts, flow, period, exists)
    pipeline, pipeline_total = read_pipeline(marts)
    counts, actions = read_plan(marts)
    return FunnelFigures(
        period=period,
        publication=publication,
        kpis=_kpis(flow, period, exists, cohorts, pipeline_total),
        takeaways=funnel_takeaways(rows, total, stages, losses, pipeline_total),
        stages=_with_entered(marts, stages, period, publication.time_zone, total),
        funnel_span=funnel_span,
        stage_losses=losses,
        trailing_periods=len(periods),
        channels=rows,
        channels_total=total,
        trend=tuple(_point(flow, past) for past in periods),
        cohorts=cohorts[-COHORT_MONTHS:],
        pipeline=pipeline,
        pipeline_total=pipeline_total,
        plan=counts,
        actions=actions,
        quality=marts.quality(),
    )


def _kpis(
    flow: Flow, period: Period, exists: Exists, cohorts: Sequence[Cohort], pipeline: PipelineRow
) -> tuple[Kpi, ...]:
    return (
        flow_kpi("new_leads", Unit.COUNT, period, lambda past: flow.count("new_leads", past), exists),
        flow_kpi("new_a_leads", Unit.COUNT, period, lambda past: flow.count("new_a_leads", past), exists),
        flow_kpi(
            "new_opportunities",
            Unit.COUNT,
            period,
            lambda past: flow.count("new_opportunities", past),
            exists,
        ),
        flow_kpi(
            "won_amount",
            Unit.MONEY,
            period,
            lambda past: flow.amount("won_amount_base", past),
            exists,
            cases=flow.count("won", [period]),
        ),
        conversion_kpi(cohorts, Period.containing(period.end_on, Grain.MONTH)),
        # The pipeline is a state that the marts keep as at the publication only: nothing to compare with.
        Kpi("open_pipeline", pipeline.amount, Unit.MONEY, period.grain, cases=pipeline.opportunities),
    )


def _channels(
    marts: Marts, flow: Flow, period: Period, exists: Exists
) -> tuple[tuple[FlowRow, ...], FlowRow]:
    names = marts.names("dim_channels")
    codes = sorted(flow.channels([period]), key=names.order)
    rows = tuple(_flow_row(flow, period, exists, names.label(code), code) for code in codes)
    return rows, _flow_row(flow, period, exists, TOTAL, None)


def _flow_row(flow: Flow, period: Period, exists: Exists, label: Label, channel: str | None) -> FlowRow:
    now, before = [period], [period.previous()]
    return FlowRow(
        channel=label,
        new_leads=flow.count("new_leads", now, channel),
        new_a_leads=flow.count("new_a_leads", now, channel),
        new_opportunities=flow.count("new_opportunities", now, channel),
        new_opportunity_amount=flow.amount("new_opportunity_amount_base", now, channel),
        won=flow.count("won", now, channel),
        won_amount=flow.amount("won_amount_base", now, channel),
        lost=flow.count("lost", now, channel),
        lost_amount=flow.amount("lost_amount_base", now, channel),
        new_leads_before=flow.count("new_leads", before, channel) if exists(before[0]) else None,
    )


def _point(flow: Flow, period: Period) -> FlowPoint:
    return FlowPoint(
        period=period,
        new_leads=flow.count("new_leads", [period]),
        new_a_leads=flow.count("new_a_leads", [period]),
        new_opportunities=flow.count("new_opportunities", [period]),
        won=flow.count("won", [period]),
        won_amount=flow.amount("won_amount_base", [period]),
        lost=flow.count("lost", [period]),
    )


def _with_entered(
    marts: Marts, stages: tuple[FunnelStage, ...], period: Period, time_zone: str, total: FlowRow
) -> tuple[FunnelStage, ...]:
    """Fill in how many came into each stage in the period; leads and wins as the KPIs count them."""
    found = marts.rows(
        """
        select stage, count(distinct opportunity_id) as opportunities from fct_stage_history
        where is_first_entry and (entered_at at time zone $time_zone)::date between $first and $last
        group by stage
        """,
        time_zone=time_zone,
        first=period.start_on,
        last=period.end_on,
    )
    entered = {row["stage"]: int(row["opportunities"]) for row in found}
    entered |= {"new_lead": total.new_leads, "won": total.won}
    return tuple(replace(stage, entered=entered.get(stage.stage.code, 0)) for stage in stages)
