"""What the common tests prove of Jinshuju."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.jinshuju.connector import JinshujuConnector
from ingestion.sources.jinshuju.schema import JinshujuSettings
from tests.conformance.case import Case, Connect
from tests.simulators.jinshuju.server import API_SECRET, FORM, KEY, JinshujuSimulator
from tests.simulators.server import Simulator
from tests.simulators.world import Record, World


def settings_for(simulator: Simulator, **changes: Any) -> JinshujuSettings:
    """The right settings, apart from these changes."""
    given = {"base_url": simulator.url, "api_key": SecretStr(KEY), "api_secret": SecretStr(API_SECRET)}
    return JinshujuSettings(**{**given, **changes})


def connecting(facts: Mapping[str, Any] | None = None, **changes: Any) -> Connect:
    """Return what connects with these changed settings, to a simulator of which these facts hold."""

    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        assert isinstance(simulator, JinshujuSimulator)
        for fact, value in {"form": FORM, "has_api": True, "has_right": True, **(facts or {})}.items():
            setattr(simulator, fact, value)
        return JinshujuConnector(settings_for(simulator, **changes), clocks)

    return connect


def _shown(world: World, record: Record) -> Mapping[str, Any]:
    lead = world.leads[record.number - 1]
    return {
        "serial_number": lead.number,
        "field_1": lead.full_name,
        "field_3": lead.title or "",
        "field_5": lead.email or "",
    }


CASES = [
    Case(
        system="jinshuju",
        source="jsj_demo_requests",
        simulator=JinshujuSimulator,
        connect=connecting(),
        records=lambda world: list(world.leads),
        id_of=lambda record: str(record.number),
        shown=_shown,
        edit=lambda world, record: world.edit(record, title="厂长"),
        large=25_000,
        wrong={
            "key": (connecting(api_key=SecretStr("x")), CredentialsRefused, "check the connection's api_key"),
            "plan": (connecting({"has_api": False}), ScopeMissing, "plan includes no API"),
            "right": (connecting({"has_right": False}), ScopeMissing, "allowed to read the form"),
            "form": (connecting({"form": "other"}), RequestRefused, "the contract's option form"),
        },
    )
]
