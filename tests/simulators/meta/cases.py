"""Meta put to the common tests."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.meta.connector import MetaConnector
from ingestion.sources.meta.schema import MetaSettings
from tests.conformance.case import Case, Connect
from tests.simulators.faults import FaultPlan
from tests.simulators.meta.server import NO_SCOPE, OTHER_PAGE, TOKEN, MetaSimulator, lead_id
from tests.simulators.server import Simulator
from tests.simulators.spending import restate, spend_id
from tests.simulators.world import Record, SimLead, SimSpend, World


def _simulator(world: World, faults: FaultPlan) -> Simulator:
    return MetaSimulator(world, faults, of_leads=lambda _: True, of_spend=lambda _: True)


def _connect(token: str) -> Connect:
    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        return MetaConnector(MetaSettings(base_url=simulator.url, access_token=SecretStr(token)), clocks)

    return connect


def _lead_shown(_: World, record: Record) -> Mapping[str, Any]:
    assert isinstance(record, SimLead)
    return {
        "created_time": record.created_at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "answers.full_name": record.full_name,
        "answers.email": record.email,
    }


def _new_lead(world: World, _: Record) -> None:
    """A lead of a form never changes; new ones come."""
    world.add_lead()


def _spend_shown(_: World, record: Record) -> Mapping[str, Any]:
    assert isinstance(record, SimSpend)
    return {"spend": str(record.amount), "clicks": str(record.clicks), "account_currency": record.currency}


_WRONG = {
    "credentials": (_connect("expired"), CredentialsRefused, "set a new access_token"),
    "scope": (_connect(NO_SCOPE), ScopeMissing, "leads_retrieval"),
    "no access to the object": (_connect(OTHER_PAGE), RequestRefused, "page_id"),
}

CASES = [
    Case(
        system="meta",
        source="meta_leads",
        simulator=_simulator,
        connect=_connect(TOKEN),
        records=lambda world: list(world.leads),
        id_of=lambda record: lead_id(record.number),
        shown=_lead_shown,
        edit=_new_lead,
        deletes=False,
        large=25_000,
        wrong=_WRONG,
    ),
    Case(
        system="meta",
        source="meta_spend",
        simulator=_simulator,
        connect=_connect(TOKEN),
        records=lambda world: list(world.spend),
        id_of=spend_id,
        shown=_spend_shown,
        edit=restate,
        deletes=False,
        wrong=_WRONG,
    ),
]
