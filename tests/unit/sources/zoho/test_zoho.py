"""What the common tests do not ask of Zoho: ceilings, many fields, empty replies, re-entries, purges."""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.http.errors import QuotaUsedUp, RequestRefused, Unavailable
from ingestion.pulling.resource import Window
from tests.conformance.harness import Trial, differences
from tests.simulators.world import World, make_world
from tests.simulators.zoho import shapes
from tests.simulators.zoho.cases import CASES, connect
from tests.simulators.zoho.server import Zoho
from tests.unit.sources.asking import items, resource_of

resource = functools.partial(resource_of, connect)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(250)


@pytest.fixture
def org(world: World) -> Iterator[Zoho]:
    with Zoho(world) as simulator:
        yield simulator


def test_tokens_lead_past_2000_rows_where_numbers_do_not() -> None:
    own = make_world(2300)
    with Zoho(own) as org:
        found = items(resource(org, "Leads", {"fields": ["Email"]}), Window(None, own.now))
        assert len({item.id for item in found}) == 2300
        data = [call for call in org.calls if call.path == "/crm/v8/Leads"]
        assert not any("page" in call.params for call in data)
        by_number = replace(data[0], params={**data[0].params, "page": "11"})
        answer = org.answer(by_number)
    assert (answer.status, answer.data["code"]) == (400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED")


def test_where_a_token_ends_a_list_begins_at_the_time_reached(world: World) -> None:
    with Zoho(world, rows_per_token=60) as org:
        options = {"page_size": 20, "rows_per_token": 200}
        found = items(resource(org, "Leads", {"fields": ["Email"]}, **options), Window(None, world.now))
    assert {item.id for item in found} == {shapes.record_id("Leads", lead.number) for lead in world.leads}


def test_more_rows_at_one_time_than_a_list_holds_are_refused() -> None:
    own = make_world(100)
    for lead in own.leads:
        lead.changed_at = own.now
    with Zoho(own, rows_per_token=40) as org, pytest.raises(Unavailable, match="more than one list holds"):
        items(resource(org, "Leads", page_size=20), Window(None, own.tick()))


def test_more_than_50_fields_are_read_by_the_ids_of_each_page(world: World) -> None:
    with Zoho(world, more_fields=120) as org:
        found = items(resource(org, "Leads"), Window(None, world.now))
    assert len(found) == 250
    assert all(len([name for name in item.record if name.startswith("Custom_")]) == 120 for item in found)


def test_nothing_changed_and_nothing_there_are_no_error(org: Zoho, world: World) -> None:
    later = Window(world.now + dt.timedelta(days=1), world.now + dt.timedelta(days=2))
    leads = resource(org, "Leads")
    assert items(leads, later) == []
    assert [item for page in leads.deletions(later) for item in page] == []
    empty = make_world(60)
    empty.deals = empty.deals[:1]
    empty.delete(empty.deals[0])
    with Zoho(empty) as none:
        deals = resource(none, "Deals")
        assert items(deals, Window(None, empty.now)) == []
        assert deals.count(Window(None, empty.now)) == 0


def test_the_window_is_inclusive_and_in_the_orgs_zone(world: World) -> None:
    own = make_world(60)
    since = own.tick(7200)
    own.edit(own.leads[5], title="x")
    with Zoho(own) as org:
        found = items(resource(org, "Leads"), Window(since, own.tick()))
    assert [item.id for item in found] == [shapes.record_id("Leads", 6)]
    assert found[0].record["Modified_Time"].endswith("+08:00")
    assert found[0].changed_at == since


def test_a_stage_that_is_entered_again_is_kept(world: World) -> None:
    own = make_world(60)
    own.deals = own.deals[:3]
    days = [own.now - dt.timedelta(days=day) for day in (9, 6, 3)]
    own.deals[0].history = [("qualified", days[0]), ("needs_confirmed", days[1]), ("qualified", days[2])]
    with Zoho(own) as org:
        history = resource(org, "Stage_History")
        found = items(history, Window(None, own.now))
        mine = [item for item in found if item.record["Deal_Id"] == shapes.record_id("Deals", 1)]
        assert len({item.id for item in mine}) == 3
        assert history.tombstone(mine[0].id).items() <= mine[0].record.items()
        since = own.tick(3600)
        own.edit(own.deals[0], name="other")
        again = items(history, Window(since, own.tick()))
    assert {item.id: item.record for item in again} == {item.id: item.record for item in mine}


def test_a_full_pull_finds_what_was_purged(tmp_path: Path) -> None:
    own = make_world(60)
    trial = Trial(CASES[0], tmp_path, own)
    trial.pull()
    own.leads.pop()
    assert trial.pull().certificate.deleted == 0
    assert trial.pull(is_full=True).certificate.deleted == 1
    assert differences(trial) == []
    trial.close()


def test_without_counts_ids_are_the_proof(tmp_path: Path) -> None:
    own = make_world(60)
    trial = Trial(CASES[0], tmp_path, own)
    trial.connector = connect(trial.simulator, trial.time.clocks(), counts_records=False)
    record = trial.pull()
    assert (record.is_proven, record.certificate.counted_by) == (True, "ids")
    trial.close()


def test_wrong_names_are_told_with_those_there_are(org: Zoho, world: World) -> None:
    window = Window(None, world.now)
    with pytest.raises(RequestRefused, match=r"no field Emial; .* There are: .*Email"):
        items(resource(org, "Leads", {"fields": ["Emial"]}), window)
    with pytest.raises(ValueError, match="no resource 'Lead'; it has: Leads"):
        resource(org, "Lead")
    with pytest.raises(ValueError, match="its options are fields"):
        resource(org, "Leads", {"properties": []})
    with pytest.raises(RequestRefused, match=r"no such module.*custom_modules"):
        items(resource(org, "Nothing", custom_modules=["Nothing"]), window)


def test_used_up_credits_are_said_at_once(world: World) -> None:
    with Zoho(world, credits=1) as org, pytest.raises(QuotaUsedUp, match="used up"):
        items(resource(org, "Leads"), Window(None, world.now))


def test_users_who_left_are_read_too(org: Zoho, world: World) -> None:
    found = items(resource(org, "users"), Window(None, world.now))
    assert {item.record["status"] for item in found} == {"active", "disabled"}


def test_secrets_stand_in_no_address(org: Zoho, world: World) -> None:
    items(resource(org, "Leads"), Window(None, world.now))
    assert not any("made" in str(call.params) for call in org.calls)
