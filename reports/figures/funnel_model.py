"""The funnel report's figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from reports.figures.model import Kpi, Label, Publication, Quality, Rate, Span, Takeaway
from reports.period import Period

ActionReason = Literal["due_next_week", "overdue", "stale"]


@dataclass(frozen=True)
class FunnelStage:
    """One bar of the funnel: leads of the funnel's span that got at least this far, whatever came later."""

    stage: Label
    reached: int
    step: Rate | None  # of those that reached the stage before; None for the first stage
    entered: int  # opportunities (first stage: leads) that came into the stage within the report's period


@dataclass(frozen=True)
class StageLoss:
    """Opportunities lost from one stage: in the report's period, and in the trailing periods including it."""

    stage: Label
    lost: int
    lost_amount: Decimal
    lost_trailing: int
    lost_amount_trailing: Decimal


@dataclass(frozen=True)
class FlowRow:
    """What came in and what was closed within the report's period, for one channel or in total."""

    channel: Label
    new_leads: int
    new_a_leads: int
    new_opportunities: int
    new_opportunity_amount: Decimal
    won: int
    won_amount: Decimal
    lost: int
    lost_amount: Decimal
    new_leads_before: int | None  # new leads of the period before; None when the marts do not reach back


@dataclass(frozen=True)
class FlowPoint:
    """One period of the trend; flows as in FlowRow, all channels together."""

    period: Period
    new_leads: int
    new_a_leads: int
    new_opportunities: int
    won: int
    won_amount: Decimal
    lost: int


@dataclass(frozen=True)
class Cohort:
    """Leads created in one month and how far they came. Immature ones are grey and enter no comparison."""

    month: Period
    leads: int
    a_leads: int
    reached_qualified: int
    reached_price_negotiation: int
    reached_won: int  # to date
    won_amount: Decimal  # to date
    conversion: Rate  # won within the conversion window / leads
    is_mature: bool


@dataclass(frozen=True)
class PipelineRow:
    """Open opportunities in one stage, or in total, as at the publication's as_of."""

    stage: Label
    opportunities: int
    amount: Decimal
    median_age_days: float | None
    stale: int  # no activity for 30 days
    overdue: int  # expected close date passed


@dataclass(frozen=True)
class Action:
    """One open opportunity that needs somebody next week."""

    name: str
    account: str
    owner: str
    team: str
    stage: Label
    amount: Decimal
    expected_close_on: date | None
    next_step: str
    next_step_on: date | None
    days_since_activity: int | None
    reason: ActionReason


@dataclass(frozen=True)
class PlanCount:
    """How many open opportunities need attention for one reason, and what they are worth."""

    reason: ActionReason
    opportunities: int
    amount: Decimal


@dataclass(frozen=True)
class FunnelFigures:
    """All that the funnel report shows. Tuples are in display order; totals stand apart from the rows."""

    period: Period
    publication: Publication
    kpis: tuple[Kpi, ...]
    takeaways: tuple[Takeaway, ...]
    stages: tuple[FunnelStage, ...]
    funnel_span: Span | None  # creation days of the leads in `stages`; None when no cohort is mature yet
    stage_losses: tuple[StageLoss, ...]
    trailing_periods: int  # how many periods the trailing columns and the trend cover
    channels: tuple[FlowRow, ...]
    channels_total: FlowRow
    trend: tuple[FlowPoint, ...]  # oldest first, ends with the report's period
    cohorts: tuple[Cohort, ...]  # oldest first, months
    pipeline: tuple[PipelineRow, ...]
    pipeline_total: PipelineRow
    plan: tuple[PlanCount, ...]
    actions: tuple[Action, ...]  # the most urgent ones first; `plan` counts all
    quality: Quality

    @property
    def planned(self) -> int:
        """How many open opportunities need attention, whether in `actions` or not."""
        return sum(found.opportunities for found in self.plan)

    @property
    def span(self) -> Span:
        """The days of the report's period."""
        return Span(self.period.start_on, self.period.end_on)

    @property
    def name(self) -> str:
        """The report's name on the command line and in file names."""
        return "funnel"
