"""What the common tests need to know of Salesforce."""

from typing import cast

from ingestion.http.errors import CredentialsRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.salesforce.resources import SPEC
from tests.conformance.case import Case
from tests.simulators.faults import FaultPlan
from tests.simulators.salesforce import shapes
from tests.simulators.salesforce.server import BLIND_CLIENT_ID, CLIENT_ID, CLIENT_SECRET, Salesforce
from tests.simulators.server import Simulator
from tests.simulators.world import Record, SimActivity, SimDeal, SimLead, World


def connect(simulator: Simulator, clocks: Clocks, **changed: object) -> Connector:
    settings = {
        "base_url": simulator.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "batch_size": 200,
    }
    return SPEC.connect(SPEC.settings.model_validate(settings | changed), clocks)


def make(world: World, faults: FaultPlan) -> Simulator:
    return Salesforce(world, faults)


def _leads(world: World) -> list[Record]:
    return list(world.leads)


def _deals(world: World) -> list[Record]:
    return list(world.deals)


def _tasks(world: World) -> list[Record]:
    return [item for item in world.activities if not shapes.is_event(item)]


def _edit_lead(world: World, record: Record) -> None:
    world.edit(record, title=f"{cast(SimLead, record).title} II", status="nurturing")


def _edit_deal(world: World, record: Record) -> None:
    world.edit(record, name=f"{cast(SimDeal, record).name} II")


def _edit_activity(world: World, record: Record) -> None:
    world.edit(record, note=f"{cast(SimActivity, record).note}!")


WRONG_SECRET = (
    lambda simulator, clocks: connect(simulator, clocks, client_secret="wrong"),
    CredentialsRefused,
    "invalid_client_id",
)
BLIND = (
    lambda simulator, clocks: connect(simulator, clocks, client_id=BLIND_CLIENT_ID),
    ScopeMissing,
    "grant Read",
)

CASES: list[Case] = [
    Case(
        system="salesforce",
        source="sf_leads",
        simulator=make,
        connect=connect,
        records=_leads,
        id_of=lambda record: shapes.lead_id(record.number),
        shown=lambda world, record: {
            "Title": cast(SimLead, record).title,
            "Status": shapes.STATUSES[cast(SimLead, record).status],
            "Email": cast(SimLead, record).email,
        },
        edit=_edit_lead,
        merges=True,
        large=25_000,
        wrong={"secret": WRONG_SECRET, "scope": BLIND},
    ),
    Case(
        system="salesforce",
        source="sf_opportunities",
        simulator=make,
        connect=connect,
        records=_deals,
        id_of=lambda record: shapes.deal_id(record.number),
        shown=lambda world, record: {
            "Name": cast(SimDeal, record).name,
            "StageName": shapes.STAGES[cast(SimDeal, record).stage],
        },
        edit=_edit_deal,
        wrong={"scope": BLIND},
    ),
    Case(
        system="salesforce",
        source="sf_campaign_members",
        simulator=make,
        connect=connect,
        records=_leads,
        id_of=lambda record: shapes.member_id(record.number),
        shown=lambda world, record: {"LeadId": shapes.lead_id(record.number)},
        edit=lambda world, record: world.edit(record),
        wrong={"secret": WRONG_SECRET},
    ),
    Case(
        system="salesforce",
        source="sf_tasks",
        simulator=make,
        connect=connect,
        records=_tasks,
        id_of=lambda record: f"00T5g{record.number:010d}EAA",
        shown=lambda world, record: {"Description": cast(SimActivity, record).note},
        edit=_edit_activity,
        wrong={"secret": WRONG_SECRET},
    ),
]
