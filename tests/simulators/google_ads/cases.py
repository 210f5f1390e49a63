"""Google Ads put to the common tests."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.google_ads.connector import GoogleAdsConnector
from ingestion.sources.google_ads.schema import GoogleAdsSettings
from tests.conformance.case import Case, Connect
from tests.simulators.faults import FaultPlan
from tests.simulators.google_ads.server import (
    CLIENT,
    DEVELOPER,
    MANAGER,
    REFRESH,
    SECRET,
    GoogleAdsSimulator,
)
from tests.simulators.server import Simulator
from tests.simulators.spending import restate, spend_id
from tests.simulators.world import Record, SimSpend, World


def _simulator(world: World, faults: FaultPlan) -> Simulator:
    return GoogleAdsSimulator(world, faults, of_spend=lambda _: True)


def settings_for(simulator: Simulator, **changes: Any) -> GoogleAdsSettings:
    """Return the right settings, but for `changes`."""
    right: dict[str, Any] = {
        "base_url": simulator.url,
        "token_url": f"{simulator.url}/token",
        "client_id": CLIENT,
        "client_secret": SecretStr(SECRET),
        "refresh_token": SecretStr(REFRESH),
        "developer_token": SecretStr(DEVELOPER),
        "login_customer_id": MANAGER,
    }
    return GoogleAdsSettings(**{**right, **changes})


def _connect(**changes: Any) -> Connect:
    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        return GoogleAdsConnector(settings_for(simulator, **changes), clocks)

    return connect


def _shown(_: World, record: Record) -> Mapping[str, Any]:
    assert isinstance(record, SimSpend)
    return {
        "metrics.costMicros": str(int(record.amount * 1_000_000)),
        "metrics.clicks": str(record.clicks),
        "customer.currencyCode": record.currency,
    }


CASES = [
    Case(
        system="google_ads",
        source="google_ads_spend",
        simulator=_simulator,
        connect=_connect(),
        records=lambda world: list(world.spend),
        id_of=spend_id,
        shown=_shown,
        edit=restate,
        deletes=False,
        large=25_000,
        wrong={
            "client": (_connect(client_secret=SecretStr("x")), CredentialsRefused, "client_secret"),
            "refresh token": (_connect(refresh_token=SecretStr("x")), CredentialsRefused, "refresh_token"),
            "developer token": (
                _connect(developer_token=SecretStr("x")),
                CredentialsRefused,
                "developer_token",
            ),
            "no manager": (_connect(login_customer_id=None), ScopeMissing, "login_customer_id"),
            "version": (_connect(api_version="v1"), RequestRefused, "CUSTOMER_NOT_FOUND"),
            "metric": (_connect(metrics=("metrics.costs",)), RequestRefused, "metrics.costs"),
        },
    ),
]
