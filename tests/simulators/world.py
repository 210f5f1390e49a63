"""What all simulated systems know: the sample company's leads, deals and follow-ups, and how they change.

All of it is made up. Times are aware and in UTC. A simulator turns records into its system's shapes.
"""

import datetime as dt
import functools
import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.sample_company.generate import DEFAULT_DATE, DEFAULT_SEED
from tests.sample_company.vocabulary.staff import DOMAIN, OWNERS, TEAM_LABELS
from tests.sample_company.world.build import build_world
from tests.sample_company.world.whole import World as SampleWorld

_ZONE = ZoneInfo("Asia/Shanghai")
_sample = functools.lru_cache(maxsize=2)(build_world)


@dataclass
class Record:
    """What every record has. `number` is its own and counts from 1; systems make their ids of it."""

    number: int
    created_at: dt.datetime
    changed_at: dt.datetime
    deleted_at: dt.datetime | None = None
    merged_into: int | None = None

    @property
    def is_live(self) -> bool:
        """Whether it still exists."""
        return self.deleted_at is None


@dataclass
class SimLead(Record):
    """A lead or contact."""

    first: str = ""
    last: str = ""
    full_name: str = ""
    company: str = ""
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    country: str = ""
    region: str | None = None
    industry: str | None = None
    company_size: str | None = None
    product: str | None = None
    need: str | None = None
    urgency: str | None = None
    channel: str = "web"
    campaign: str = ""
    status: str = "new"
    owner_id: str = "S001"
    utm_source: str | None = None
    utm_medium: str | None = None


@dataclass
class SimDeal(Record):
    """An opportunity; `history` holds (canonical stage, when it was entered), re-entries included."""

    name: str = ""
    lead: int | None = None
    company: str = ""
    owner_id: str = "S001"
    product: str = ""
    stage: str = "new_lead"
    amount: Decimal = Decimal(0)
    currency: str = "CNY"
    expected_close_on: dt.date | None = None
    closed_at: dt.datetime | None = None
    loss_reason: str | None = None
    loss_detail: str | None = None
    competitor: str | None = None
    history: list[tuple[str, dt.datetime]] = field(default_factory=list)


@dataclass
class SimActivity(Record):
    """A follow-up of a lead or a deal."""

    lead: int | None = None
    deal: int | None = None
    owner_id: str = "S001"
    kind: str = ""
    occurred_at: dt.datetime = dt.datetime.min
    minutes: int | None = None
    note: str = ""
    outcome: str = ""


@dataclass
class SimSpend(Record):
    """What a campaign cost on a day."""

    spend_on: dt.date = dt.date.min
    channel: str = ""
    campaign: str = ""
    campaign_id: str = ""
    amount: Decimal = Decimal(0)
    currency: str = "CNY"
    impressions: int = 0
    clicks: int = 0


@dataclass(frozen=True)
class SimOwner:
    """A sales person."""

    owner_id: str
    name: str
    email: str
    team: str
    is_active: bool


@dataclass
class World:
    """The records, and the world's clock. Simulators serve `now` as the system's time."""

    now: dt.datetime
    leads: list[SimLead]
    deals: list[SimDeal]
    activities: list[SimActivity]
    spend: list[SimSpend]
    owners: list[SimOwner]
    changes: int = 0  # how often these methods changed a record

    def tick(self, seconds: float = 60.0) -> dt.datetime:
        """Let time pass; returns the new moment."""
        self.now += dt.timedelta(seconds=seconds)
        return self.now

    def edit(self, record: Record, **changes: object) -> None:
        """Change a record now."""
        for name, value in {**changes, "changed_at": self.now}.items():
            setattr(record, name, value)
        self.changes += 1

    def delete(self, record: Record) -> None:
        """Delete a record now."""
        record.deleted_at = record.changed_at = self.now
        self.changes += 1

    def merge(self, loser: Record, survivor: Record) -> None:
        """Merge one record into another now: the loser is gone, the survivor changed."""
        loser.deleted_at = loser.changed_at = survivor.changed_at = self.now
        loser.merged_into = survivor.number
        self.changes += 1

    def add_lead(self, **changes: Any) -> SimLead:
        """Add a lead now: a copy of the first with another number, address and these changes."""
        number = len(self.leads) + 1
        own: dict[str, Any] = dict.fromkeys(("created_at", "changed_at"), self.now)
        own |= {"number": number, "email": f"new{number}@{DOMAIN}", "deleted_at": None, **changes}
        lead = replace(self.leads[0], **own)
        self.leads.append(lead)
        self.changes += 1
        return lead


def make_world(
    leads: int | None = None,
    seed: int = DEFAULT_SEED,
    date: dt.date = DEFAULT_DATE,
    spend_share: float = 1.0,
) -> World:
    """Return a world of its own with this many leads (None: as many as the sample company has).

    Deals, follow-ups and spend are the sample company's, repeated as often as its leads are; a part of its
    leads has their deals and follow-ups. Of the spend only the last `spend_share` is there. The same
    arguments give the same world: it is made once and then copied, in a fifth of the time.
    """
    copy: World = pickle.loads(_pickled_world(leads, seed, date, spend_share))
    return copy


@functools.lru_cache(maxsize=8)
def _pickled_world(leads: int | None, seed: int, date: dt.date, spend_share: float) -> bytes:
    sample = _sample(seed, date)
    wanted = len(sample.records) if leads is None else leads
    rounds = -(-wanted // len(sample.records))
    world = World(
        now=dt.datetime.combine(date, dt.time(9), _ZONE).astimezone(dt.UTC),
        leads=[lead for turn in range(rounds) for lead in _leads(sample, turn)][:wanted],
        deals=[],
        activities=[],
        spend=[],
        owners=[
            SimOwner(o.owner_id, o.name, f"{o.local_part}@{DOMAIN}", TEAM_LABELS[o.team], o.is_active)
            for o in OWNERS
        ],
    )
    for turn in range(rounds):
        numbers = _add_deals(world, sample, turn)
        _add_activities(world, sample, turn, numbers)
        _add_spend(world, sample, turn, spend_share)
    _add_ties(world, seed)
    return pickle.dumps(world, pickle.HIGHEST_PROTOCOL)


def _utc(local: dt.datetime) -> dt.datetime:
    """The sample company's local times as instants, to the second: no system keeps more than milliseconds."""
    return local.replace(microsecond=0, tzinfo=_ZONE).astimezone(dt.UTC)


def _other(text: str | None, turn: int) -> str | None:
    """An address that is another person's in each repetition."""
    return text if not text or not turn else text.replace("@", f"+{turn}@", 1)


def _leads(sample: SampleWorld, turn: int) -> Iterator[SimLead]:
    base = turn * len(sample.records)
    for number, record in enumerate(sample.records, start=base + 1):
        person = record.person
        yield SimLead(
            number=number,
            created_at=_utc(record.created_at),
            changed_at=_utc(record.updated_at),
            first=person.given_zh or person.given_en,
            last=person.surname_zh or person.surname_en,
            full_name=record.full_name,
            company=record.company,
            title=record.title,
            email=_other(record.email, turn),
            phone=record.phone,
            country=record.country,
            region=record.region,
            industry=record.industry,
            company_size=record.company_size,
            product=record.product_interest,
            need=record.need,
            urgency=record.urgency,
            channel=record.channel or "web",
            campaign=record.campaign,
            status=record.status or "new",
            owner_id=record.owner_id or OWNERS[0].owner_id,
            utm_source=record.utm_source,
            utm_medium=record.utm_medium,
        )


def _add_deals(world: World, sample: SampleWorld, turn: int) -> dict[str, int]:
    """Add the deals of one repetition; returns their numbers by the sample company's ids."""
    places = {record.key: place for place, record in enumerate(sample.records, start=1)}
    base = turn * len(sample.records)
    numbers: dict[str, int] = {}
    for place_of_deal, deal in enumerate(sample.opportunities):
        place = places.get(deal.lead_key) if deal.lead_key else None
        lead = base + place if place else None
        # A deal that never was a lead stands where its place among the deals is.
        stands_at = lead or base + place_of_deal * len(sample.records) // len(sample.opportunities) + 1
        if stands_at > len(world.leads):
            continue
        numbers[deal.opportunity_id] = len(world.deals) + 1
        world.deals.append(
            SimDeal(
                number=len(world.deals) + 1,
                created_at=_utc(deal.created_at),
                changed_at=_utc(deal.updated_at),
                name=deal.name,
                lead=lead,
                company=deal.company.name_zh,
                owner_id=deal.owner.owner_id,
                product=deal.product,
                stage=deal.stage,
                amount=deal.amount,
                currency=deal.currency,
                expected_close_on=deal.expected_close_on,
                closed_at=_utc(deal.closed_at) if deal.closed_at else None,
                loss_reason=deal.loss_reason,
                loss_detail=deal.loss_detail,
                competitor=deal.competitor,
                history=[(event.stage, _utc(event.entered_at)) for event in deal.events],
            )
        )
    return numbers


def _add_activities(world: World, sample: SampleWorld, turn: int, deals: dict[str, int]) -> None:
    leads = {record.key: place for place, record in enumerate(sample.records, start=1)}
    lead_base = turn * len(sample.records)
    for activity in sample.activities:
        place = leads.get(activity.lead_key) if activity.lead_key else None
        deal = deals.get(activity.opportunity_id) if activity.opportunity_id else None
        if place and lead_base + place > len(world.leads):
            continue
        if activity.opportunity_id and deal is None:
            continue
        at = _utc(activity.occurred_at)
        world.activities.append(
            SimActivity(
                number=len(world.activities) + 1,
                created_at=at,
                changed_at=at,
                lead=lead_base + place if place else None,
                deal=deal,
                owner_id=activity.owner_id,
                kind=activity.activity_type,
                occurred_at=at,
                minutes=activity.duration_minutes,
                note=activity.note,
                outcome=activity.outcome,
            )
        )


def _add_spend(world: World, sample: SampleWorld, turn: int, share: float) -> None:
    campaigns = {
        key: str(7_300_000_000_000_000_000 + place + 1000 * turn)
        for place, key in enumerate(sorted({(row.channel, row.campaign) for row in sample.spend}))
    }
    for row in sample.spend[-round(share * len(sample.spend)) :]:
        at = _utc(dt.datetime.combine(row.spend_on, dt.time(23, 59)))
        world.spend.append(
            SimSpend(
                number=len(world.spend) + 1,
                created_at=at,
                changed_at=at,
                spend_on=row.spend_on,
                channel=row.channel,
                campaign=f"{row.campaign} {turn + 1}" if turn else row.campaign,
                campaign_id=campaigns[row.channel, row.campaign],
                amount=row.amount,
                currency=row.currency,
                impressions=row.impressions or 0,
                clicks=row.clicks or 0,
            )
        )


def _add_ties(world: World, seed: int) -> None:
    """Give a block of records, longer than most pages, one time of change: an import did that."""
    rng = random.Random(seed)
    for records in (world.leads, world.deals):
        if len(records) < 600:
            continue
        start = rng.randrange(len(records) - 300)
        for record in records[start : start + 250]:
            record.changed_at = records[start].changed_at
