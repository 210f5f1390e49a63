"""Who comes in when, through which channel and campaign, and who comes in again through another one."""

import random
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from tests.sample_company.vocabulary.campaigns import CAMPAIGNS, EXHIBITIONS, Campaign, Exhibition
from tests.sample_company.vocabulary.channels import CHANNELS
from tests.sample_company.vocabulary.staff import OWNERS
from tests.sample_company.world.draw import pick, stream
from tests.sample_company.world.model import Company, Person, Span
from tests.sample_company.world.people import PeopleMaker
from tests.sample_company.world.seasons import GROWTH, any_time, day_weights, office_time

# Chances that a person is recorded once, twice, ... over all channels.
TIMES_RECORDED: tuple[float, ...] = (0.84, 0.125, 0.027, 0.008)
MEAN_DAYS_BETWEEN = 38
AGAIN_THROUGH: dict[str, int] = {
    "web": 40,
    "event": 18,
    "third_party": 20,
    "social": 12,
    "manual": 6,
    "referral": 4,
}
WEEKEND_SHARE: dict[str, float] = {
    "web": 0.3,
    "social": 0.95,
    "third_party": 0.05,
    "referral": 0.12,
    "manual": 0.03,
}
ABROAD_AT_HOME_FAIRS = 0.13


@dataclass(frozen=True)
class Held:
    """An exhibition as held in one year."""

    exhibition: Exhibition
    first: date

    @property
    def name(self) -> str:
        """The campaign name that leads and spend carry."""
        return f"{self.exhibition.name} {self.first.year}"


@dataclass(frozen=True)
class Occasion:
    """How and when somebody comes in; only campaigns that run all year have utm values.

    `abroad` asks for somebody outside (True) or inside (False) the mainland; None leaves it open.
    """

    channel: str
    at: datetime
    campaign_name: str
    campaign: Campaign | None
    abroad: bool | None


@dataclass(frozen=True)
class Arrival:
    """A person coming in, for the first time or again."""

    person: Person
    occasion: Occasion
    is_first: bool


def held_within(span: Span) -> list[Held]:
    """Return the exhibitions that were held wholly within the span, oldest first."""
    held = [
        Held(exhibition, date(year, *exhibition.first))
        for year in range(span.first.year, span.last.year + 1)
        for exhibition in EXHIBITIONS
    ]
    return sorted(
        (
            item
            for item in held
            if item.first >= span.first and item.first + timedelta(days=item.exhibition.days - 1) <= span.last
        ),
        key=lambda item: item.first,
    )


class ArrivalMaker:
    """Draws arrivals; keeps the day weights of each channel."""

    def __init__(self, seed: int, span: Span, companies: list[Company], left_on: date) -> None:
        self._rng = stream(seed, "arrivals")
        self._span = span
        self._left_on = left_on
        self._people = PeopleMaker(stream(seed, "people"), companies)
        self._held = held_within(span)
        self._cumulative = {
            code: list(accumulate(day_weights(span, weekend))) for code, weekend in WEEKEND_SHARE.items()
        }

    def make(self, people: int) -> list[Arrival]:
        """Return the arrivals of `people` persons, oldest first."""
        arrivals: list[Arrival] = []
        for _ in range(people):
            channel = pick(self._rng, CHANNELS, lambda item: item.share)
            occasion = self._occasion(channel.code, None, None)
            person = self._people.make(channel, occasion.abroad, occasion.at.date() < self._left_on)
            first = Arrival(person, occasion, is_first=True)
            arrivals.append(first)
            arrivals.extend(self._again(first))
        return sorted(arrivals, key=lambda item: (item.occasion.at, item.person.person_id))

    def _again(self, first: Arrival) -> list[Arrival]:
        rng, arrivals, at = self._rng, [], first.occasion.at
        for _ in range(rng.choices(range(len(TIMES_RECORDED)), TIMES_RECORDED)[0]):
            at += timedelta(days=min(240.0, rng.expovariate(1 / MEAN_DAYS_BETWEEN)) + 0.02)
            code = rng.choices(list(AGAIN_THROUGH), list(AGAIN_THROUGH.values()))[0]
            occasion = self._occasion(code, at, first.person)
            if occasion.at.date() <= self._span.last and occasion.at > first.occasion.at:
                arrivals.append(Arrival(first.person, occasion, is_first=False))
        return arrivals

    def _occasion(self, code: str, after: datetime | None, person: Person | None) -> Occasion:
        """At a fair, or on a day drawn by season; for somebody new, or on a day `after` for `person`."""
        rng = self._rng
        abroad = person.is_abroad if person else None
        if code == "event":
            held = self._fair(after, abroad)
            if held:
                day = held.first + timedelta(days=rng.randrange(held.exhibition.days))
                if abroad is None:
                    abroad = held.exhibition.abroad or rng.random() < ABROAD_AT_HOME_FAIRS
                return Occasion("event", office_time(rng, day), held.name, None, abroad)
            code = "web"  # no fair is left in the span
        day = after.date() if after else self._day(code)
        at = any_time(rng, day) if code in ("web", "social") else office_time(rng, day)
        if code == "manual":
            return Occasion(code, at, "", None, abroad)
        options = [item for item in CAMPAIGNS if item.channel == code]
        fitting = [item for item in options if abroad in (None, item.abroad)]
        campaign = pick(rng, fitting or options, lambda item: item.share)
        if code != "referral" and person is None:
            abroad = campaign.abroad
        return Occasion(code, at, campaign.name, campaign, abroad)

    def _fair(self, after: datetime | None, abroad: bool | None) -> Held | None:
        options = [
            item
            for item in self._held
            if (after is None or item.first > after.date())
            and (abroad is not False or not item.exhibition.abroad)
        ]
        if not options:
            return None
        if after is not None:
            return options[0]
        return pick(self._rng, options, lambda item: item.exhibition.share * self._growth(item.first))

    def _growth(self, day: date) -> float:
        return 1 + GROWTH * (day - self._span.first).days / self._span.days

    def _day(self, code: str) -> date:
        cumulative = self._cumulative[code]
        return self._span.first + timedelta(days=bisect_left(cumulative, self._rng.random() * cumulative[-1]))


def leaver_left_on(span: Span) -> date:
    """Return the day on which the owner who is no longer active left: five months before the end."""
    if all(owner.is_active for owner in OWNERS):
        return span.last + timedelta(days=1)
    return span.last - timedelta(days=150)


def earlier_referrer(rng: random.Random, earlier: list[Person], person: Person) -> Person | None:
    """Return somebody who came before and may have recommended us, preferably from the same team's region."""
    options = [
        other for other in rng.sample(earlier, min(12, len(earlier))) if other.company is not person.company
    ]
    near = [other for other in options if other.owner.team == person.owner.team]
    return next(iter(near or options), None)
