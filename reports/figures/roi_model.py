"""The ROI report's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reports.figures.model import FEW_WINS, Kpi, Label, Publication, Quality, Span, Takeaway
from reports.period import Period

Model = Literal["first", "last", "linear"]
MODELS: tuple[Model, ...] = ("first", "last", "linear")


@dataclass(frozen=True)
class Return:
    """Spend of some months and what the leads created in these months have brought so far."""

    spend: Decimal
    leads: int
    a_leads: int
    opportunities: int
    won: int
    revenue: Decimal

    @property
    def roi(self) -> float | None:
        """(revenue - spend) / spend; None without spend."""
        return float((self.revenue - self.spend) / self.spend) if self.spend else None

    @property
    def has_few_wins(self) -> bool:
        """Whether the ROI rests on fewer than FEW_WINS wins."""
        return self.won < FEW_WINS

    def cost_per(self, result: Literal["lead", "a_lead", "opportunity", "won"]) -> Decimal | None:
        """Spend divided by a count of results; None without spend or without results."""
        counts = {
            "lead": self.leads,
            "a_lead": self.a_leads,
            "opportunity": self.opportunities,
            "won": self.won,
        }
        return self.spend / counts[result] if self.spend and counts[result] else None

    def __add__(self, other: "Return") -> "Return":
        return Return(
            self.spend + other.spend,
            self.leads + other.leads,
            self.a_leads + other.a_leads,
            self.opportunities + other.opportunities,
            self.won + other.won,
            self.revenue + other.revenue,
        )


NOTHING = Return(Decimal("0.00"), 0, 0, 0, 0, Decimal("0.00"))


@dataclass(frozen=True)
class ChannelReturn:
    """One channel: the matured months together, and the report's own month."""

    channel: Label
    mature: Return
    month: Return


@dataclass(frozen=True)
class CampaignReturn:
    """One campaign over the matured months."""

    campaign: Label
    channel: Label
    mature: Return


@dataclass(frozen=True)
class MonthReturn:
    """One month's spend and what its leads have brought so far. Immature ones are drawn grey."""

    month: Period
    result: Return
    is_mature: bool


@dataclass(frozen=True)
class Credit:
    """Won revenue credited to one channel, or in total, by each attribution model."""

    channel: Label
    credits: Mapping[Model, Decimal]


@dataclass(frozen=True)
class Attribution:
    """The won opportunities closed within `span`, credited to the channels of their touches."""

    span: Span
    wins: int
    rows: tuple[Credit, ...]
    total: Credit  # equal for all models, but for rounding to cents


@dataclass(frozen=True)
class RoiFigures:
    """All that the ROI report shows. Tuples are in display order; totals stand apart from the rows."""

    period: Period
    publication: Publication
    kpis: tuple[Kpi, ...]
    takeaways: tuple[Takeaway, ...]
    mature_span: Span | None  # the matured months summed in `mature`; None when there is none yet
    channels: tuple[ChannelReturn, ...]
    channels_total: ChannelReturn
    campaigns: tuple[CampaignReturn, ...]  # by spend, then revenue, largest first
    months: tuple[MonthReturn, ...]  # oldest first, ends with the report's month
    attribution: Attribution
    quality: Quality

    @property
    def span(self) -> Span:
        """The days of the report's period."""
        return Span(self.period.start_on, self.period.end_on)

    @property
    def name(self) -> str:
        """The report's name on the command line and in file names."""
        return "roi"
