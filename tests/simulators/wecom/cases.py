"""What the common tests prove of WeCom."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.wecom.connector import WecomConnector
from ingestion.sources.wecom.schema import WecomSettings
from tests.conformance.case import Case, Connect
from tests.simulators.server import Simulator
from tests.simulators.wecom.server import CORP_ID, SECRET, WecomSimulator, external_id, id_of
from tests.simulators.world import Record, SimLead, World


def settings_for(simulator: Simulator, **changes: Any) -> WecomSettings:
    """The right settings, apart from these changes."""
    given = {"base_url": simulator.url, "corp_id": CORP_ID, "secret": SecretStr(SECRET)}
    return WecomSettings(**{**given, **changes})


def connecting(*, has_right: bool = True, **changes: Any) -> Connect:
    """Return what connects with these changes."""

    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        assert isinstance(simulator, WecomSimulator)
        simulator.has_right = has_right
        return WecomConnector(settings_for(simulator, **changes), clocks)

    return connect


def _id(record: Record) -> str:
    assert isinstance(record, SimLead)
    return id_of(record)


def _shown(world: World, record: Record) -> Mapping[str, Any]:
    lead = world.leads[record.number - 1]
    return {
        "external_contact.external_userid": external_id(lead.number),
        "follow_info.userid": lead.owner_id,
        "follow_info.remark": lead.title or "",
        "follow_info.remark_mobiles": [lead.phone] if lead.phone else [],
    }


CASES = [
    Case(
        system="wecom",
        source="wecom_contacts",
        simulator=WecomSimulator,
        connect=connecting(),
        records=lambda world: list(world.leads),
        id_of=_id,
        shown=_shown,
        edit=lambda world, record: world.edit(record, title="采购总监", phone="+86 13900001111"),
        large=25_000,
        wrong={
            "secret": (connecting(secret=SecretStr("wrong")), CredentialsRefused, "check corp_id"),
            "corp_id": (connecting(corp_id="other"), CredentialsRefused, "invalid corpid"),
            "right": (connecting(has_right=False), ScopeMissing, "可调用接口的应用"),
        },
    )
]
