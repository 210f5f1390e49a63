"""The world's records as objects of Fxiaoke: ids of 24 digits, times in milliseconds, money as text."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulators.world import Record, SimActivity, SimDeal, SimLead, SimOwner, World

STATUS = {
    "new": ("to_be_processed", "待处理"),
    "contacted": ("processed", "已处理"),
    "nurturing": ("nurturing", "培育中"),
    "qualified": ("confirmed", "已确认"),
    "converted": ("transformed", "已转换"),
    "disqualified": ("closed", "无效"),
}
STAGE = {
    "new_lead": ("stage_1", "初步接触"),
    "qualified": ("stage_2", "商机确认"),
    "needs_confirmed": ("stage_3", "需求确认"),
    "solution_discussed": ("stage_4", "方案交流"),
    "price_negotiation": ("stage_5", "商务谈判"),
    "won": ("win", "赢单"),
    "lost": ("lose", "输单"),
}
CHANNEL = {
    "event": ("1", "展会"),
    "referral": ("2", "客户介绍"),
    "web": ("3", "官网"),
    "social": ("4", "社交媒体"),
    "third_party": ("5", "数据平台"),
    "other": ("6", "其他"),
}
_BEIJING = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True)
class ObjectShape:
    """An object: the first digits of its ids, choices {field: {word: (value, label)}}, its records."""

    prefix: int
    choices: dict[str, dict[str, tuple[str, str]]]
    records: Callable[[World], list[Any]]
    row: Callable[[Any], dict[str, Any]]

    def id_of(self, number: int) -> str:
        """A record's id."""
        return f"{self.prefix:08x}{number:016x}"


def ms(moment: dt.datetime) -> int:
    """A time as the system writes it."""
    return round(moment.timestamp() * 1000)


def employee(owner_id: str) -> str:
    """The number of a sales person."""
    return str(1000 + int(owner_id[1:]))


def customers(world: World) -> list[SimLead]:
    """The leads that became customers: those with a deal."""
    numbers = sorted({deal.lead for deal in world.deals if deal.lead})
    return [world.leads[number - 1] for number in numbers]


def _common(record: Record, owner_id: str) -> dict[str, Any]:
    return {
        "create_time": ms(record.created_at),
        "last_modified_time": ms(record.changed_at),
        "owner": [employee(owner_id)],
        "created_by": ["1000"],
        "life_status": "normal",
        "lock_status": "0",
        "is_deleted": False,
        "record_type": "default__c",
    }


def _lead(lead: SimLead) -> dict[str, Any]:
    return {
        **_common(lead, lead.owner_id),
        "name": lead.full_name,
        "company": lead.company,
        "job_title": lead.title,
        "email": lead.email,
        "mobile": lead.phone,
        "country__c": lead.country,
        "region__c": lead.region,
        "industry__c": lead.industry,
        "scale__c": lead.company_size,
        "product__c": lead.product,
        "remark": lead.need,
        "urgency__c": lead.urgency,
        "marketing_event__c": lead.campaign,
        "source": CHANNEL[lead.channel][0] if lead.channel in CHANNEL else None,
        "leads_status": STATUS[lead.status][0],
        "is_overtime": False,
    }


def _account(lead: SimLead) -> dict[str, Any]:
    return {**_common(lead, lead.owner_id), "name": lead.company, "tel": lead.phone, "region__c": lead.region}


def _contact(lead: SimLead) -> dict[str, Any]:
    return {
        **_common(lead, lead.owner_id),
        "name": lead.full_name,
        "account_id": ACCOUNT.id_of(lead.number),
        "job_title": lead.title,
        "email": lead.email,
        "mobile": lead.phone,
    }


def _deal(deal: SimDeal) -> dict[str, Any]:
    close = deal.expected_close_on
    return {
        **_common(deal, deal.owner_id),
        "name": deal.name,
        "leads_id": LEADS.id_of(deal.lead) if deal.lead else None,
        "account_id": ACCOUNT.id_of(deal.lead) if deal.lead else None,
        "contact_id__c": CONTACT.id_of(deal.lead) if deal.lead else None,
        "sales_process_id": "67c000000000000000000001",
        "sales_stage": STAGE[deal.stage][0],
        "stg_changed_time": ms(deal.history[-1][1] if deal.history else deal.created_at),
        "amount": str(deal.amount),
        "currency__c": deal.currency,
        "product__c": deal.product,
        "close_date": ms(dt.datetime.combine(close, dt.time(), _BEIJING)) if close else None,
        "closed_time__c": ms(deal.closed_at) if deal.closed_at else None,
        "lost_reason": deal.loss_reason,
        "lost_detail__c": deal.loss_detail,
        "competitor__c": deal.competitor,
    }


def _activity(activity: SimActivity) -> dict[str, Any]:
    return {
        **_common(activity, activity.owner_id),
        "leads_id__c": LEADS.id_of(activity.lead) if activity.lead else None,
        "opportunity_id__c": DEALS.id_of(activity.deal) if activity.deal else None,
        "active_record_type": activity.kind,
        "occurred__c": ms(activity.occurred_at),
        "minutes__c": str(activity.minutes) if activity.minutes is not None else None,
        "active_record_content": activity.note,
        "outcome__c": activity.outcome,
    }


def person_row(owner: SimOwner) -> dict[str, Any]:
    """An employee: the id is the number that owners are named by."""
    return {
        "_id": employee(owner.owner_id),
        "user_id": employee(owner.owner_id),
        "name": owner.name,
        "email": owner.email,
        "main_department__r": owner.team,
        "status": "0" if owner.is_active else "1",
        "create_time": 1_700_000_000_000,
        "last_modified_time": 1_700_000_000_000,
    }


LEADS = ObjectShape(0x66100001, {"leads_status": STATUS, "source": CHANNEL}, lambda world: world.leads, _lead)
ACCOUNT = ObjectShape(0x66100002, {}, customers, _account)
CONTACT = ObjectShape(0x66100003, {}, customers, _contact)
DEALS = ObjectShape(0x66100004, {"sales_stage": STAGE}, lambda world: world.deals, _deal)
ACTIVITIES = ObjectShape(0x66100005, {}, lambda world: world.activities, _activity)
OWN = ObjectShape(0x66100006, {}, lambda world: world.leads, _lead)
OBJECTS = {
    "LeadsObj": LEADS,
    "AccountObj": ACCOUNT,
    "ContactObj": CONTACT,
    "NewOpportunityObj": DEALS,
    "ActiveRecordObj": ACTIVITIES,
    "Own__c": OWN,
}
