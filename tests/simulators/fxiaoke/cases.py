"""What is tested of Fxiaoke: its sales objects, some with the newer and some with the older authorisation."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.sources.fxiaoke.resources import FxiaokeConnector
from ingestion.sources.fxiaoke.schema import FxiaokeSettings
from tests.conformance.case import Case
from tests.conformance.overriding import Overriding
from tests.simulators.fxiaoke.objects import (
    ACCOUNT,
    ACTIVITIES,
    CONTACT,
    DEALS,
    LEADS,
    STAGE,
    STATUS,
    customers,
    ms,
)
from tests.simulators.fxiaoke.server import APP_ID, BARE_USER, CODE, MOBILE, SECRET, USER, FxiaokeSimulator
from tests.simulators.server import Simulator

OLD = {"auth": "corp_token", "mobile": MOBILE}


def connect(simulator: Simulator, clocks: Clocks, **changes: Any) -> FxiaokeConnector:
    """Connect with the right credentials."""
    settings = {
        "base_url": simulator.url,
        "app_id": APP_ID,
        "app_secret": SECRET,
        "permanent_code": CODE,
        "user_id": USER,
        **changes,
    }
    return FxiaokeConnector(FxiaokeSettings.model_validate(settings), clocks)


def _wrong(**auth: Any) -> Mapping[str, Any]:
    return {
        "secret": (
            lambda sim, clocks: connect(sim, clocks, **auth, app_secret="other"),
            CredentialsRefused,
            "check app_id and the secrets app_secret and permanent_code",
        ),
        "code": (
            lambda sim, clocks: connect(sim, clocks, **auth, permanent_code="other"),
            CredentialsRefused,
            "permanentCode is wrong, errorCode 10005",
        ),
        "employee": (
            lambda sim, clocks: connect(
                sim, clocks, **{**auth, "user_id": BARE_USER, "open_user_id": "FSUID_2"}
            ),
            ScopeMissing,
            "give the app the right",
        ),
        "field": (
            lambda sim, clocks: Overriding(connect(sim, clocks, **auth), {"fields": "_id,nonsense"}),
            RequestRefused,
            "has no field 'nonsense'; its fields are: ",
        ),
    }


def _case(source: str, auth: Mapping[str, Any] | None = None, **given: Any) -> Case:
    auth = auth or {}
    return Case(
        system="fxiaoke",
        source=source,
        simulator=FxiaokeSimulator,
        connect=lambda simulator, clocks: connect(simulator, clocks, **auth),
        wrong=_wrong(**auth),
        **given,
    )


CASES = [
    _case(
        "fx_leads",
        records=lambda world: list(world.leads),
        id_of=lambda lead: LEADS.id_of(lead.number),
        shown=lambda _, lead: {
            "name": lead.full_name,
            "_labels.leads_status": STATUS[lead.status][1],
            "last_modified_time": ms(lead.changed_at),
        },
        edit=lambda world, lead: world.edit(lead, status="qualified", full_name=lead.full_name + "'"),
        large=25_000,
    ),
    _case(
        "fx_accounts",
        OLD,
        records=customers,
        id_of=lambda lead: ACCOUNT.id_of(lead.number),
        shown=lambda _, lead: {"name": lead.company},
        edit=lambda world, lead: world.edit(lead, company=lead.company + "集团"),
        small=1300,
    ),
    _case(
        "fx_contacts",
        OLD,
        records=customers,
        id_of=lambda lead: CONTACT.id_of(lead.number),
        shown=lambda _, lead: {"name": lead.full_name, "account_id": ACCOUNT.id_of(lead.number)},
        edit=lambda world, lead: world.edit(lead, full_name=lead.full_name + "'"),
        small=1300,
    ),
    _case(
        "fx_opportunities",
        records=lambda world: list(world.deals),
        id_of=lambda deal: DEALS.id_of(deal.number),
        shown=lambda _, deal: {"_labels.sales_stage": STAGE[deal.stage][1], "amount": str(deal.amount)},
        edit=lambda world, deal: world.edit(deal, amount=deal.amount + 1, stage="price_negotiation"),
    ),
    _case(
        "fx_activities",
        records=lambda world: list(world.activities),
        id_of=lambda activity: ACTIVITIES.id_of(activity.number),
        shown=lambda _, activity: {
            "active_record_content": activity.note,
            "occurred__c": ms(activity.occurred_at),
        },
        edit=lambda world, activity: world.edit(activity, note=activity.note + "。"),
        small=300,
    ),
]
