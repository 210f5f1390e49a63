"""Baidu put to the common tests."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.baidu.connector import BaiduConnector
from ingestion.sources.baidu.schema import BaiduSettings
from tests.conformance.case import Case, Connect
from tests.simulators.baidu.server import APP, NO_SCOPE, REFRESH, SECRET, USER, USER_ID, BaiduSimulator
from tests.simulators.faults import FaultPlan
from tests.simulators.server import Simulator
from tests.simulators.spending import restate, spend_id
from tests.simulators.world import Record, SimSpend, World


def _simulator(world: World, faults: FaultPlan) -> Simulator:
    return BaiduSimulator(world, faults, of_spend=lambda _: True)


def settings_for(simulator: Simulator, **changes: Any) -> BaiduSettings:
    """Return the right settings, but for `changes`."""
    right: dict[str, Any] = {
        "base_url": simulator.url,
        "token_url": f"{simulator.url}/oauth/refreshToken",
        "user_name": USER,
        "user_id": USER_ID,
        "app_id": APP,
        "app_secret": SecretStr(SECRET),
        "refresh_token": SecretStr(REFRESH),
    }
    return BaiduSettings(**{**right, **changes})


def _connect(**changes: Any) -> Connect:
    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        return BaiduConnector(settings_for(simulator, **changes), clocks)

    return connect


def _shown(_: World, record: Record) -> Mapping[str, Any]:
    assert isinstance(record, SimSpend)
    return {"cost": float(record.amount), "click": record.clicks, "campaignId": int(record.campaign_id)}


CASES = [
    Case(
        system="baidu",
        source="baidu_spend",
        simulator=_simulator,
        connect=_connect(),
        records=lambda world: list(world.spend),
        id_of=spend_id,
        shown=_shown,
        edit=restate,
        deletes=False,
        large=25_000,
        wrong={
            "secret": (_connect(app_secret=SecretStr("x")), CredentialsRefused, "app_secret"),
            "refresh token": (_connect(refresh_token=SecretStr("x")), CredentialsRefused, "refresh_token"),
            "scope": (_connect(refresh_token=SecretStr(NO_SCOPE)), ScopeMissing, "authorise the app"),
            "account": (_connect(user_name="nobody"), RequestRefused, "user_name"),
            "column": (_connect(columns=("date", "campaignId", "plan")), RequestRefused, "plan"),
        },
    ),
]
