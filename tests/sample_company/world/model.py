"""What exists in the made-up world. Times are local to the company (Asia/Shanghai) and carry no zone."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tests.sample_company.vocabulary.companies import Industry
from tests.sample_company.vocabulary.needs import Urgency
from tests.sample_company.vocabulary.places import Place
from tests.sample_company.vocabulary.products import Product
from tests.sample_company.vocabulary.staff import Owner
from tests.sample_company.vocabulary.titles import Title


@dataclass(frozen=True)
class Span:
    """The days that the world covers, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Company:
    """A customer company. `brand`, `words` and the city make its many spellings."""

    number: int
    place: Place
    industry: Industry
    employees: int
    brand_zh: str
    brand_en: str
    words_zh: str
    words_en: str
    legal_zh: str
    legal_en: str
    domain: str
    switchboard: str
    has_shared_desk: bool  # its people give the switchboard and info@ instead of their own

    @property
    def name_zh(self) -> str:
        """Registered Chinese name; companies abroad have none and go by their own name."""
        if not self.brand_zh:
            return self.name_en
        return f"{self.place.city_zh}{self.brand_zh}{self.words_zh}{self.legal_zh}"

    @property
    def name_en(self) -> str:
        """Registered English name."""
        if self.place.country == "CN":
            return f"{self.place.city_en} {self.brand_en} {self.words_en} {self.legal_en}"
        return f"{self.brand_en} {self.words_en} {self.legal_en}"


@dataclass(frozen=True)
class Person:
    """One real person of the made-up world; the truth that lead records are about."""

    person_id: str
    company: Company
    surname_zh: str  # empty when the person has no Chinese characters
    given_zh: str
    surname_en: str
    given_en: str
    english_name: str  # the English name on a Chinese person's card
    title: Title
    urgency: Urgency
    product: Product
    work_email: str
    free_email: str
    mobile: str  # E.164
    extension: str
    owner: Owner

    @property
    def name_zh(self) -> str:
        """The name in characters, or the Latin name of who has none."""
        return f"{self.surname_zh}{self.given_zh}" if self.surname_zh else self.name_en

    @property
    def name_en(self) -> str:
        """Given name first."""
        return f"{self.given_en} {self.surname_en}"

    @property
    def is_abroad(self) -> bool:
        """Outside the mainland."""
        return self.company.place.country != "CN"


@dataclass
class LeadRecord:
    """One lead as one source recorded it; what it says may be spelt in any way. None means blank."""

    person: Person
    source: str
    system: str
    lead_id: str
    created_at: datetime
    updated_at: datetime
    language: str  # zh or en
    channel: str | None
    channel_detail: str
    campaign: str
    full_name: str
    company: str
    title: str | None
    email: str | None
    phone: str | None
    country: str
    region: str | None
    industry: str | None
    company_size: str | None
    budget: str | None
    product_interest: str | None
    need: str | None
    urgency: str | None
    planned_purchase_on: date | None
    utm_source: str | None = None
    utm_medium: str | None = None
    owner_id: str | None = None
    status: str | None = "new"
    follow_up: str | None = None
    referrer: Person | None = None
    referrer_name: str | None = None
    referrer_email: str | None = None
    referrer_phone: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """(system, id): how other systems refer to the record."""
        return (self.system, self.lead_id)


@dataclass(frozen=True)
class StageEvent:
    """A deal entering a stage."""

    opportunity_id: str
    stage: str
    entered_at: datetime
    changed_by: str


@dataclass
class Opportunity:
    """A deal as it stands at the end of the span; its past is in `events`."""

    opportunity_id: str
    name: str
    company: Company
    person: Person | None
    lead: LeadRecord | None
    lead_key: tuple[str, str] | None
    account_id: str | None
    contact_id: str | None
    owner: Owner
    product: str
    own_channel: str | None  # the CRM keeps a channel only for deals without a lead
    amount: Decimal
    currency: str
    created_at: datetime
    expected_close_on: date | None
    stage: str
    closed_at: datetime | None = None
    loss_reason: str | None = None
    loss_detail: str | None = None
    competitor: str | None = None
    updated_at: datetime = datetime.min
    is_dormant: bool = False  # nobody has touched it for weeks, and nobody has closed it
    events: list[StageEvent] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Open, won or lost."""
        return self.stage if self.stage in ("won", "lost") else "open"


@dataclass(frozen=True)
class Activity:
    """A follow-up."""

    lead_key: tuple[str, str] | None
    opportunity_id: str | None
    owner_id: str
    activity_type: str  # the CRM's word
    occurred_at: datetime
    duration_minutes: int | None
    note: str
    outcome: str
    next_step: str | None
    next_step_on: date | None


@dataclass(frozen=True)
class Touch:
    """A marketing touch of the person behind a lead record."""

    lead_key: tuple[str, str]
    occurred_at: datetime
    touch_type: str
    channel: str
    campaign: str
    utm_source: str | None
    utm_medium: str | None


@dataclass(frozen=True)
class SpendRow:
    """What one campaign cost on one day, in its own currency."""

    spend_on: date
    channel: str
    campaign: str
    amount: Decimal
    currency: str
    impressions: int | None
    clicks: int | None


@dataclass(frozen=True)
class TargetRow:
    """A quarterly target of a team."""

    period_start_on: date
    metric: str
    team: str
    amount: Decimal
    currency: str | None
