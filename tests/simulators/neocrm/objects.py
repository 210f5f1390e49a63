"""The world's records as objects of Neocrm: ids beyond 2^53, times in milliseconds, picklists as codes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulators.world import Record, SimActivity, SimDeal, SimLead, World

STATUSES = ["new", "contacted", "nurturing", "qualified", "converted", "disqualified"]
STATUS_LABELS = ["未处理", "已联系", "培育中", "已确认", "已转换", "无效"]
STAGES = [
    "new_lead",
    "qualified",
    "needs_confirmed",
    "solution_discussed",
    "price_negotiation",
    "won",
    "lost",
]
STAGE_LABELS = ["初步接触", "商机确认", "需求确认", "方案交流", "商务谈判", "赢单", "输单"]
CHANNELS = ["event", "referral", "web", "social", "third_party", "other"]
CHANNEL_LABELS = ["展会", "客户介绍", "官网", "社交媒体", "数据平台", "其他"]
REASONS = ["price", "product", "service", "competitor", "budget"]
REASONS += ["timing", "no_response", "not_a_fit", "other", "unknown"]
KINDS = ["电话", "微信", "邮件", "线上会议", "上门拜访"]
CURRENCIES = ["CNY", "USD", "EUR", "HKD"]
_STAGE_BASE = 1_700_000_000_000_000_000
_USER_BASE = 1_600_000_000_000_000_000


@dataclass(frozen=True)
class ObjectShape:
    """An object: its first id, picklists {field: labels in the order of their codes, from 1}, its records."""

    base: int
    picklists: dict[str, list[str]]
    records: Callable[[World], list[Any]]
    row: Callable[[World, Any], dict[str, Any]]

    def id_of(self, record: Record) -> int:
        """A record's id."""
        return self.base + record.number


def ms(moment: dt.datetime) -> int:
    """A time as the system writes it."""
    return round(moment.timestamp() * 1000)


def customers(world: World) -> list[SimLead]:
    """The leads that became customers: those with a deal."""
    numbers = sorted({deal.lead for deal in world.deals if deal.lead})
    return [world.leads[number - 1] for number in numbers]


def user_id(owner_id: str) -> int:
    """The id of a sales person."""
    return _USER_BASE + int(owner_id[1:])


def _system(base: int, record: Record) -> dict[str, Any]:
    times = {"createdAt": ms(record.created_at), "updatedAt": ms(record.changed_at)}
    return {"id": base + record.number, **times, "createdBy": _USER_BASE + 1, "updatedBy": _USER_BASE + 1}


def _lead(_: World, lead: SimLead) -> dict[str, Any]:
    return {
        **_system(1_100_000_000_000_000_000, lead),
        "name": lead.full_name,
        "companyName": lead.company,
        "post": lead.title,
        "email": lead.email,
        "mobile": lead.phone,
        "country__c": lead.country,
        "state": lead.region,
        "industry__c": lead.industry,
        "scale__c": lead.company_size,
        "product__c": lead.product,
        "comment": lead.need,
        "urgency__c": lead.urgency,
        "campaign__c": lead.campaign,
        "sourceId": CHANNELS.index(lead.channel) + 1 if lead.channel in CHANNELS else None,
        "status": STATUSES.index(lead.status) + 1,
        "ownerId": user_id(lead.owner_id),
    }


def _account(_: World, lead: SimLead) -> dict[str, Any]:
    return {
        **_system(1_200_000_000_000_000_000, lead),
        "accountName": lead.company,
        "phone": lead.phone,
        "industryId": None,
        "state": lead.region,
        "ownerId": user_id(lead.owner_id),
    }


def _contact(_: World, lead: SimLead) -> dict[str, Any]:
    return {
        **_system(1_300_000_000_000_000_000, lead),
        "contactName": lead.full_name,
        "accountId": 1_200_000_000_000_000_000 + lead.number,
        "post": lead.title,
        "email": lead.email,
        "mobile": lead.phone,
        "ownerId": user_id(lead.owner_id),
    }


def _opportunity(_: World, deal: SimDeal) -> dict[str, Any]:
    lost = deal.stage == "lost"
    return {
        **_system(1_400_000_000_000_000_000, deal),
        "opportunityName": deal.name,
        "leadId": 1_100_000_000_000_000_000 + deal.lead if deal.lead else None,
        "accountId": 1_200_000_000_000_000_000 + deal.lead if deal.lead else None,
        "contactId": 1_300_000_000_000_000_000 + deal.lead if deal.lead else None,
        "money": float(deal.amount),
        "currency__c": CURRENCIES.index(deal.currency) + 1,
        "product__c": deal.product,
        "saleStageId": _STAGE_BASE + STAGES.index(deal.stage),
        "lostStageId": _STAGE_BASE + STAGES.index(deal.history[-2][0])
        if lost and len(deal.history) > 1
        else None,
        "stageUpdatedAt": ms(deal.history[-1][1] if deal.history else deal.created_at),
        "closeDate": ms(
            dt.datetime.combine(deal.expected_close_on, dt.time(), dt.timezone(dt.timedelta(hours=8)))
        )
        if deal.expected_close_on
        else None,
        "closedAt__c": ms(deal.closed_at) if deal.closed_at else None,
        "lostReason__c": REASONS.index(deal.loss_reason) + 1 if deal.loss_reason else None,
        "reasonDesc": deal.loss_detail,
        "competitor__c": deal.competitor,
        "ownerId": user_id(deal.owner_id),
    }


def _visit(_: World, activity: SimActivity) -> dict[str, Any]:
    return {
        **_system(1_500_000_000_000_000_000, activity),
        "leadId": 1_100_000_000_000_000_000 + activity.lead if activity.lead else None,
        "opportunityId": 1_400_000_000_000_000_000 + activity.deal if activity.deal else None,
        "visitType": KINDS.index(activity.kind) + 1,
        "visitTime": ms(activity.occurred_at),
        "duration__c": activity.minutes,
        "content": activity.note,
        "result__c": activity.outcome,
        "ownerId": user_id(activity.owner_id),
    }


def _users(world: World) -> list[tuple[int, dict[str, Any]]]:
    return [
        (
            user_id(owner.owner_id),
            {
                "id": user_id(owner.owner_id),
                "name": owner.name,
                "email": owner.email,
                "dimDepart": owner.team,
                "status": 1 if owner.is_active else 2,
                "createdAt": 1_700_000_000_000,
                "updatedAt": 1_700_000_000_000,
            },
        )
        for owner in world.owners
    ]


def _stages(_: World) -> list[tuple[int, dict[str, Any]]]:
    stages = [(_STAGE_BASE + place, label) for place, label in enumerate(STAGE_LABELS)]
    times = {"createdAt": 1_700_000_000_000, "updatedAt": 1_700_000_000_000}
    return [(one, {"id": one, "stageName": label, **times}) for one, label in stages]


LEAD = ObjectShape(
    1_100_000_000_000_000_000,
    {"sourceId": CHANNEL_LABELS, "status": STATUS_LABELS},
    lambda world: world.leads,
    _lead,
)
ACCOUNT = ObjectShape(1_200_000_000_000_000_000, {}, customers, _account)
CONTACT = ObjectShape(1_300_000_000_000_000_000, {}, customers, _contact)
OPPORTUNITY = ObjectShape(
    1_400_000_000_000_000_000,
    {"currency__c": CURRENCIES, "lostReason__c": REASONS},
    lambda world: world.deals,
    _opportunity,
)
VISIT = ObjectShape(1_500_000_000_000_000_000, {"visitType": KINDS}, lambda world: world.activities, _visit)
OBJECTS = {
    "lead": LEAD,
    "account": ACCOUNT,
    "contact": CONTACT,
    "opportunity": OPPORTUNITY,
    "visitRecord": VISIT,
}
FIXED = {"user": _users, "oppProcess": _stages}
