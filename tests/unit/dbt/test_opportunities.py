"""Opportunities from landed rows to marts: references that lead nowhere, money, days, follow-up."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.dbt.landed import LandedWorld

LEADS = [
    {"lead_id": "1", "full_name": "Lin An", "email": "lin@a.example", "channel": "web", "campaign": "Ads"},
    {"lead_id": "2", "full_name": "Bo Qin", "email": "bo@b.example"},
]
OPPORTUNITIES: list[dict[str, Any]] = [
    # Closed at one in the morning of 1 January in Shanghai, which is still the old year in UTC.
    {
        "opportunity_id": "won",
        "lead_id": "1",
        "lead_system": "forms",
        "stage": "won",
        "channel": "event",
        "account_id": "known",
        "product": "Mill",
        "amount": Decimal("98765432100.00"),
        "currency": "USD",
        "closed_at": datetime(2025, 12, 31, 17, tzinfo=UTC),
    },
    {
        "opportunity_id": "lost",
        "lead_id": "nowhere",
        "lead_system": "forms",
        "stage": "lost",
        "channel": "event",
        "account_id": "nowhere",
        "product": "MillX",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        "closed_at": datetime(2026, 2, 1, tzinfo=UTC),
    },
    {
        "opportunity_id": "no_rate",
        "stage": "qualified",
        "amount": Decimal("5.00"),
        "currency": "XTS",
        "created_at": datetime(2026, 10, 1, tzinfo=UTC),
    },
    {
        "opportunity_id": "customer",
        "lead_id": "ghost",
        "lead_system": "site",
        "stage": "won",
        "amount": Decimal("0.01"),
        "currency": "CNY",
        "closed_at": datetime(2026, 5, 1, tzinfo=UTC),
    },
]
STAGE_EVENTS = [
    {"opportunity_id": "unlanded", "stage": "qualified", "entered_at": datetime(2026, 3, 1, tzinfo=UTC)},
]
ACTIVITIES = [
    {
        "activity_id": "1",
        "lead_id": "2",
        "lead_system": "forms",
        "opportunity_id": "won",
        "occurred_at": datetime(2025, 12, 20, tzinfo=UTC),
    },
    {"activity_id": "2", "opportunity_id": "won", "occurred_at": datetime(2025, 12, 25, tzinfo=UTC)},
    # After as_of, when the newest load landed: a plan, no follow-up.
    {"activity_id": "3", "opportunity_id": "won", "occurred_at": datetime(2026, 12, 25, tzinfo=UTC)},
]
TOUCHES = [
    {
        "touch_id": f"{n}",
        "lead_id": "ghost",
        "occurred_at": datetime(2026, 4, n, tzinfo=UTC),
        "channel": "web",
    }
    for n in (1, 2, 3)
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> LandedWorld:
    home: Path = tmp_path_factory.mktemp("opportunities")
    world = LandedWorld(home)
    created = datetime(2025, 12, 1, tzinfo=UTC)
    world.land("forms", {"lead": [{**lead, "created_at": created} for lead in LEADS]})
    world.land("site", {"touch": TOUCHES})
    world.land(
        "crm",
        {
            "opportunity": OPPORTUNITIES,
            "stage_event": STAGE_EVENTS,
            "activity": ACTIVITIES,
            "account": [{"account_id": "known", "name": "Known Ltd"}],
            "product": [{"product": "Mill"}],
        },
    )
    world.dbt("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    return world


def test_the_projects_own_unit_tests_hold(world: LandedWorld) -> None:
    # They need every model's columns, not its rows: any world that was built will do.
    results = world.dbt("test", "--select", "test_type:unit").result.results
    assert len(results) >= 20
    assert {result.status for result in results} == {"pass"}


def opportunity(world: LandedWorld, name: str) -> dict[str, Any]:
    [row] = world.records(f"from marts.fct_opportunities where external_id = '{name}'")
    return row


def test_days_and_rates_are_those_of_the_companys_calendar(world: LandedWorld) -> None:
    won = opportunity(world, "won")
    assert won["closed_on"] == date(2026, 1, 1)
    assert won["closed_week"] == date(2025, 12, 29)
    assert won["cycle_days"] == 31  # opened with its lead on 1 December
    # The dollar's rate of 2026, not that of the UTC day.
    [(rate,)] = world.query(
        "select rate from seeds.exchange_rates where currency = 'USD' and year(valid_from) = 2026"
    )
    assert won["amount_base"] == round(Decimal(98765432100) * rate, 2)


def test_the_leads_channel_goes_before_the_opportunitys_own(world: LandedWorld) -> None:
    assert (opportunity(world, "won")["channel"], opportunity(world, "won")["campaign"]) == ("web", "Ads")
    assert (opportunity(world, "lost")["channel"], opportunity(world, "lost")["campaign"]) == (
        "event",
        "missing",
    )
    assert opportunity(world, "no_rate")["channel"] == "missing"


def test_references_that_lead_nowhere_lose_no_opportunity(world: LandedWorld) -> None:
    lost = opportunity(world, "lost")
    assert (lost["has_lead"], lost["account_name"], lost["is_known_product"]) == (False, None, False)
    assert (lost["loss_reason"], lost["loss_stage"]) == ("unknown", "unknown")
    metrics = dict(world.query("select metric, value from marts.rpt_data_quality"))
    assert metrics["opportunities_without_lead"] == 3
    assert metrics["opportunities_without_account"] == 3
    assert metrics["opportunities_unknown_product"] == 1
    assert world.query(
        "select detail from marts.rpt_data_quality where metric = 'opportunities_unknown_product'"
    ) == [("MillX",)]


def test_events_of_an_opportunity_that_was_not_landed_are_kept(world: LandedWorld) -> None:
    assert world.query(
        """
        select stage, is_inferred from marts.fct_stage_history
        where opportunity_id = 'crm:unlanded' order by visit_number
        """
    ) == [("new_lead", True), ("qualified", False)]


def test_follow_up_counts_for_the_lead_it_is_on_and_for_the_opportunitys(world: LandedWorld) -> None:
    counts = dict(world.query("select full_name, activity_count from marts.fct_leads"))
    assert counts == {"Lin An": 2, "Bo Qin": 1}
    assert opportunity(world, "won")["activity_count"] == 2
    assert opportunity(world, "won")["last_activity_at"] == datetime(2025, 12, 25, tzinfo=UTC)


def test_a_customer_known_by_touches_only_gets_them_credited_to_the_cent(world: LandedWorld) -> None:
    credit = world.query(
        """
        select touch_id, credit_amount_base from marts.fct_attribution
        where opportunity_id = 'crm:customer' and model = 'linear' order by touch_id
        """
    )
    # A cent in three parts: what rounding leaves is the last touch's.
    assert credit == [
        ("site:1", Decimal("0.0033")),
        ("site:2", Decimal("0.0033")),
        ("site:3", Decimal("0.0034")),
    ]


def test_an_amount_without_a_rate_fails_by_name(world: LandedWorld) -> None:
    assert opportunity(world, "no_rate")["amount_base"] is None
    with pytest.raises(AssertionError) as failure:
        world.dbt("test", "--select", "fct_opportunities,test_type:generic")
    assert [name for name, _ in failure.value.args[0]] == ["fct_opportunities_rules"]
    (compiled,) = (world.home / "target" / "compiled").rglob("fct_opportunities_rules.sql")
    broken = world.query(compiled.read_text(encoding="utf-8"))
    assert broken == [("amount_base is null where amount is not null", 1)]
