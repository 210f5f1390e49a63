"""The made-up world is believable: seasons, channels, grades and pipelines behave as the trade knows them."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.sample_company.truth import first_records
from tests.sample_company.vocabulary.staff import OWNERS
from tests.sample_company.world.arrivals import leaver_left_on
from tests.sample_company.world.model import Opportunity
from tests.sample_company.world.scoring import promise
from tests.sample_company.world.whole import World


def conversion(world: World, channel: str) -> float:
    bought = {deal.person.person_id for deal in world.opportunities if deal.person and deal.lead}
    people = [p for p, record in first_records(world.records).items() if record.channel == channel]
    return sum(person in bought for person in people) / len(people)


def test_size_of_the_world(world: World) -> None:
    assert 3800 <= len(world.records) <= 4200
    assert len(world.people) == 3400
    share_of_duplicates = 1 - len(world.people) / len(world.records)
    assert 0.12 <= share_of_duplicates <= 0.17
    assert 550 <= len(world.opportunities) <= 800


def test_referrals_convert_best_and_bought_data_worst(world: World) -> None:
    rates = {code: conversion(world, code) for code in ("referral", "event", "web", "social", "third_party")}
    assert max(rates, key=lambda code: rates[code]) == "referral"
    assert min(rates, key=lambda code: rates[code]) == "third_party"
    assert rates["referral"] > 2 * rates["web"] > 2 * rates["third_party"]


def test_promising_leads_convert_better(world: World) -> None:
    bought = {deal.person.person_id for deal in world.opportunities if deal.person and deal.lead}
    rates = []
    for low, high in ((8, 11), (6, 8), (0, 6)):
        people = [person for person in world.people if low <= promise(person) < high]
        rates.append(sum(person.person_id in bought for person in people) / len(people))
    assert rates[0] > 1.5 * rates[1] > 2 * rates[2]


def test_grades_spread(world: World) -> None:
    scores = [promise(person) for person in world.people]
    assert 0.12 <= sum(score >= 8 for score in scores) / len(scores) <= 0.20
    assert 0.32 <= sum(score < 6 for score in scores) / len(scores) <= 0.45


def test_spring_festival_is_quiet_and_fair_season_busy(world: World) -> None:
    days = Counter(record.created_at.date() for record in world.records)

    def week(first: date) -> int:
        return sum(days[first + timedelta(days=offset)] for offset in range(7))

    ordinary = week(date(2026, 3, 16))
    assert week(date(2026, 2, 16)) < 0.5 * ordinary  # festival week
    assert week(date(2026, 10, 12)) > 1.5 * ordinary  # fair in Guangzhou
    assert week(date(2025, 11, 17)) > 0  # the same week a year ago exists


def test_more_leads_come_in_as_the_company_grows(world: World) -> None:
    earlier = sum(date(2025, 6, 1) <= r.created_at.date() <= date(2025, 11, 22) for r in world.records)
    later = sum(date(2026, 6, 1) <= r.created_at.date() <= date(2026, 11, 22) for r in world.records)
    assert 1.15 * earlier < later < 2.0 * earlier


def stages(deal: Opportunity) -> list[str]:
    return [event.stage for event in deal.events]


def test_stage_histories_skip_go_back_and_reopen(world: World) -> None:
    order = ["new_lead", "qualified", "needs_confirmed", "solution_discussed", "price_negotiation"]
    steps = [
        (order.index(before), order.index(after))
        for deal in world.opportunities
        for before, after in zip(stages(deal), stages(deal)[1:], strict=False)
        if before in order and after in order
    ]
    assert any(after > before + 1 for before, after in steps)
    assert any(after < before for before, after in steps)
    assert any("lost" in stages(deal)[:-1] for deal in world.opportunities)
    assert any(not deal.events for deal in world.opportunities)


def test_histories_run_forward_in_time_and_end_where_the_deal_stands(world: World) -> None:
    for deal in world.opportunities:
        times = [event.entered_at for event in deal.events]
        assert times == sorted(set(times))
        if deal.events:
            assert times[0] == deal.created_at
            assert deal.events[-1].stage == deal.stage
        assert (deal.closed_at is not None) == (deal.status != "open")
        assert deal.updated_at.date() <= world.span.last


def test_sales_cycles_take_three_weeks_to_five_months(world: World) -> None:
    once = [deal for deal in world.opportunities if deal.closed_at and "lost" not in stages(deal)[:-1]]
    days = [(deal.closed_at - deal.created_at).days for deal in once if deal.closed_at]
    assert min(days) >= 19
    assert max(days) <= 160  # the last day may be moved over a holiday
    assert 45 <= sorted(days)[len(days) // 2] <= 75


def test_loss_reasons_depend_on_the_stage(world: World) -> None:
    early, late = Counter[str | None](), Counter[str | None]()
    for deal in world.opportunities:
        if deal.status == "lost" and len(deal.events) > 1:
            (late if deal.events[-2].stage == "price_negotiation" else early)[deal.loss_reason] += 1
    assert late["price"] + late["competitor"] > 0.5 * late.total()
    assert early["no_response"] > early["price"]


def test_some_leads_are_never_followed_up_and_some_deals_lie_still(world: World) -> None:
    touched = {activity.lead_key for activity in world.activities}
    share = sum(record.key not in touched for record in world.records) / len(world.records)
    assert 0.06 <= share <= 0.25
    last = {activity.opportunity_id: activity.occurred_at for activity in world.activities}
    limit = world.span.last - timedelta(days=30)
    still = [
        deal
        for deal in world.opportunities
        if deal.status == "open" and deal.opportunity_id in last and last[deal.opportunity_id].date() < limit
    ]
    assert 10 <= len(still) <= 90
    assert any(
        activity.next_step_on and activity.next_step_on > world.span.last for activity in world.activities
    )


def test_who_left_gets_nothing_new(world: World) -> None:
    left_on = leaver_left_on(world.span)
    leaver = next(owner.owner_id for owner in OWNERS if not owner.is_active)
    assert any(deal.owner.owner_id == leaver for deal in world.opportunities)
    assert not any(
        deal.owner.owner_id == leaver and deal.created_at.date() >= left_on for deal in world.opportunities
    )


@pytest.mark.parametrize("field", ["owner_id", "status", "need", "follow_up"])
def test_required_information_is_mostly_there(world: World, field: str) -> None:
    missing = sum(getattr(record, field) is None for record in world.records) / len(world.records)
    assert 0.005 < missing < {"owner_id": 0.06, "status": 0.04, "need": 0.15, "follow_up": 0.30}[field]


def test_references_between_records_hold(world: World) -> None:
    keys = {record.key for record in world.records}
    assert all(activity.lead_key is None or activity.lead_key in keys for activity in world.activities)
    assert all(touch.lead_key in keys for touch in world.touches)
    orphans = [deal for deal in world.opportunities if deal.lead_key and deal.lead_key not in keys]
    assert len(orphans) == 4
    for record in world.records:
        if record.referrer:
            assert record.referrer is not record.person
            assert record.referrer_name
