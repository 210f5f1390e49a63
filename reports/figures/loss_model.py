"""The loss report's figures."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reports.figures.model import Kpi, Label, Publication, Quality, Rate, Span, Takeaway
from reports.period import Period


@dataclass(frozen=True)
class ReasonRow:
    """One bar of the Pareto: opportunities lost for one reason, in the month and in the trailing months."""

    reason: Label
    lost: int
    lost_amount: Decimal
    share: float  # of the month's lost opportunities
    cumulative_share: float  # of this and all rows above
    lost_trailing: int
    lost_amount_trailing: Decimal
    share_trailing: float


@dataclass(frozen=True)
class CrossTable:
    """Counts of lost opportunities in the trailing months, loss reason (rows) by something else (columns)."""

    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    counts: tuple[tuple[int, ...], ...]  # counts[row][column]

    @property
    def row_totals(self) -> tuple[int, ...]:
        """The sum of each row."""
        return tuple(sum(row) for row in self.counts)

    @property
    def column_totals(self) -> tuple[int, ...]:
        """The sum of each column."""
        return tuple(sum(column) for column in zip(*self.counts, strict=True)) or (0,) * len(self.columns)


@dataclass(frozen=True)
class LossPoint:
    """One month of the trend."""

    month: Period
    lost: int
    lost_amount: Decimal
    won: int
    win_rate: Rate  # won / (won + lost) of the opportunities closed in the month
    unknown_reason: Rate  # lost opportunities whose reason is unknown or missing


@dataclass(frozen=True)
class WinRate:
    """A win rate and what it is a rate of: catalogue key `win_rate.<definition>`."""

    definition: Literal["closed", "opened", "lead_window"]
    rate: Rate
    span: Span  # closing days for `closed`, opening days for `opened`, creation days for `lead_window`


@dataclass(frozen=True)
class WinRateRow:
    """The closed win rate (won / (won + lost), trailing months) of one channel or grade (`grade_a`)."""

    label: Label
    rate: Rate


@dataclass(frozen=True)
class CompetitorRow:
    """Opportunities lost in the trailing months with one competitor named, and the reason given most."""

    competitor: Label
    lost: int
    lost_amount: Decimal
    main_reason: Label
    main_reason_lost: int


@dataclass(frozen=True)
class LossFigures:
    """All that the loss report shows. Tuples are in display order."""

    period: Period
    publication: Publication
    kpis: tuple[Kpi, ...]
    takeaways: tuple[Takeaway, ...]
    trailing_span: Span  # the trailing months, the report's month included
    trailing_months: int
    reasons: tuple[ReasonRow, ...]  # Pareto order: most lost first; all reasons of the trailing months
    by_stage: CrossTable
    by_competitor: CrossTable  # the largest ones; codes 'others' and 'nobody_named' for the rest
    competitors: tuple[CompetitorRow, ...]  # all that were named, most lost first
    trend: tuple[LossPoint, ...]  # oldest first, ends with the report's month
    win_rates: tuple[WinRate, ...]
    win_rate_by_channel: tuple[WinRateRow, ...]
    win_rate_by_grade: tuple[WinRateRow, ...]
    quality: Quality

    @property
    def span(self) -> Span:
        """The days of the report's period."""
        return Span(self.period.start_on, self.period.end_on)

    @property
    def name(self) -> str:
        """The report's name on the command line and in file names."""
        return "loss"
