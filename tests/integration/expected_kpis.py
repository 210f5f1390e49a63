"""The headline numbers of a report, counted anew from the fact marts: not by the report's own queries.

Rates that rest on a month of leads count the newest one that has had its conversion window at as_of.
"""

from datetime import date
from decimal import Decimal

from orchestration.home import Home
from reports.figures.model import Unit
from reports.period import Period
from tests.integration.running import query

Kpis = dict[str, tuple[Decimal | float, Unit]]

_AS_OF = date(2026, 11, 23)
_WINDOW_DAYS = 90


def expected_kpis(home: Home, report: str, period: Period) -> Kpis:
    """Return key -> (value, unit) in the order of display."""
    return {"funnel": _funnel, "roi": _roi, "loss": _loss}[report](home, period)


def _within(column: str, period: Period) -> str:
    return f"{column} between date '{period.start_on}' and date '{period.end_on}'"


def _one(home: Home, sql: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in query(home, sql)[0])


def _mature_months(home: Home) -> list[date]:
    """Return the months of creation whose leads have all had their conversion window, oldest first."""
    rows = query(home, "select distinct cohort_month, last_day(cohort_month) from fct_leads order by 1")
    return [first for first, last in rows if (_AS_OF - last).days - 1 >= _WINDOW_DAYS]


def _funnel(home: Home, period: Period) -> Kpis:
    leads, a_leads = _one(
        home,
        "select count(*), count(*) filter (grade = 'A') from fct_leads where "
        + _within("created_on", period),
    )
    (opened,) = _one(home, f"select count(*) from fct_opportunities where {_within('opened_on', period)}")
    (won,) = _one(
        home,
        f"select sum(amount_base) from fct_opportunities where is_won and {_within('closed_on', period)}",
    )
    hits, cases = _one(
        home,
        f"select count(*) filter (won_at <= created_at + interval {_WINDOW_DAYS} day), count(*) "
        f"from fct_leads where cohort_month = '{_mature_months(home)[-1]}'",
    )
    (pipeline,) = _one(home, "select sum(amount_base) from fct_opportunities where status = 'open'")
    return {
        "new_leads": (leads, Unit.COUNT),
        "new_a_leads": (a_leads, Unit.COUNT),
        "new_opportunities": (opened, Unit.COUNT),
        "won_amount": (won, Unit.MONEY),
        "conversion": (hits / cases, Unit.SHARE),
        "open_pipeline": (pipeline, Unit.MONEY),
    }


def _roi(home: Home, period: Period) -> Kpis:
    (spend,) = _one(home, f"select sum(amount_base) from fct_spend where {_within('spend_on', period)}")
    leads, a_leads = _one(
        home,
        "select count(*), count(*) filter (grade = 'A') from fct_leads where "
        + _within("created_on", period),
    )
    year = ", ".join(f"date '{month}'" for month in _mature_months(home)[-12:])
    (invested,) = _one(home, f"select sum(amount_base) from fct_spend where spend_month in ({year})")
    (returned,) = _one(home, f"select sum(won_amount_base) from fct_leads where cohort_month in ({year})")
    return {
        "spend": (spend, Unit.MONEY),
        "leads": (leads, Unit.COUNT),
        "a_leads": (a_leads, Unit.COUNT),
        "cost_per_lead": (spend / leads, Unit.MONEY),
        "cost_per_a_lead": (spend / a_leads, Unit.MONEY),
        "roi": ((returned - invested) / invested, Unit.ROI),
    }


def _loss(home: Home, period: Period) -> Kpis:
    lost, amount, late, named, unknown = _one(
        home,
        "select count(*), sum(amount_base), "
        "count(*) filter (loss_stage in ('solution_discussed', 'price_negotiation')), count(competitor), "
        "count(*) filter (coalesce(loss_reason, 'unknown') = 'unknown') "
        f"from fct_opportunities where is_lost and {_within('closed_on', period)}",
    )
    (won,) = _one(
        home, f"select count(*) from fct_opportunities where is_won and {_within('closed_on', period)}"
    )
    return {
        "lost": (lost, Unit.COUNT),
        "lost_amount": (amount, Unit.MONEY),
        "win_rate": (won / (won + lost), Unit.SHARE),
        "late": (late / lost, Unit.SHARE),
        "competitor_named": (named / lost, Unit.SHARE),
        "unknown_reason": (unknown / lost, Unit.SHARE),
    }
