"""The types that all reports' figures are made of. Numbers and codes only: wording is the locale's work.

The three reports' own figures are in `funnel_model.py`, `roi_model.py` and `loss_model.py`. Everything is
frozen, so that the mail, the plain text, the page, the PDF and the workbook cannot show different numbers.
Counts are int; money is Decimal in the company's currency; shares and ROI are float ratios (0.25 = 25 %).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from reports.figures.wilson import wilson_interval
from reports.period import Grain

Number = int | float | Decimal

MINIMUM_FOR_RATE = 10  # below this many cases a percentage says more than is known: show counts
FEW_WINS = 5  # an ROI that rests on fewer wins carries a warning
MISSING = "missing"  # the marts' code for "the source left it blank"


class Unit(StrEnum):
    """What a number measures; it decides the form it is written in."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"  # a ratio in 0..1, written as a percentage; changes are in percentage points
    ROI = "roi"  # (revenue - spend) / spend, written as a percentage; changes are in percentage points
    DAYS = "days"


class Basis(StrEnum):
    """What a number is compared with."""

    PREVIOUS = "previous"  # the period before
    AVERAGE = "average"  # the mean of the four periods before
    LAST_YEAR = "last_year"  # the same week number or month one year earlier


class Good(StrEnum):
    """Which direction of a change is good news; decides its colour."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True)
class Label:
    """A coded value with its names, as the dimension marts give them. Free text (a campaign) has one name."""

    code: str
    en: str
    zh: str

    @classmethod
    def plain(cls, text: str) -> "Label":
        """Return the label of a value that reads the same in every language, such as a company's name."""
        return cls(text, text, text)


@dataclass(frozen=True)
class Span:
    """A stretch of days, first and last included."""

    start_on: date
    end_on: date


@dataclass(frozen=True)
class Rate:
    """`hits` of `total` cases. `is_firm` tells whether there are enough cases to write a percentage."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """The ratio hits / total; None without cases."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson score interval of the share; None without cases."""
        return wilson_interval(self.hits, self.total) if self.total else None

    @property
    def is_firm(self) -> bool:
        """Whether there are at least MINIMUM_FOR_RATE cases."""
        return self.total >= MINIMUM_FOR_RATE


@dataclass(frozen=True)
class Comparison:
    """A KPI's value on another basis. A basis without data is left out of the KPI, never shown as zero."""

    basis: Basis
    base: Number
    change: (
        float | None
    )  # relative (0.1 = +10 %) for counts, money, days; difference for shares; None when base is 0


@dataclass(frozen=True)
class Kpi:
    """One headline number. `key` names its wording: catalogue key `kpi.<key>`."""

    key: str
    value: Number | None  # None: cannot be computed, e.g. cost per lead without a lead
    unit: Unit
    grain: Grain  # the length of the periods compared, which can differ from the report's
    comparisons: tuple[Comparison, ...] = ()
    good: Good = Good.UP
    rate: Rate | None = None  # the counts behind a share
    span: Span | None = None  # the days it covers when these are not the report's period
    cases: int | None = None  # how many deals an amount or an ROI rests on

    def about(self, span: Span) -> "Kpi":
        """Return the same KPI, said to cover other days than the report's period."""
        return replace(self, span=span)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, inside a takeaway."""

    value: Number
    unit: Unit


@dataclass(frozen=True)
class Takeaway:
    """One sentence for the reader: catalogue key `takeaway.<key>`, with values that the locale formats."""

    key: str
    values: Mapping[str, Label | Quantity | Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Quality:
    """The data-quality line: metric of `rpt_data_quality` -> value. A metric the mart lacks is absent."""

    metrics: Mapping[str, Decimal]

    def count(self, metric: str) -> int | None:
        """Return a metric that counts something, or None when the mart has no such row."""
        value = self.metrics.get(metric)
        return None if value is None else int(value)


@dataclass(frozen=True)
class Publication:
    """Where the numbers come from: the publication of the marts that the report was built on."""

    as_of: datetime  # UTC, aware
    time_zone: str
    currency: str
    company: Label
    run_id: str
    published_at: datetime  # UTC, aware
    is_made_up: bool
    conversion_window_days: int
