"""Reading what is open, what was lost on the way, and what has to be done next week."""

from decimal import Decimal
from typing import get_args

from reports.figures.funnel_model import Action, ActionReason, PipelineRow, PlanCount, StageLoss
from reports.figures.marts import Marts, Row
from reports.figures.model import Label
from reports.period import Period

TOTAL = Label.plain("total")
# More than anybody works through in a week, and 0.2 MB in a workbook that must fit into a mail.
LONGEST_PLAN = 2_000


def read_stage_losses(marts: Marts, period: Period, trailing: tuple[Period, ...]) -> tuple[StageLoss, ...]:
    """Return the opportunities lost from each stage, in stage order, in the period and the trailing ones."""
    found = marts.rows(
        """
        select loss_stage,
          coalesce(sum(lost) filter (period_start_on = $start), 0) as lost,
          coalesce(sum(lost_amount_base) filter (period_start_on = $start), 0) as lost_amount,
          sum(lost) as lost_trailing, sum(lost_amount_base) as lost_amount_trailing
        from rpt_funnel_stage_losses
        where period_grain = $grain and period_start_on between $first and $start
        group by loss_stage
        """,
        grain=period.grain.value,
        start=period.start_on,
        first=trailing[0].start_on,
    )
    names = marts.names("dim_stages")
    return tuple(
        StageLoss(
            names.label(row["loss_stage"]),
            int(row["lost"]),
            Decimal(row["lost_amount"]),
            int(row["lost_trailing"]),
            Decimal(row["lost_amount_trailing"]),
        )
        for row in sorted(found, key=lambda row: names.order(row["loss_stage"]))
    )


def read_pipeline(marts: Marts) -> tuple[tuple[PipelineRow, ...], PipelineRow]:
    """Return the open opportunities by stage, in stage order, and in total, as at the publication's as_of.

    Medians cannot be added up over the channels of `rpt_pipeline`, so they are taken from the facts.
    """
    medians = {
        row["stage"]: row["median_age"]
        for row in marts.rows(
            "select stage, median(age_days) as median_age from fct_opportunities where status = 'open' "
            "group by grouping sets ((stage), ())"
        )
    }
    found = marts.rows(
        """
        select stage, sum(opportunities) as opportunities, sum(amount_base) as amount, sum(stale) as stale,
          sum(overdue) as overdue
        from rpt_pipeline group by grouping sets ((stage), ())
        """
    )
    names = marts.names("dim_stages")
    stages = sorted((row for row in found if row["stage"]), key=lambda row: names.order(row["stage"]))
    total = next(row for row in found if row["stage"] is None)
    rows = tuple(_pipeline_row(names.label(row["stage"]), row, medians.get(row["stage"])) for row in stages)
    return rows, _pipeline_row(TOTAL, total, medians.get(None))


def _pipeline_row(stage: Label, row: Row, median: float | None) -> PipelineRow:
    return PipelineRow(
        stage,
        int(row["opportunities"] or 0),
        Decimal(row["amount"] or 0),
        None if median is None else float(median),
        int(row["stale"] or 0),
        int(row["overdue"] or 0),
    )


def read_plan(marts: Marts) -> tuple[tuple[PlanCount, ...], tuple[Action, ...]]:
    """Return how many open opportunities need somebody next week, by reason, and the most urgent of them."""
    stages = marts.names("dim_stages")
    actions = tuple(
        Action(
            name=row["name"] or "",
            account=row["account_name"] or "",
            owner=row["owner_name"] or "",
            team=row["team"] or "",
            stage=stages.label(row["stage"]),
            amount=Decimal(row["amount_base"] or 0),
            expected_close_on=row["expected_close_on"],
            next_step=row["next_step"] or "",
            next_step_on=row["next_step_on"],
            days_since_activity=row["days_since_activity"],
            reason=row["reason"],
        )
        for row in marts.rows(
            "select * from rpt_next_actions order by priority, amount_base desc nulls last, opportunity_id "
            f"limit {LONGEST_PLAN}"
        )
    )
    found = {
        row["reason"]: row
        for row in marts.rows(
            "select reason, count(*) as opportunities, sum(amount_base) as amount "
            "from rpt_next_actions group by reason"
        )
    }
    counts = []
    for reason in get_args(ActionReason):
        row = found.get(reason, {"opportunities": 0, "amount": None})
        counts.append(PlanCount(reason, row["opportunities"], Decimal(row["amount"] or 0)))
    return tuple(counts), actions
