"""What the common tests prove of Qidian."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.qidian.connector import QidianConnector
from ingestion.sources.qidian.schema import QidianSettings
from tests.conformance.case import Case, Connect
from tests.simulators.qidian.server import APPID, SECRET, SID, QidianSimulator, id_of
from tests.simulators.server import Simulator
from tests.simulators.world import Record, World


def settings_for(simulator: Simulator, **changes: Any) -> QidianSettings:
    """The right settings, apart from these changes."""
    given = {"base_url": simulator.url, "sid": SID, "appid": APPID, "secret": SecretStr(SECRET)}
    return QidianSettings(**{**given, **changes})


def connecting(*, has_right: bool = True, **changes: Any) -> Connect:
    """Return what connects with these changes."""

    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        assert isinstance(simulator, QidianSimulator)
        simulator.has_right = has_right
        return QidianConnector(settings_for(simulator, **changes), clocks)

    return connect


def _shown(world: World, record: Record) -> Mapping[str, Any]:
    lead = world.leads[record.number - 1]
    return {
        "cust_id": id_of(lead.number),
        "data.identity.position": lead.title or "",
        "data.contact.mobile": lead.phone or "",
        "data.controlInfo.owner": lead.owner_id,
    }


CASES = [
    Case(
        system="qidian",
        source="qidian_customers",
        simulator=QidianSimulator,
        connect=connecting(),
        records=lambda world: list(world.leads),
        id_of=lambda record: id_of(record.number),
        shown=_shown,
        edit=lambda world, record: world.edit(record, title="总经理", owner_id="S003"),
        # Each customer costs a request.
        large=3_000,
        small=160,
        wrong={
            "secret": (
                connecting(secret=SecretStr("wrong")),
                CredentialsRefused,
                "check sid, appid and secret",
            ),
            "sid": (connecting(sid="other"), CredentialsRefused, "invalid credential"),
            "right": (connecting(has_right=False), ScopeMissing, "allow the app to read customers"),
        },
    )
]
