"""Objects of Fxiaoke: windows, past offset 10,000, totals that are off, labels, own objects, employees."""

from collections.abc import Iterator

import orjson
import pytest

from ingestion.http.errors import RequestRefused
from ingestion.pulling.resource import Window
from ingestion.sources.fxiaoke.resources import CrmObject
from tests.conformance.harness import FastClocks
from tests.simulators.fxiaoke.cases import connect
from tests.simulators.fxiaoke.objects import LEADS, OWN, employee
from tests.simulators.fxiaoke.server import FxiaokeSimulator
from tests.simulators.meter import Meter
from tests.simulators.server import Answer, Call
from tests.simulators.world import World, make_world


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(250)


@pytest.fixture
def simulator(world: World) -> Iterator[FxiaokeSimulator]:
    with FxiaokeSimulator(world) as made:
        yield made


def object_of(
    simulator: FxiaokeSimulator, name: str = "LeadsObj", fields: str = "", **more: object
) -> CrmObject:
    return connect(simulator, FastClocks().clocks(), **more).resource(name, {"fields": fields})


def ids_of(resource: CrmObject, window: Window) -> list[str]:
    return [item.id for page in resource.read(window) for item in page]


def test_a_window_holds_its_start_but_not_its_end(simulator: FxiaokeSimulator, world: World) -> None:
    times = sorted({lead.changed_at for lead in world.leads})
    since, until = times[10], times[-10]
    wanted = {LEADS.id_of(lead.number) for lead in world.leads if since <= lead.changed_at < until}
    resource, window = object_of(simulator), Window(since, until)
    assert set(ids_of(resource, window)) == wanted
    assert {one for page in resource.ids(window) for one in page} == wanted
    assert resource.count(window) == len(wanted)


def test_ten_thousand_is_no_ceiling() -> None:
    world = make_world(10_350)
    with FxiaokeSimulator(world) as simulator:
        ids = [one for page in object_of(simulator).ids(Window(None, world.now)) for one in page]
        offsets = {call.json()["data"]["search_query_info"]["offset"] for call in list(simulator.calls)[1:]}
    assert ids == [LEADS.id_of(lead.number) for lead in world.leads]
    assert offsets == {0}


def test_the_simulator_refuses_an_offset_beyond_ten_thousand(
    simulator: FxiaokeSimulator, world: World
) -> None:
    object_of(simulator).count(Window(None, world.now))
    call = simulator.calls[-1]
    body = call.json()
    body["data"]["search_query_info"].update(limit=100, offset=10_100)
    answer = simulator.answer(Call("POST", call.path, call.params, call.headers, orjson.dumps(body)))
    assert (answer.status, answer.data["errorCode"]) == (200, 10013)


def test_a_total_that_is_off_is_no_count(world: World) -> None:
    class TotalsOff(FxiaokeSimulator):
        def answer(self, call: Call) -> Answer:
            answer = super().answer(call)
            if "total" in (answer.data.get("data") or {}):
                answer.data["data"]["total"] = 0
            return answer

    with TotalsOff(world) as simulator:
        assert object_of(simulator).count(Window(None, world.now)) is None


def test_choices_get_labels_and_empty_fields_stay_away(simulator: FxiaokeSimulator, world: World) -> None:
    records = [item.record for page in object_of(simulator).read(Window(None, world.now)) for item in page]
    assert {record["_labels"]["leads_status"] for record in records} <= {
        "待处理", "已处理", "培育中", "已确认", "已转换", "无效",
    }  # fmt: skip
    untitled = next(lead for lead in world.leads if lead.title is None)
    assert "job_title" not in records[untitled.number - 1]


def test_chosen_fields_come_with_id_and_time(simulator: FxiaokeSimulator, world: World) -> None:
    resource = object_of(simulator, fields="name, mobile")
    item = next(item for page in resource.read(Window(None, world.now)) for item in page)
    assert set(item.record) <= {"_id", "last_modified_time", "name", "mobile", "_labels"}
    assert item.changed_at == world.leads[0].changed_at


def test_own_objects_have_an_interface_of_their_own(simulator: FxiaokeSimulator, world: World) -> None:
    ids = ids_of(object_of(simulator, "Own__c"), Window(None, world.now))
    assert ids == [OWN.id_of(lead.number) for lead in world.leads]
    assert simulator.calls[-1].path == "/cgi/crm/custom/v2/data/query"


def test_employees_have_the_ids_that_owners_are_named_by(simulator: FxiaokeSimulator, world: World) -> None:
    ids = ids_of(object_of(simulator, "PersonnelObj"), Window(None, world.now))
    assert ids == [employee(owner.owner_id) for owner in world.owners]


def test_the_rate_of_an_endpoint_is_kept_without_a_refusal(world: World) -> None:
    time = FastClocks()
    refusals = 0

    class Counting(FxiaokeSimulator):
        def too_many(self) -> Answer:
            nonlocal refusals
            refusals += 1
            return super().too_many()

    with Counting(world, meter=Meter(100, 20.0, lambda: time.seconds)) as simulator:
        resource = connect(simulator, time.clocks(), page_size=2).resource("LeadsObj", {})
        assert len(ids_of(resource, Window(None, world.now))) == len(world.leads)
    assert refusals == 0
    assert time.seconds >= 20


def test_unknown_objects_are_one_sentence(simulator: FxiaokeSimulator, world: World) -> None:
    with pytest.raises(ValueError, match="has no resource 'Leads'; it has: LeadsObj, AccountObj"):
        object_of(simulator, "Leads")
    with pytest.raises(RequestRefused, match="does not describe the object 'Other__c'"):
        object_of(simulator, "Other__c").count(Window(None, world.now))
