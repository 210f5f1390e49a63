"""Reading `rpt_funnel_cohorts`: monthly cohorts of leads, their conversion, their funnel."""

from collections.abc import Mapping, Sequence

from reports.figures.comparing import rate_kpi
from reports.figures.funnel_model import Cohort, FunnelStage
from reports.figures.marts import Marts
from reports.figures.model import Kpi, Rate, Span
from reports.period import Grain, Period

FUNNEL_MONTHS = 6  # the youngest mature cohorts that the funnel sums: the late steps need the cases
STAGES = ("new_lead", "qualified", "needs_confirmed", "solution_discussed", "price_negotiation", "won")


def read_cohorts(marts: Marts, period: Period) -> tuple[Cohort, ...]:
    """Return the monthly cohorts that began in or before the period, oldest first.

    Months also in a weekly report: with a window of 90 days the last 13 weekly cohorts are all immature.
    """
    found = marts.rows(
        """
        select cohort_start_on, sum(leads) as leads, sum(a_leads) as a_leads,
          sum(reached_qualified) as reached_qualified,
          sum(reached_price_negotiation) as reached_price_negotiation, sum(reached_won) as reached_won,
          sum(won_amount_base) as won_amount, sum(reached_won_in_window) as won_in_window,
          bool_and(is_mature) as is_mature
        from rpt_funnel_cohorts where period_grain = 'month' and cohort_start_on <= $last
        group by cohort_start_on order by cohort_start_on
        """,
        last=period.end_on,
    )
    return tuple(
        Cohort(
            month=Period(Grain.MONTH, row["cohort_start_on"]),
            leads=row["leads"],
            a_leads=row["a_leads"],
            reached_qualified=row["reached_qualified"],
            reached_price_negotiation=row["reached_price_negotiation"],
            reached_won=row["reached_won"],
            won_amount=row["won_amount"],
            conversion=Rate(row["won_in_window"], row["leads"]),
            is_mature=row["is_mature"],
        )
        for row in found
    )


def conversion_kpi(cohorts: Sequence[Cohort], fallback: Period) -> Kpi:
    """Return the lead-to-won rate of the youngest mature cohort, compared with mature cohorts only.

    Without a mature cohort it has no value; `fallback` is the month it then stands for.
    """
    mature: Mapping[Period, Rate] = {c.month: c.conversion for c in cohorts if c.is_mature}
    month = max(mature, default=fallback)

    def pooled(months: Sequence[Period]) -> Rate:
        found = [mature[one] for one in months if one in mature]
        return Rate(sum(rate.hits for rate in found), sum(rate.total for rate in found))

    kpi = rate_kpi("conversion", month, pooled, lambda one: one in mature)
    return kpi.about(Span(month.start_on, month.end_on)) if mature else kpi


def read_funnel(marts: Marts, cohorts: Sequence[Cohort]) -> tuple[tuple[FunnelStage, ...], Span | None]:
    """Return the funnel of the youngest mature cohorts, and the days their leads were created on.

    `entered` is left 0 here. Without a mature cohort all stages are 0 and there is no span.
    """
    months = [cohort.month for cohort in cohorts if cohort.is_mature][-FUNNEL_MONTHS:]
    sums = ", ".join(f"coalesce(sum(reached_{code}), 0) as {code}" for code in STAGES[1:])
    row = marts.rows(
        f"select coalesce(sum(leads), 0) as new_lead, {sums} from rpt_funnel_cohorts "
        "where period_grain = 'month' and list_contains($months, cohort_start_on)",
        months=[month.start_on for month in months],
    )[0]
    names = marts.names("dim_stages")
    stages = []
    before: int | None = None
    for code in STAGES:
        reached = int(row[code])
        step = None if before is None else Rate(reached, before)
        stages.append(FunnelStage(names.label(code), reached, step, entered=0))
        before = reached
    return tuple(stages), Span(months[0].start_on, months[-1].end_on) if months else None
