"""Putting the world together, in the order in which things depend on each other."""

from datetime import date

from tests.sample_company.world.arrivals import ArrivalMaker, leaver_left_on
from tests.sample_company.world.budgets import make_spend, make_targets
from tests.sample_company.world.companies import make_companies
from tests.sample_company.world.followups import FollowUpMaker
from tests.sample_company.world.hostile import add_hostile_records
from tests.sample_company.world.pipeline import DealMaker
from tests.sample_company.world.records import make_records
from tests.sample_company.world.seasons import span_before
from tests.sample_company.world.touches import make_touches
from tests.sample_company.world.whole import World

COMPANIES, PEOPLE = 1500, 3400


def build_world(seed: int, day: date) -> World:
    """Return everything that happened in the 18 months before `day`; the same arguments, the same world."""
    span = span_before(day)
    left_on = leaver_left_on(span)
    companies = make_companies(seed, COMPANIES)
    arrivals = ArrivalMaker(seed, span, companies, left_on).make(PEOPLE)
    records = make_records(seed, arrivals)
    add_hostile_records(records)
    deals = DealMaker(seed, span, left_on).make(records)
    activities = FollowUpMaker(seed, span).make(records, deals)
    return World(
        span=span,
        companies=companies,
        people=[arrival.person for arrival in arrivals if arrival.is_first],
        records=records,
        opportunities=deals,
        activities=activities,
        touches=make_touches(seed, span, records),
        spend=make_spend(seed, span),
        targets=make_targets(span),
    )
