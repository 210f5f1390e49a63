"""What is tested of Neocrm: its sales objects."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.sources.neocrm.resources import NeocrmConnector
from ingestion.sources.neocrm.schema import NeocrmSettings
from tests.conformance.case import Case
from tests.conformance.overriding import Overriding
from tests.simulators.neocrm.objects import (
    ACCOUNT,
    CONTACT,
    LEAD,
    OPPORTUNITY,
    STAGE_LABELS,
    STAGES,
    STATUS_LABELS,
    STATUSES,
    VISIT,
    customers,
    ms,
)
from tests.simulators.neocrm.server import BARE_USER, CLIENT, PASSWORD, SECURITY_TOKEN, USER, NeocrmSimulator
from tests.simulators.server import Simulator


def connect(simulator: Simulator, clocks: Clocks, **changes: Any) -> NeocrmConnector:
    """Connect with the right credentials, and pages small enough for all faults to strike."""
    settings = {
        **CLIENT,
        "base_url": simulator.url,
        "login_url": simulator.url,
        "username": USER,
        "password": PASSWORD,
        "security_token": SECURITY_TOKEN,
        "batch_count": 500,
        "listing_rows": 1000,
        **changes,
    }
    return NeocrmConnector(NeocrmSettings.model_validate(settings), clocks)


_WRONG: Mapping[str, Any] = {
    "security token": (
        lambda sim, clocks: connect(sim, clocks, security_token="old"),
        CredentialsRefused,
        "check client_id, username and the secrets client_secret, password and security_token",
    ),
    "user without rights": (
        lambda sim, clocks: connect(sim, clocks, username=BARE_USER),
        ScopeMissing,
        "denies access",
    ),
    "field": (
        lambda sim, clocks: Overriding(connect(sim, clocks), {"fields": "id, nonsense"}),
        RequestRefused,
        "has no field 'nonsense'; its fields are: ",
    ),
}


def _case(source: str, **given: Any) -> Case:
    return Case(
        system="neocrm", source=source, simulator=NeocrmSimulator, connect=connect, wrong=_WRONG, **given
    )


CASES = [
    _case(
        "neo_leads",
        records=lambda world: list(world.leads),
        id_of=lambda lead: str(LEAD.id_of(lead)),
        shown=lambda _, lead: {
            "id": LEAD.id_of(lead),
            "name": lead.full_name,
            "_labels.status": STATUS_LABELS[STATUSES.index(lead.status)],
            "updatedAt": ms(lead.changed_at),
        },
        edit=lambda world, lead: world.edit(lead, status="qualified", full_name=lead.full_name + "'"),
        large=25_000,
    ),
    _case(
        "neo_accounts",
        records=customers,
        id_of=lambda lead: str(ACCOUNT.id_of(lead)),
        shown=lambda _, lead: {"accountName": lead.company},
        edit=lambda world, lead: world.edit(lead, company=lead.company + "集团"),
        small=1300,
    ),
    _case(
        "neo_contacts",
        records=customers,
        id_of=lambda lead: str(CONTACT.id_of(lead)),
        shown=lambda _, lead: {"contactName": lead.full_name, "accountId": ACCOUNT.id_of(lead)},
        edit=lambda world, lead: world.edit(lead, full_name=lead.full_name + "'"),
        small=1300,
    ),
    _case(
        "neo_opportunities",
        records=lambda world: list(world.deals),
        id_of=lambda deal: str(OPPORTUNITY.id_of(deal)),
        shown=lambda _, deal: {
            "_labels.saleStageId": STAGE_LABELS[STAGES.index(deal.stage)],
            "money": float(deal.amount),
        },
        edit=lambda world, deal: world.edit(deal, amount=deal.amount + 1, stage="price_negotiation"),
    ),
    _case(
        "neo_visits",
        records=lambda world: list(world.activities),
        id_of=lambda activity: str(VISIT.id_of(activity)),
        shown=lambda _, activity: {"content": activity.note, "visitTime": ms(activity.occurred_at)},
        edit=lambda world, activity: world.edit(activity, note=activity.note + "。"),
        small=300,
    ),
]
