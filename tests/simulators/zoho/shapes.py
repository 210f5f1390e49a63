"""The world's records as Zoho CRM's: lookups are objects, times have the org's offset, ids have 19 digits."""

import datetime as dt
import functools
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.world import Record, SimDeal, SimLead, SimOwner, World

_ZONE = ZoneInfo("Asia/Shanghai")
_ORG = 4_150_868_000_000_000_000
STAGES = {
    "new_lead": "Qualification",
    "qualified": "Needs Analysis",
    "needs_confirmed": "Value Proposition",
    "solution_discussed": "Proposal/Price Quote",
    "price_negotiation": "Negotiation/Review",
    "won": "Closed Won",
    "lost": "Closed Lost",
}
STATUSES = {
    "new": "Not Contacted",
    "contacted": "Contacted",
    "nurturing": "Contact in Future",
    "qualified": "Pre-Qualified",
    "converted": "Converted",
    "disqualified": "Junk Lead",
}
SOURCES = {
    "web": "Web Form",
    "event": "Trade Show",
    "referral": "External Referral",
    "social": "Social",
    "third_party": "Purchased List",
}
_BASES = {
    "Leads": 100_000_000,
    "Deals": 200_000_000,
    "Campaigns": 300_000_000,
    "users": 400_000_000,
    "Accounts": 500_000_000,
}


def record_id(module: str, number: int) -> str:
    return str(_ORG + _BASES[module] + number)


def number_of(module: str, id: str) -> int:  # noqa: A002
    return int(id) - _ORG - _BASES[module]


def at(moment: dt.datetime) -> str:
    return moment.astimezone(_ZONE).isoformat(timespec="seconds")


def owner(world: World, own: str) -> dict[str, Any]:
    person = next(person for person in world.owners if person.owner_id == own)
    return {"name": person.name, "id": record_id("users", int(own[1:])), "email": person.email}


def records(world: World, module: str) -> Sequence[Record]:
    """Return the records that a module serves; campaigns and accounts are taken from leads and deals."""
    if module == "Leads":
        return world.leads
    if module == "Deals":
        return world.deals
    first: dict[str, Record] = {}
    if module == "Campaigns":
        for lead in world.leads:
            first.setdefault(lead.campaign, lead)
    else:
        for deal in world.deals:
            first.setdefault(deal.company, deal)
    return [
        SimDeal(place, record.created_at, record.created_at, name=title)
        for place, (title, record) in enumerate(first.items(), start=1)
    ]


def account_of(world: World, company: str) -> str:
    """Return the id of a company's account."""
    places = _account_places(tuple(dict.fromkeys(deal.company for deal in world.deals)))
    return record_id("Accounts", places[company])


@functools.lru_cache(maxsize=4)
def _account_places(companies: tuple[str, ...]) -> dict[str, int]:
    return {company: place for place, company in enumerate(companies, start=1)}


def shape(world: World, module: str, record: Record) -> dict[str, Any]:
    """Return a record with all its fields."""
    shown: dict[str, Any] = {
        "id": record_id(module, record.number),
        "Created_Time": at(record.created_at),
        "Modified_Time": at(record.changed_at),
    }
    if isinstance(record, SimLead):
        return shown | {
            "First_Name": record.first or None,
            "Last_Name": record.last or "-",
            "Full_Name": record.full_name,
            "Company": record.company,
            "Designation": record.title,
            "Email": record.email,
            "Phone": record.phone,
            "Country": record.country,
            "State": record.region,
            "Industry": record.industry,
            "No_of_Employees": record.company_size,
            "Lead_Source": SOURCES.get(record.channel, "Other"),
            "Lead_Status": STATUSES[record.status],
            "Owner": owner(world, record.owner_id),
            "Tag": [],
            "Product_Interest": record.product,
            "Need": record.need,
            "Urgency": record.urgency,
            "Campaign_Name": record.campaign,
            "UTM_Source": record.utm_source,
            "UTM_Medium": record.utm_medium,
        }
    assert isinstance(record, SimDeal)
    if module == "Campaigns":
        return shown | {"Campaign_Name": record.name, "Status": "Active"}
    if module == "Accounts":
        return shown | {"Account_Name": record.name, "Owner": owner(world, record.owner_id)}
    return shown | {
        "Deal_Name": record.name,
        "Stage": STAGES[record.stage],
        "Amount": float(record.amount),
        "Currency": record.currency,
        "Closing_Date": record.expected_close_on.isoformat() if record.expected_close_on else None,
        "Closed_At": at(record.closed_at) if record.closed_at else None,
        "Owner": owner(world, record.owner_id),
        "Account_Name": {"name": record.company, "id": account_of(world, record.company)},
        "Source_Lead": record_id("Leads", record.lead) if record.lead else None,
        "Product": record.product,
        "Reason_For_Loss__s": record.loss_reason,
        "Loss_Detail": record.loss_detail,
        "Competitor": record.competitor,
    }


def history(deal: SimDeal) -> list[dict[str, Any]]:
    """Return a deal's stage history, the newest first."""
    return [
        {
            "id": f"{record_id('Deals', deal.number)}{place:02d}",
            "Stage": STAGES[stage],
            "Amount": float(deal.amount),
            "Modified_Time": at(moment),
            "Modified_By": {"name": "API", "id": str(_ORG)},
        }
        for place, (stage, moment) in reversed(list(enumerate(deal.history)))
    ]


def user(person: SimOwner) -> dict[str, Any]:
    return {
        "id": record_id("users", int(person.owner_id[1:])),
        "full_name": person.name,
        "email": person.email,
        "status": "active" if person.is_active else "disabled",
        "role": {"name": person.team},
    }
