"""What the common tests do not ask of HubSpot: the search's ceiling, re-entries, lag, long addresses."""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import orjson
import pytest
from pydantic import ValidationError

from ingestion.http.errors import QuotaUsedUp, RequestRefused
from ingestion.pulling.resource import Op, Window
from ingestion.sources.hubspot import objects
from ingestion.sources.hubspot.resources import SPEC
from tests.conformance.harness import FastClocks, Trial, differences
from tests.simulators.hubspot import shapes
from tests.simulators.hubspot.cases import CASES, connect
from tests.simulators.hubspot.server import PRIVATE_TOKEN, HubSpot
from tests.simulators.server import Call
from tests.simulators.world import World, make_world
from tests.unit.sources.asking import items, resource_of

resource = functools.partial(resource_of, connect)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(120)


@pytest.fixture
def portal(world: World) -> Iterator[HubSpot]:
    with HubSpot(world) as simulator:
        yield simulator


def test_a_search_goes_past_its_ceiling_also_at_one_time() -> None:
    own = make_world(450)
    since = own.tick(7200)
    for lead in own.leads:
        lead.changed_at = since
    with HubSpot(own, ceiling=200) as portal:
        found = resource(portal, "contacts", {"properties": ["email"]})
        window = Window(since, own.tick())
        assert found.count(window) == 450
        assert len({item.id for item in items(found, window)}) == 450
        # What a client that pages by offset would meet.
        asked = {"limit": 100, "after": "150", "sorts": [{"propertyName": "hs_object_id"}]}
        call = replace(portal.calls[-1], body=orjson.dumps(asked))
        assert portal.answer(call).status == 400


def test_a_stage_that_is_entered_again_is_kept_and_landed_once(tmp_path: Path) -> None:
    own = make_world(60)
    deal = own.deals[0]
    moments = [own.now - dt.timedelta(days=day) for day in (9, 6, 3)]
    deal.history = [("qualified", moments[0]), ("needs_confirmed", moments[1]), ("qualified", moments[2])]
    case = next(case for case in CASES if case.source == "hs_deals")
    trial = Trial(case, tmp_path, own)
    history = trial.connector.resource("deal_stage_history", {})
    landed = items(history, Window(None, own.now))
    mine = [item for item in landed if item.record["dealId"] == shapes.deal_id(1)]
    assert sorted(item.record["value"] for item in mine) == ["184920101", "qualifiedtobuy", "qualifiedtobuy"]
    assert len(landed) == len({item.id for item in landed}) == sum(len(deal.history) for deal in own.deals)
    since = own.tick(3600)
    own.edit(deal, name="new name")
    changed = items(history, Window(since, own.tick()))
    assert {item.id for item in changed} == {item.id for item in mine}
    assert [dict(item.record) for item in changed] == [dict(item.record) for item in mine]
    trial.close()


def test_the_history_of_an_archived_deal_goes_with_it(portal: HubSpot) -> None:
    own = make_world(60)
    own.delete(own.deals[0])
    with HubSpot(own) as simulator:
        history = resource(simulator, "deal_stage_history")
        gone = [item for page in history.deletions(Window(None, own.now)) for item in page]
    assert len(gone) == len(own.deals[0].history)
    assert all(
        item.op is Op.DELETE and history.tombstone(item.id).items() <= item.record.items() for item in gone
    )


def test_what_the_index_showed_late_comes_with_the_next_pull(tmp_path: Path) -> None:
    own = make_world(120)
    trial = Trial(CASES[0], tmp_path, own)
    trial.pull()
    cast(HubSpot, trial.simulator).lag = dt.timedelta(minutes=20)
    own.tick(3600)
    own.edit(own.leads[7], title="late")
    assert trial.pull().certificate.updated == 0
    own.tick(1300)
    assert trial.pull().certificate.updated == 1
    assert differences(trial) == []
    trial.close()


def test_names_too_long_for_an_address_go_into_bodies(
    portal: HubSpot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(None, world.now)
    listed = items(resource(portal, "contacts"), window)
    monkeypatch.setattr(objects, "_LONGEST_LIST", 10)
    read = items(resource(portal, "contacts"), window)
    assert [item.record for item in read] == [item.record for item in listed]
    assert any(call.path.endswith("/batch/read") for call in portal.calls)


def test_ids_past_2_to_the_53_stay_apart(portal: HubSpot, world: World) -> None:
    found = items(resource(portal, "deals"), Window(None, world.now))
    assert len({item.id for item in found}) == len(world.deals)
    assert found[0].id == "9007199254740994"


def test_wrong_names_are_told_with_those_there_are(portal: HubSpot, world: World) -> None:
    with pytest.raises(RequestRefused, match=r"no property emial; .* There are: .*email"):
        items(resource(portal, "contacts", {"properties": ["emial"]}), Window(None, world.now))
    with pytest.raises(ValueError, match="no resource 'leads'; it has: contacts"):
        resource(portal, "leads")
    with pytest.raises(ValueError, match="its options are properties, associations"):
        resource(portal, "deals", {"fields": []})


def test_a_used_up_day_is_said_at_once(world: World) -> None:
    with HubSpot(world, day_limit=1) as portal, pytest.raises(QuotaUsedUp, match="used up"):
        items(resource(portal, "contacts"), Window(None, world.now))


def test_searches_keep_below_their_own_rate(portal: HubSpot, world: World) -> None:
    time = FastClocks()
    found = connect(portal, time.clocks(), page_size=10).resource("contacts", {"properties": ["email"]})
    items(found, Window(world.leads[0].created_at - dt.timedelta(days=999), world.now))
    searches = [call for call in portal.calls if call.path.endswith("/search")]
    assert len(searches) == 12
    assert time.seconds == pytest.approx(2.0)


def test_owners_who_left_are_read_too(portal: HubSpot, world: World) -> None:
    found = items(resource(portal, "owners", access_token=PRIVATE_TOKEN), Window(None, world.now))
    assert {item.record["archived"] for item in found} == {True, False}
    assert len(found) == len(world.owners)


def test_stages_have_their_pipeline(portal: HubSpot, world: World) -> None:
    found = items(resource(portal, "deal_stages"), Window(None, world.now))
    assert found[0].id == "default|appointmentscheduled"
    assert found[0].record["pipelineLabel"] == "Sales Pipeline"


def test_settings_want_one_way_to_log_in() -> None:
    with pytest.raises(ValidationError, match="needs access_token, or client_id"):
        SPEC.settings.model_validate({"client_id": "x"})


def test_secrets_stand_in_no_address(portal: HubSpot, world: World) -> None:
    items(resource(portal, "contacts"), Window(None, world.now))
    calls: list[Call] = list(portal.calls)
    assert not any("made-up" in str(call.params) for call in calls)
