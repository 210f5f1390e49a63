"""Neocrm: errors inside HTTP 200, tokens, ids beyond 2^53, labels of codes, rows that shift in a scroll."""

from collections.abc import Iterator

import pytest

from ingestion.http.errors import CredentialsRefused, RequestRefused
from ingestion.pulling.resource import Window
from ingestion.sources.neocrm.resources import XObject
from tests.conformance.harness import FastClocks
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.neocrm.cases import connect
from tests.simulators.neocrm.objects import LEAD, user_id
from tests.simulators.neocrm.server import NeocrmSimulator
from tests.simulators.world import World, make_world


@pytest.fixture
def world() -> World:
    return make_world(250)


@pytest.fixture
def simulator(world: World) -> Iterator[NeocrmSimulator]:
    with NeocrmSimulator(world) as made:
        yield made


def object_of(
    simulator: NeocrmSimulator, name: str = "lead", fields: str = "", **settings: object
) -> XObject:
    return connect(simulator, FastClocks().clocks(), **settings).resource(name, {"fields": fields})


def everything(world: World) -> Window:
    return Window(None, world.now)


def ids_of(resource: XObject, window: Window) -> list[str]:
    return [item.id for page in resource.read(window) for item in page]


def test_ids_stay_exact_though_a_float_could_not_hold_them(simulator: NeocrmSimulator, world: World) -> None:
    ids = ids_of(object_of(simulator), everything(world))
    assert ids == [str(LEAD.id_of(lead)) for lead in world.leads]
    assert float(ids[0]) == float(ids[1])


def test_a_window_holds_its_start_but_not_its_end(simulator: NeocrmSimulator, world: World) -> None:
    times = sorted({lead.changed_at for lead in world.leads})
    since, until = times[10], times[-10]
    wanted = {str(LEAD.id_of(lead)) for lead in world.leads if since <= lead.changed_at < until}
    resource, window = object_of(simulator), Window(since, until)
    assert set(ids_of(resource, window)) == wanted
    assert {one for page in resource.ids(window) for one in page} == wanted
    assert resource.count(window) == len(wanted)


def test_an_ended_token_inside_http_200_is_renewed_between_two_pages(world: World) -> None:
    plan = FaultPlan({3: Fault.EXPIRED})
    with NeocrmSimulator(world, plan, is_always_200=True) as simulator:
        resource = object_of(simulator, batch_count=100)
        assert len(ids_of(resource, everything(world))) == len(world.leads)
        assert simulator.given_out == 2


def test_a_token_is_renewed_before_its_end(simulator: NeocrmSimulator, world: World) -> None:
    time = FastClocks()
    resource = connect(simulator, time.clocks()).resource("lead", {})
    resource.count(everything(world))
    time.seconds += 86_395
    resource.count(everything(world))
    assert simulator.given_out == 2


def test_a_refusal_inside_http_200_is_one_sentence(simulator: NeocrmSimulator, world: World) -> None:
    with pytest.raises(RequestRefused, match="does not describe the object 'customEntity1__c'"):
        list(object_of(simulator, "customEntity1__c").read(everything(world)))
    with pytest.raises(RequestRefused, match=r"field changedAt does not exist, code 5000047"):
        list(object_of(simulator, updated_field="changedAt").read(everything(world)))


def test_the_password_stands_in_no_message(simulator: NeocrmSimulator, world: World) -> None:
    with pytest.raises(CredentialsRefused) as raised:
        object_of(simulator, password="hush-hush").count(everything(world))
    assert "hush" not in str(raised.value)


def test_rows_that_leave_the_result_while_it_is_scrolled_are_told_by_the_count(world: World) -> None:
    def change() -> None:
        for lead in world.leads[:20]:
            world.delete(lead)

    with NeocrmSimulator(world, FaultPlan({4: Fault.CHANGE}, change)) as simulator:
        resource = object_of(simulator, batch_count=100)
        before = resource.count(everything(world))
        seen = set(ids_of(resource, everything(world)))
        listed = {one for page in resource.ids(everything(world)) for one in page}
    assert before == 250
    assert len(listed) == 230
    assert listed - seen, "a scroll by place loses rows: the second pass must find which"


def test_codes_get_labels_and_stages_their_names(simulator: NeocrmSimulator, world: World) -> None:
    resource = object_of(simulator, "opportunity")
    record = next(item.record for page in resource.read(everything(world)) for item in page)
    assert record["_labels"]["currency__c"] in ("CNY", "USD", "EUR", "HKD")
    assert record["_labels"]["saleStageId"] in ("赢单", "输单", "商机确认", "需求确认", "商务谈判")
    assert isinstance(record["saleStageId"], int)


def test_chosen_fields_come_with_id_and_time(simulator: NeocrmSimulator, world: World) -> None:
    resource = object_of(simulator, fields="name, mobile")
    item = next(item for page in resource.read(everything(world)) for item in page)
    assert set(item.record) == {"id", "updatedAt", "name", "mobile"}
    assert item.changed_at == world.leads[0].changed_at


def test_users_and_stages_are_objects_too(simulator: NeocrmSimulator, world: World) -> None:
    users = ids_of(object_of(simulator, "user"), everything(world))
    assert users == [str(user_id(owner.owner_id)) for owner in world.owners]
    assert len(ids_of(object_of(simulator, "oppProcess"), everything(world))) == 7


def test_too_many_requests_are_waited_for(world: World) -> None:
    time = FastClocks()
    with NeocrmSimulator(world, meter=Meter(2, 1.0, lambda: time.seconds)) as simulator:
        resource = connect(simulator, time.clocks(), batch_count=50).resource("lead", {})
        assert len(ids_of(resource, everything(world))) == len(world.leads)


def test_unknown_objects_are_said_before_anything_is_asked(simulator: NeocrmSimulator) -> None:
    with pytest.raises(ValueError, match="has no resource 'leads'; it has: lead, account"):
        object_of(simulator, "leads")
    with pytest.raises(ValueError, match="has no resource 'lead where 1=1__c'"):
        object_of(simulator, "lead where 1=1__c")
    assert not simulator.calls
