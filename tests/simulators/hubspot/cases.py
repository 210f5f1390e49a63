"""What the common tests need to know of HubSpot."""

from typing import cast

from ingestion.http.errors import CredentialsRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.hubspot.resources import SPEC
from tests.conformance.case import Case
from tests.simulators.faults import FaultPlan
from tests.simulators.hubspot import shapes
from tests.simulators.hubspot.server import BLIND_TOKEN, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, HubSpot
from tests.simulators.server import Simulator
from tests.simulators.world import Record, SimDeal, SimLead, World


def connect(simulator: Simulator, clocks: Clocks, **changed: object) -> Connector:
    settings = {
        "base_url": simulator.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "refresh_token": REFRESH_TOKEN,
    }
    return SPEC.connect(SPEC.settings.model_validate(settings | changed), clocks)


def make(world: World, faults: FaultPlan) -> Simulator:
    return HubSpot(world, faults)


def _edit_contact(world: World, record: Record) -> None:
    world.edit(record, title=f"{cast(SimLead, record).title} II", status="nurturing")


def _edit_deal(world: World, record: Record) -> None:
    world.edit(record, name=f"{cast(SimDeal, record).name} II")


WRONG = {
    "secret": (
        lambda simulator, clocks: connect(simulator, clocks, client_secret="wrong"),
        CredentialsRefused,
        "unknown client secret",
    ),
    "private app": (
        lambda simulator, clocks: connect(simulator, clocks, access_token="wrong"),
        CredentialsRefused,
        "check the connection's secrets",
    ),
}

CASES: list[Case] = [
    Case(
        system="hubspot",
        source="hs_contacts",
        simulator=make,
        connect=connect,
        records=lambda world: list(world.leads),
        id_of=lambda record: shapes.contact_id(record.number),
        shown=lambda world, record: {
            "properties.jobtitle": cast(SimLead, record).title,
            "properties.hs_lead_status": shapes.STATUSES[cast(SimLead, record).status],
            "properties.email": cast(SimLead, record).email,
        },
        edit=_edit_contact,
        merges=True,
        large=25_000,
        small=400,
        wrong={
            **WRONG,
            "scope": (
                lambda simulator, clocks: connect(simulator, clocks, access_token=BLIND_TOKEN),
                ScopeMissing,
                "crm.objects.contacts.read",
            ),
        },
    ),
    Case(
        system="hubspot",
        source="hs_deals",
        simulator=make,
        connect=connect,
        records=lambda world: list(world.deals),
        id_of=lambda record: shapes.deal_id(record.number),
        shown=lambda world, record: {
            "properties.dealname": cast(SimDeal, record).name,
            "associations.contacts.id": (
                shapes.contact_id(lead) if (lead := cast(SimDeal, record).lead) else None
            ),
        },
        edit=_edit_deal,
        small=400,
        wrong=WRONG,
    ),
]
