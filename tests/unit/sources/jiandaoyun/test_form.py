"""Forms of Jiandaoyun: windows in UTC and Beijing time, chosen fields, rates, pages that come twice."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ingestion.http.errors import Unavailable
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Window
from ingestion.sources.jiandaoyun.resources import Form, JiandaoyunConnector
from ingestion.sources.jiandaoyun.schema import JiandaoyunSettings
from tests.conformance.harness import FastClocks
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.jiandaoyun.rows import APP_ID, DEALS, LEADS
from tests.simulators.jiandaoyun.server import KEY, JiandaoyunSimulator
from tests.simulators.meter import Meter
from tests.simulators.world import World, make_world

OPTIONS = {"app_id": APP_ID, "entry_id": LEADS.entry_id}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(250)


@pytest.fixture
def simulator(world: World) -> Iterator[JiandaoyunSimulator]:
    with JiandaoyunSimulator(world) as made:
        yield made


def form_of(
    simulator: JiandaoyunSimulator, clocks: Clocks | None = None, fields: str = "", **settings: object
) -> Form:
    all_settings = JiandaoyunSettings.model_validate({"base_url": simulator.url, "api_key": KEY, **settings})
    connector = JiandaoyunConnector(all_settings, clocks or FastClocks().clocks())
    return connector.resource("form", {**OPTIONS, "fields": fields})


def everything(world: World) -> Window:
    return Window(None, world.now)


@pytest.mark.parametrize("zone", ["utc", "beijing"])
def test_a_window_is_inclusive_at_its_start_in_both_ways_of_writing_times(world: World, zone: str) -> None:
    since = sorted(lead.changed_at for lead in world.leads)[-20]
    wanted = {LEADS.row_id(lead.number) for lead in world.leads if lead.changed_at >= since}
    with JiandaoyunSimulator(world, beijing_filters=zone == "beijing") as simulator:
        form = form_of(simulator, filter_times=zone)
        window = Window(since, world.now)
        assert {item.id for page in form.read(window) for item in page} == wanted
        assert {one for page in form.ids(window) for one in page} == wanted


def test_chosen_fields_come_with_the_time_of_change(simulator: JiandaoyunSimulator, world: World) -> None:
    form = form_of(simulator, fields="contact, mobile")
    items = [item for page in form.read(everything(world)) for item in page]
    assert len(items) == len(world.leads)
    assert set(items[0].record) == {"contact", "mobile", "updateTime", "_id", "appId", "entryId"}
    assert items[0].changed_at == world.leads[0].changed_at


def test_a_day_in_beijing_comes_as_the_evening_before_in_utc(
    simulator: JiandaoyunSimulator, world: World
) -> None:
    form = form_of(simulator)
    form._form = (APP_ID, DEALS.entry_id)
    rows = [item.record for page in form.read(everything(world)) for item in page]
    deal = next(deal for deal in world.deals if deal.expected_close_on)
    assert deal.expected_close_on is not None
    before = deal.expected_close_on - dt.timedelta(days=1)
    assert rows[deal.number - 1]["expected_on"] == f"{before}T16:00:00.000Z"


def test_the_rate_of_the_system_is_kept_without_a_refusal(world: World) -> None:
    time = FastClocks()
    with JiandaoyunSimulator(world, meter=Meter(30, 1.0, lambda: time.seconds)) as simulator:
        form = form_of(simulator, time.clocks(), page_size=5)
        assert sum(len(list(page)) for page in form.read(everything(world))) == len(world.leads)
        assert len(simulator.calls) == 51
        assert time.seconds >= 1.0


def test_a_refusal_for_the_rate_is_waited_for(world: World) -> None:
    time = FastClocks()
    with JiandaoyunSimulator(world, meter=Meter(2, 1.0, lambda: time.seconds)) as simulator:
        form = form_of(simulator, time.clocks())
        assert sum(len(list(page)) for page in form.read(everything(world))) == len(world.leads)
        assert len(simulator.calls) > 3


def test_a_page_that_is_another_ones_is_asked_for_again(world: World) -> None:
    plan = FaultPlan({2: Fault.REPEATED, 3: Fault.REPEATED})
    with JiandaoyunSimulator(world, plan) as simulator:
        ids = [item.id for page in form_of(simulator).read(everything(world)) for item in page]
    assert ids == [LEADS.row_id(lead.number) for lead in world.leads]


def test_a_page_that_never_comes_is_said_so(world: World) -> None:
    plan = FaultPlan(dict.fromkeys(range(2, 9), Fault.REPEATED))
    with (
        JiandaoyunSimulator(world, plan) as simulator,
        pytest.raises(Unavailable, match="no answer that belongs"),
    ):
        list(form_of(simulator).read(everything(world)))


def test_apps_forms_and_fields_can_be_found(simulator: JiandaoyunSimulator) -> None:
    form = form_of(simulator)
    client = form._client
    assert client.apps() == {APP_ID: "销售管理"}
    assert client.forms(APP_ID)[DEALS.entry_id] == "商机"
    assert client.fields(APP_ID, LEADS.entry_id)["pool"] == "所属公海"


def test_unknown_names_are_said_before_anything_is_asked(simulator: JiandaoyunSimulator) -> None:
    connector = JiandaoyunConnector(
        JiandaoyunSettings(base_url=simulator.url, api_key=KEY), FastClocks().clocks()
    )
    with pytest.raises(ValueError, match="has no resource 'leads'; it has: form"):
        connector.resource("leads", {})
    with pytest.raises(ValueError, match="needs the option 'entry_id'"):
        connector.resource("form", {"app_id": APP_ID})
    assert not simulator.calls
