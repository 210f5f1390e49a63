"""What is tested of Jiandaoyun: three forms of the CRM suite."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.sources.jiandaoyun.resources import JiandaoyunConnector
from ingestion.sources.jiandaoyun.schema import JiandaoyunSettings
from tests.conformance.case import Case, Connect
from tests.conformance.overriding import Overriding
from tests.simulators.jiandaoyun.rows import ACTIVITIES, APP_ID, DEALS, LEADS, STAGE, STATUS, iso
from tests.simulators.jiandaoyun.server import KEY, JiandaoyunSimulator
from tests.simulators.server import Simulator


def connect(simulator: Simulator, clocks: Clocks, key: str = KEY) -> JiandaoyunConnector:
    """Connect with the right key."""
    return JiandaoyunConnector(JiandaoyunSettings(base_url=simulator.url, api_key=key), clocks)


def _with(**options: str) -> Connect:
    return lambda simulator, clocks: Overriding(connect(simulator, clocks), options)


_WRONG: Mapping[str, Any] = {
    "key": (
        lambda sim, clocks: connect(sim, clocks, "other"),
        CredentialsRefused,
        "check the secret api_key",
    ),
    "app": (_with(app_id="65a0"), ScopeMissing, f"it may read: {APP_ID} (销售管理)"),
    "form": (_with(entry_id="65e0"), RequestRefused, f"{LEADS.entry_id} (线索)"),
    "field": (_with(fields="nonsense"), RequestRefused, "has no field 'nonsense'; its fields are: "),
}

CASES = [
    Case(
        system="jiandaoyun",
        source="jdy_leads",
        simulator=JiandaoyunSimulator,
        connect=connect,
        records=lambda world: list(world.leads),
        id_of=lambda lead: LEADS.row_id(lead.number),
        shown=lambda _, lead: {
            "contact": lead.full_name,
            "lead_status": STATUS[lead.status],
            "owner.username": lead.owner_id,
            "updateTime": iso(lead.changed_at),
        },
        edit=lambda world, lead: world.edit(lead, status="qualified", full_name=lead.full_name + "'"),
        large=25_000,
        wrong=_WRONG,
    ),
    Case(
        system="jiandaoyun",
        source="jdy_opportunities",
        simulator=JiandaoyunSimulator,
        connect=connect,
        records=lambda world: list(world.deals),
        id_of=lambda deal: DEALS.row_id(deal.number),
        shown=lambda _, deal: {"stage.name": STAGE[deal.stage], "amount": float(deal.amount)},
        edit=lambda world, deal: world.edit(deal, amount=deal.amount + 1, stage="price_negotiation"),
        wrong=_WRONG,
    ),
    Case(
        system="jiandaoyun",
        source="jdy_activities",
        simulator=JiandaoyunSimulator,
        connect=connect,
        records=lambda world: list(world.activities),
        id_of=lambda activity: ACTIVITIES.row_id(activity.number),
        shown=lambda _, activity: {"note": activity.note, "happened_at": iso(activity.occurred_at)},
        edit=lambda world, activity: world.edit(activity, note=activity.note + "。"),
        small=300,
        wrong=_WRONG,
    ),
]
