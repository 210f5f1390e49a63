"""Authorisation of Fxiaoke: both ways, few token calls and none at once, quotas, and what is said."""

import threading
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from ingestion.http.errors import CredentialsRefused, QuotaUsedUp, RequestRefused
from ingestion.pulling.resource import Window
from ingestion.sources.fxiaoke.resources import CrmObject
from ingestion.sources.fxiaoke.schema import FxiaokeSettings
from tests.conformance.harness import FastClocks
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.fxiaoke.cases import OLD, connect
from tests.simulators.fxiaoke.server import EA, OPEN_USER, USER, FxiaokeSimulator
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


def leads_of(simulator: FxiaokeSimulator, **settings: object) -> CrmObject:
    return connect(simulator, FastClocks().clocks(), **settings).resource("LeadsObj", {})


def test_the_newer_way_puts_headers(simulator: FxiaokeSimulator, world: World) -> None:
    assert leads_of(simulator).count(Window(None, world.now)) == len(world.leads)
    call = simulator.calls[-1]
    assert (call.headers["x-fs-ea"], call.headers["x-fs-userid"]) == (EA, USER)
    assert "corpAccessToken" not in call.json()
    assert len({call.params["thirdTraceId"] for call in simulator.calls}) == len(simulator.calls)


def test_the_older_way_puts_the_token_into_the_body(simulator: FxiaokeSimulator, world: World) -> None:
    assert leads_of(simulator, **OLD).count(Window(None, world.now)) == len(world.leads)
    call = simulator.calls[-1]
    assert call.json()["currentOpenUserId"] == OPEN_USER
    assert "authorization" not in call.headers


def test_an_unknown_mobile_is_said(simulator: FxiaokeSimulator, world: World) -> None:
    leads = leads_of(simulator, auth="corp_token", mobile="13911111111")
    with pytest.raises(CredentialsRefused, match="knows no employee with the mobile"):
        leads.count(Window(None, world.now))


def test_connections_at_once_never_ask_for_tokens_at_once(world: World) -> None:
    with FxiaokeSimulator(world, token_seconds=0.05) as simulator:
        window = Window(None, world.now)
        counts: list[int | None] = []
        threads = [
            threading.Thread(target=lambda: counts.append(leads_of(simulator).count(window)))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counts == [len(world.leads)] * 4
        assert (simulator.refused, simulator.given_out) == (0, 1)


def test_a_token_call_too_many_is_waited_for(world: World) -> None:
    time = FastClocks()
    meter = Meter(1, 60.0, lambda: time.seconds)
    with FxiaokeSimulator(world, token_meter=meter) as simulator:
        for _ in range(2):
            leads = connect(simulator, time.clocks()).resource("LeadsObj", {})
            assert leads.count(Window(None, world.now)) == len(world.leads)
        assert simulator.refused
        assert time.seconds >= 60


def test_a_token_that_ends_between_two_pages_is_got_anew_once(world: World) -> None:
    with FxiaokeSimulator(world, FaultPlan({3: Fault.EXPIRED})) as simulator:
        pages = leads_of(simulator).read(Window(None, world.now))
        assert sum(len(list(page)) for page in pages) == len(world.leads)
        assert simulator.given_out == 2


def test_a_daily_quota_ends_the_pull_at_once(world: World) -> None:
    class UsedUp(FxiaokeSimulator):
        def answer(self, call: Call) -> Answer:
            if self.is_data(call):
                return Answer(data={"errorCode": 30002, "errorMessage": "daily limit"})
            return super().answer(call)

    with UsedUp(world) as simulator, pytest.raises(QuotaUsedUp, match="given anew at 0:00"):
        leads_of(simulator).count(Window(None, world.now))


def test_the_address_of_the_web_site_is_no_api(simulator: FxiaokeSimulator, world: World) -> None:
    simulator.answer = lambda _: Answer(302, headers={"Location": "/"})  # type: ignore[method-assign]
    with pytest.raises(RequestRefused, match="set its base_url right"):
        leads_of(simulator).count(Window(None, world.now))


def test_settings_must_name_an_employee() -> None:
    secrets = {"app_id": "a", "app_secret": "hush", "permanent_code": "hush"}
    with pytest.raises(ValidationError, match="needs user_id"):
        FxiaokeSettings.model_validate(secrets)
    with pytest.raises(ValidationError, match="needs open_user_id"):
        FxiaokeSettings.model_validate({**secrets, "auth": "corp_token"})
