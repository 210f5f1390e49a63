"""The world's records as rows of Jiandaoyun forms. Times are ISO in UTC, a day is midnight in Beijing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.world import Record, SimActivity, SimDeal, SimLead, World

APP_ID = "65a0000000000000000000a1"
_ZONE = ZoneInfo("Asia/Shanghai")
STATUS = {
    "new": "待跟进",
    "contacted": "跟进中",
    "nurturing": "培育中",
    "qualified": "已确认",
    "converted": "已转商机",
    "disqualified": "无效",
}
STAGE = {
    "new_lead": "初步接触",
    "qualified": "商机确认",
    "needs_confirmed": "需求确认",
    "solution_discussed": "方案交流",
    "price_negotiation": "商务谈判",
    "won": "赢单",
    "lost": "输单",
}


@dataclass(frozen=True)
class FormShape:
    """A form: its ids, fields {name: (label, type)}, its records, and how a record is shown."""

    entry_id: str
    name: str
    prefix: int
    fields: dict[str, tuple[str, str]]
    records: Callable[[World], list[Any]]
    row: Callable[["World", Any], dict[str, Any]]

    def row_id(self, number: int) -> str:
        """A row's 24 hexadecimal digits, rising with the number."""
        return f"{self.prefix:08x}{number:016x}"

    def number(self, row_id: str) -> int:
        """The number of a row; those of the row before the first are below 1."""
        return int(row_id[8:], 16)


def iso(moment: dt.datetime) -> str:
    """A time as the system writes it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _day(day: dt.date | None) -> str | None:
    return iso(dt.datetime.combine(day, dt.time(), _ZONE)) if day else None


def _member(world: World, owner_id: str) -> dict[str, Any]:
    owner = next(owner for owner in world.owners if owner.owner_id == owner_id)
    place = world.owners.index(owner)
    status = 1 if owner.is_active else -1
    return {"_id": f"64{place:022x}", "name": owner.name, "username": owner_id, "status": status, "type": 0}


def _lead(world: World, lead: SimLead) -> dict[str, Any]:
    return {
        "contact": lead.full_name,
        "company": lead.company,
        "title": lead.title,
        "email": lead.email,
        "mobile": {"phone": lead.phone, "verified": False} if lead.phone else None,
        "address": {"province": lead.region, "city": "", "district": "", "detail": ""},
        "country": lead.country,
        "industry": lead.industry,
        "scale": lead.company_size,
        "product": lead.product,
        "need": lead.need,
        "urgency": lead.urgency,
        "_widget_1700000000001": lead.channel,
        "campaign": lead.campaign,
        "lead_status": STATUS[lead.status],
        "pool": {"pool_id": "65b0000000000000000000b1", "name": "公海"},
        "owner": _member(world, lead.owner_id),
        "utm": [{"_id": f"67{lead.number:022x}", "source": lead.utm_source, "medium": lead.utm_medium}],
    }


def _deal(world: World, deal: SimDeal) -> dict[str, Any]:
    return {
        "name": deal.name,
        "lead": {"link_form": LEADS.entry_id, "link_id": LEADS.row_id(deal.lead), "name": deal.company}
        if deal.lead
        else None,
        "company": deal.company,
        "stage": {
            "template_id": "65c0000000000000000000c1",
            "stage_id": f"65d{list(STAGE).index(deal.stage):021x}",
            "name": STAGE[deal.stage],
        },
        "amount": float(deal.amount),
        "currency": deal.currency,
        "product": deal.product,
        "expected_on": _day(deal.expected_close_on),
        "closed_at": iso(deal.closed_at) if deal.closed_at else None,
        "loss_reason": deal.loss_reason or "",
        "loss_detail": deal.loss_detail or "",
        "competitor": deal.competitor or "",
        "owner": _member(world, deal.owner_id),
    }


def _activity(world: World, activity: SimActivity) -> dict[str, Any]:
    lead, deal = activity.lead, activity.deal
    return {
        "lead": {"link_form": LEADS.entry_id, "link_id": LEADS.row_id(lead), "name": ""} if lead else None,
        "deal": {"link_form": DEALS.entry_id, "link_id": DEALS.row_id(deal), "name": ""} if deal else None,
        "kind": activity.kind,
        "happened_at": iso(activity.occurred_at),
        "minutes": activity.minutes,
        "note": activity.note,
        "outcome": activity.outcome,
        "owner": _member(world, activity.owner_id),
    }


def _texts(names: str) -> dict[str, tuple[str, str]]:
    return {name: (name, "text") for name in names.split()}


LEADS = FormShape(
    "65e0000000000000000000e1",
    "线索",
    0x66000001,
    {
        **_texts("contact company title email country industry scale product need urgency campaign"),
        "mobile": ("手机", "phone"),
        "address": ("地址", "address"),
        "_widget_1700000000001": ("渠道", "combo"),
        "lead_status": ("线索状态", "combo"),
        "pool": ("所属公海", "leads_pool"),
        "owner": ("负责人", "user"),
        "utm": ("来源参数", "subform"),
    },
    lambda world: world.leads,
    _lead,
)
DEALS = FormShape(
    "65e0000000000000000000e2",
    "商机",
    0x66000002,
    {
        **_texts("name company currency product loss_reason loss_detail competitor"),
        "lead": ("线索", "link_object"),
        "stage": ("销售阶段", "sale_stage"),
        "amount": ("金额", "number"),
        "expected_on": ("预计成交日期", "datetime"),
        "closed_at": ("关闭时间", "datetime"),
        "owner": ("负责人", "user"),
    },
    lambda world: world.deals,
    _deal,
)
ACTIVITIES = FormShape(
    "65e0000000000000000000e3",
    "跟进记录",
    0x66000003,
    {
        **_texts("kind note outcome"),
        "lead": ("线索", "link_object"),
        "deal": ("商机", "link_object"),
        "happened_at": ("时间", "datetime"),
        "minutes": ("时长", "number"),
        "owner": ("执行人", "user"),
    },
    lambda world: world.activities,
    _activity,
)
FORMS = {form.entry_id: form for form in (LEADS, DEALS, ACTIVITIES)}


def full_row(world: World, form: FormShape, record: Record) -> dict[str, Any]:
    """A record's row with its system fields."""
    creator = {"_id": "64ffffffffffffffffffffff", "name": "系统", "username": "admin", "status": 1, "type": 0}
    return {
        **form.row(world, record),
        "_id": form.row_id(record.number),
        "appId": APP_ID,
        "entryId": form.entry_id,
        "creator": creator,
        "updater": creator,
        "deleter": None,
        "createTime": iso(record.created_at),
        "updateTime": iso(record.changed_at),
        "deleteTime": None,
        "flowState": 0,
        "formName": form.name,
    }
