"""What the common tests need to know of Zoho CRM."""

from typing import cast

from ingestion.http.errors import CredentialsRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.zoho.resources import SPEC
from tests.conformance.case import Case
from tests.simulators.faults import FaultPlan
from tests.simulators.server import Simulator
from tests.simulators.world import Record, SimDeal, SimLead, World
from tests.simulators.zoho import shapes
from tests.simulators.zoho.server import BLIND_REFRESH_TOKEN, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, Zoho


def connect(simulator: Simulator, clocks: Clocks, **changed: object) -> Connector:
    settings = {
        "base_url": simulator.url,
        "accounts_url": simulator.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "refresh_token": REFRESH_TOKEN,
    }
    return SPEC.connect(SPEC.settings.model_validate(settings | changed), clocks)


def make(world: World, faults: FaultPlan) -> Simulator:
    return Zoho(world, faults)


def _edit_lead(world: World, record: Record) -> None:
    world.edit(record, title=f"{cast(SimLead, record).title} II", status="nurturing")


def _edit_deal(world: World, record: Record) -> None:
    world.edit(record, name=f"{cast(SimDeal, record).name} II")


WRONG = {
    "secret": (
        lambda simulator, clocks: connect(simulator, clocks, client_secret="wrong"),
        CredentialsRefused,
        "invalid_client_secret",
    ),
    "scope": (
        lambda simulator, clocks: connect(simulator, clocks, refresh_token=BLIND_REFRESH_TOKEN),
        ScopeMissing,
        "OAUTH_SCOPE_MISMATCH",
    ),
}

CASES: list[Case] = [
    Case(
        system="zoho",
        source="zoho_leads",
        simulator=make,
        connect=connect,
        records=lambda world: list(world.leads),
        id_of=lambda record: shapes.record_id("Leads", record.number),
        shown=lambda world, record: {
            "Designation": cast(SimLead, record).title,
            "Lead_Status": shapes.STATUSES[cast(SimLead, record).status],
            "Email": cast(SimLead, record).email,
        },
        edit=_edit_lead,
        large=25_000,
        wrong=WRONG,
    ),
    Case(
        system="zoho",
        source="zoho_deals",
        simulator=make,
        connect=connect,
        records=lambda world: list(world.deals),
        id_of=lambda record: shapes.record_id("Deals", record.number),
        shown=lambda world, record: {
            "Deal_Name": cast(SimDeal, record).name,
            "Stage": shapes.STAGES[cast(SimDeal, record).stage],
        },
        edit=_edit_deal,
        wrong=WRONG,
    ),
]
