"""The world's records as Salesforce objects: field names, types and formats are Salesforce's."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.simulators.world import Record, SimActivity, SimDeal, SimLead, SimOwner, World

STAGES = {
    "new_lead": "Prospecting",
    "qualified": "Qualification",
    "needs_confirmed": "Needs Analysis",
    "solution_discussed": "Value Proposition",
    "price_negotiation": "Negotiation/Review",
    "won": "Closed Won",
    "lost": "Closed Lost",
}
STATUSES = {
    "new": "Open - Not Contacted",
    "contacted": "Working - Contacted",
    "nurturing": "Nurturing",
    "qualified": "Qualified",
    "converted": "Closed - Converted",
    "disqualified": "Closed - Not Converted",
}
SOURCES = {
    "web": "Web",
    "event": "Trade Show",
    "referral": "Customer Referral",
    "social": "Social",
    "third_party": "Purchased List",
    "other": "Other",
}
_CHANCES = {"new_lead": 10, "qualified": 20, "needs_confirmed": 40, "solution_discussed": 60}
_MEETINGS = ("线上会议", "上门拜访")


def lead_id(number: int) -> str:
    return f"00Q5g{number:010d}EAA"


def deal_id(number: int) -> str:
    return f"0065g{number:010d}EAA"


def user_id(owner_id: str) -> str:
    return f"0055g{owner_id:0>10}QAA"


def campaign_id(place: int) -> str:
    return f"7015g{place:010d}QAA"


def member_id(number: int) -> str:
    return f"00v5g{number:010d}EAA"


def at(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def _system(record: Record, id: str) -> dict[str, Any]:  # noqa: A002
    return {
        "Id": id,
        "IsDeleted": not record.is_live,
        "CreatedDate": at(record.created_at),
        "LastModifiedDate": at(record.changed_at),
        "SystemModstamp": at(record.changed_at),
    }


def lead(world: World, record: SimLead) -> dict[str, Any]:
    return _system(record, lead_id(record.number)) | {
        "MasterRecordId": lead_id(record.merged_into) if record.merged_into else None,
        "FirstName": record.first or None,
        "LastName": record.last or "-",
        "Name": record.full_name,
        "Company": record.company,
        "Title": record.title,
        "Email": record.email,
        "Phone": record.phone,
        "Country": record.country,
        "State": record.region,
        "Address": {"country": record.country, "state": record.region},
        "Industry": record.industry,
        "LeadSource": SOURCES.get(record.channel, "Other"),
        "Status": STATUSES[record.status],
        "IsConverted": record.status == "converted",
        "OwnerId": user_id(record.owner_id),
        "Company_Size__c": record.company_size,
        "Product_Interest__c": record.product,
        "Need__c": record.need,
        "Urgency__c": record.urgency,
        "Campaign__c": record.campaign,
        "UTM_Source__c": record.utm_source,
        "UTM_Medium__c": record.utm_medium,
    }


def deal(world: World, record: SimDeal) -> dict[str, Any]:
    return _system(record, deal_id(record.number)) | {
        "Name": record.name,
        "StageName": STAGES[record.stage],
        # The currency field exists in multi-currency orgs only.
        "Amount": float(record.amount),
        "CurrencyIsoCode": record.currency,
        "Probability": {"won": 100.0, "lost": 0.0}.get(record.stage, _CHANCES.get(record.stage, 75) * 1.0),
        "CloseDate": record.expected_close_on.isoformat() if record.expected_close_on else None,
        "IsClosed": record.stage in ("won", "lost"),
        "IsWon": record.stage == "won",
        "OwnerId": user_id(record.owner_id),
        "Lead__c": lead_id(record.lead) if record.lead else None,
        "Product__c": record.product,
        "Closed_At__c": at(record.closed_at) if record.closed_at else None,
        "Loss_Reason__c": record.loss_reason,
        "Loss_Detail__c": record.loss_detail,
        "Competitor__c": record.competitor,
    }


def history(world: World, deal: SimDeal, place: int) -> dict[str, Any]:
    """One row of OpportunityHistory; it is deleted with its opportunity."""
    stage, entered = deal.history[place]
    return {
        "Id": f"0085g{deal.number:07d}{place:03d}EAA",
        "IsDeleted": not deal.is_live,
        "OpportunityId": deal_id(deal.number),
        "StageName": STAGES[stage],
        "Amount": float(deal.amount),
        "CreatedDate": at(entered),
        "CreatedById": user_id(deal.owner_id),
        "SystemModstamp": at(deal.deleted_at or entered),
    }


def campaign(world: World, name: str, place: int, created: dt.datetime) -> dict[str, Any]:
    return {
        "Id": campaign_id(place),
        "IsDeleted": False,
        "Name": name,
        "IsActive": True,
        "CreatedDate": at(created),
        "SystemModstamp": at(created),
    }


def member(world: World, record: SimLead, place: int) -> dict[str, Any]:
    """A lead's membership; it is gone for good with its lead, no recycle bin keeps it."""
    return _system(record, member_id(record.number)) | {
        "CampaignId": campaign_id(place),
        "Campaign": {"attributes": {"type": "Campaign"}, "Name": record.campaign},
        "LeadId": lead_id(record.number),
        "ContactId": None,
        "Status": "Responded",
        "HasResponded": True,
        "FirstRespondedDate": record.created_at.date().isoformat(),
    }


def is_event(record: SimActivity) -> bool:
    return record.kind in _MEETINGS


def activity(world: World, record: SimActivity) -> dict[str, Any]:
    prefix = "00U5g" if is_event(record) else "00T5g"
    shape = _system(record, f"{prefix}{record.number:010d}EAA") | {
        "WhoId": lead_id(record.lead) if record.lead else None,
        "WhatId": deal_id(record.deal) if record.deal else None,
        "OwnerId": user_id(record.owner_id),
        "Subject": record.kind,
        "Description": record.note,
        "Outcome__c": record.outcome,
        "ActivityDate": record.occurred_at.date().isoformat(),
        "IsArchived": record.occurred_at < world.now - dt.timedelta(days=365),
    }
    if is_event(record):
        return shape | {"ActivityDateTime": at(record.occurred_at), "DurationInMinutes": record.minutes or 60}
    return shape | {"Status": "Completed", "CompletedDateTime": at(record.occurred_at)}


def user(world: World, owner: SimOwner) -> dict[str, Any]:
    moment = at(world.leads[0].created_at)
    return {
        "Id": user_id(owner.owner_id),
        "Name": owner.name,
        "Email": owner.email,
        "Department": owner.team,
        "IsActive": owner.is_active,
        "CreatedDate": moment,
        "SystemModstamp": moment,
    }


def rows(world: World, name: str) -> list[tuple[Callable[..., dict[str, Any]], tuple[Any, ...]]]:
    """Each row of an object as (shape, arguments): rendered when a page is served, as it is by then."""
    if name == "Lead":
        return [(lead, (item,)) for item in world.leads]
    if name == "Opportunity":
        return [(deal, (item,)) for item in world.deals]
    if name == "OpportunityHistory":
        return [(history, (item, place)) for item in world.deals for place in range(len(item.history))]
    if name in ("Task", "Event"):
        return [(activity, (item,)) for item in world.activities if is_event(item) == (name == "Event")]
    if name == "User":
        return [(user, (item,)) for item in world.owners]
    first: dict[str, dt.datetime] = {}
    for item in world.leads:
        first.setdefault(item.campaign, item.created_at)
    places = {campaign: place for place, campaign in enumerate(first, start=1)}
    if name == "Campaign":
        return [(campaign, (title, place, first[title])) for title, place in places.items()]
    if name == "CampaignMember":
        return [(member, (item, places[item.campaign])) for item in world.leads if item.is_live]
    raise KeyError(name)
