"""Ocean Engine put to the common tests."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.ocean_engine.connector import OceanEngineConnector
from ingestion.sources.ocean_engine.schema import OceanEngineSettings
from tests.conformance.case import Case, Connect
from tests.simulators.faults import FaultPlan
from tests.simulators.ocean_engine.server import (
    APP,
    NO_SCOPE,
    REFRESH,
    SECRET,
    STATES,
    OceanEngineSimulator,
    clue_id,
)
from tests.simulators.server import Simulator
from tests.simulators.spending import restate, spend_id
from tests.simulators.world import Record, SimLead, SimSpend, World

_FOLLOWED_DAYS = 29


def _simulator(world: World, faults: FaultPlan) -> Simulator:
    return OceanEngineSimulator(world, faults, of_leads=lambda _: True, of_spend=lambda _: True)


def settings_for(simulator: Simulator, **changes: Any) -> OceanEngineSettings:
    """Return the right settings, but for `changes`."""
    right: dict[str, Any] = {
        "base_url": simulator.url,
        "app_id": APP,
        "app_secret": SecretStr(SECRET),
        "refresh_token": SecretStr(REFRESH),
    }
    return OceanEngineSettings(**{**right, **changes})


def _connect(**changes: Any) -> Connect:
    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        return OceanEngineConnector(settings_for(simulator, **changes), clocks)

    return connect


def _clue_shown(_: World, record: Record) -> Mapping[str, Any]:
    assert isinstance(record, SimLead)
    return {"name": record.full_name, "convert_status": STATES.get(record.status, "未处理")}


def _follow_up(world: World, record: Record) -> None:
    """A clue of the last weeks moves on; older ones are not looked at any more, and new ones come."""
    assert isinstance(record, SimLead)
    if record.created_at >= world.now - dt.timedelta(days=_FOLLOWED_DAYS):
        world.edit(record, status="qualified" if record.status != "qualified" else "contacted")
    else:
        world.add_lead()


def _spend_shown(_: World, record: Record) -> Mapping[str, Any]:
    assert isinstance(record, SimSpend)
    return {"metrics.stat_cost": str(record.amount), "metrics.click_cnt": str(record.clicks)}


_WRONG_APP = {
    "secret": (_connect(app_secret=SecretStr("x")), CredentialsRefused, "app_secret"),
    "refresh token": (_connect(refresh_token=SecretStr("x")), CredentialsRefused, "refresh_token"),
    "scope": (_connect(refresh_token=SecretStr(NO_SCOPE)), ScopeMissing, "authorise the app"),
    "page size": (_connect(page_size=1000), RequestRefused, "page_size"),
}

CASES = [
    Case(
        system="ocean_engine",
        source="ocean_engine_clues",
        simulator=_simulator,
        connect=_connect(),
        records=lambda world: list(world.leads),
        id_of=lambda record: clue_id(record.number),
        shown=_clue_shown,
        edit=_follow_up,
        deletes=False,
        large=25_000,
        wrong=_WRONG_APP,
    ),
    Case(
        system="ocean_engine",
        source="ocean_engine_spend",
        simulator=_simulator,
        connect=_connect(),
        records=lambda world: list(world.spend),
        id_of=spend_id,
        shown=_spend_shown,
        edit=restate,
        deletes=False,
        wrong={
            **_WRONG_APP,
            "dimension": (_connect(campaign_name_dimension="plan"), RequestRefused, "plan"),
        },
    ),
]
