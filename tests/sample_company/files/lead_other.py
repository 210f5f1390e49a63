"""Lead exports that are no delimited text: badge scans (xlsx), social forms (ndjson), Parquet."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby
from typing import Any

import pyarrow as pa

from tests.sample_company.files.dirt import Entry
from tests.sample_company.files.labels import epoch_ms, quarter
from tests.sample_company.files.lead_cells import as_text, lead_cells
from tests.sample_company.files.writers import Cell, Inbox, Sheet, TextFile, json_line, write_parquet
from tests.sample_company.world.arrivals import Held

EVENT_HEADERS: tuple[tuple[str, str], ...] = (
    ("lead_id", "扫码编号"), ("created_at", "扫码时间"), ("full_name", "姓名"), ("company", "单位名称"),
    ("title", "职位"), ("phone", "手机号"), ("email", "邮箱"), ("country", "国家/地区"), ("region", "省市"),
    ("industry", "行业"), ("company_size", "人数规模"), ("product_interest", "感兴趣产品"),
    ("need", "现场需求"), ("urgency", "采购周期"), ("planned_purchase_on", "计划采购时间"),
    ("status", "状态"), ("owner_id", "销售工号"), ("follow_up", "跟进备注"), ("updated_at", "最后更新"),
    ("campaign", "展会"),
)  # fmt: skip

# Canonical field -> dotted path in the JSON of each social export; blanks are left out, as the platforms do.
CHINA_PATHS: dict[str, str] = {
    "lead_id": "lead.id", "created_at": "lead.createTime", "updated_at": "lead.updateTime",
    "channel_detail": "platform", "campaign": "account.name", "full_name": "form.name",
    "phone": "form.mobile", "email": "form.email", "company": "form.company", "title": "form.position",
    "country": "form.country", "region": "form.city", "company_size": "form.scale",
    "industry": "form.industry", "need": "form.demand", "product_interest": "form.product",
    "urgency": "form.when", "status": "crm.status", "owner_id": "crm.owner", "follow_up": "crm.lastNote",
    "utm_source": "utm.source", "utm_medium": "utm.medium",
}  # fmt: skip
LINKEDIN_PATHS: dict[str, str] = {
    "lead_id": "id", "created_at": "submittedAt", "updated_at": "lastModifiedAt", "campaign": "campaign.name",
    "first_name": "form.answers.firstName", "last_name": "form.answers.lastName",
    "email": "form.answers.workEmail", "phone": "form.answers.phoneNumber",
    "company": "form.answers.companyName", "title": "form.answers.jobTitle",
    "company_size": "form.answers.companySize", "industry": "form.answers.industry",
    "country": "form.answers.country", "region": "form.answers.city", "need": "form.answers.message",
    "product_interest": "form.answers.productOfInterest", "urgency": "form.answers.timeline",
    "status": "crm.status", "owner_id": "crm.owner", "follow_up": "crm.note",
}  # fmt: skip

_STAMP = pa.timestamp("us", tz="UTC")
POOL_SCHEMA = pa.schema(
    [
        ("lead_id", pa.int64()), ("created_at", _STAMP), ("updated_at", _STAMP), ("package", pa.string()),
        ("contact_name", pa.string()), ("organization", pa.string()), ("job_title", pa.string()),
        ("email", pa.string()), ("phone", pa.string()), ("country", pa.string()), ("city", pa.string()),
        ("industry", pa.string()), ("employees", pa.string()), ("product", pa.string()),
        ("notes", pa.string()), ("intent", pa.string()), ("planned_date", pa.date32()),
        ("state", pa.string()), ("assigned_to", pa.string()), ("last_note", pa.string()),
    ]
)  # fmt: skip
POOL_FIELDS: dict[str, str] = {
    "package": "campaign", "contact_name": "full_name", "organization": "company", "job_title": "title",
    "city": "region", "employees": "company_size", "product": "product_interest", "notes": "need",
    "intent": "urgency", "planned_date": "planned_purchase_on", "state": "status", "assigned_to": "owner_id",
    "last_note": "follow_up",
}  # fmt: skip


def write_events(inbox: Inbox, entries: list[Entry], held: list[Held]) -> None:
    """Write one workbook for each exhibition: a title row, the header, the scans, a line with the count."""
    for item in held:
        own = [entry for entry in entries if entry.record.campaign == item.name]
        if not own:
            continue
        name = f"events/{item.first:%Y-%m}_{item.exhibition.slug}.xlsx"
        made_at = datetime.combine(item.first, datetime.min.time()) + timedelta(days=item.exhibition.days)
        with Sheet(inbox, "event_scans", name, "扫码名单", made_at) as sheet:
            sheet.header([f"{item.name} 展会扫码名单（虚构数据，made-up data）"])
            sheet.header([header for _, header in EVENT_HEADERS])
            for number, entry in enumerate(own):
                sheet.record(_event_row(entry, number), entry.rule)
            sheet.header([f"合计：{len(own)} 条"])


def _event_row(entry: Entry, number: int) -> list[Cell]:
    """Most cells are typed; staff who type by hand leave dates and numbers as text."""
    by_hand = number % 7 == 3

    def stamp(at: datetime) -> Cell:
        return f"{at:%Y/%m/%d %H:%M}" if by_hand else at

    cells = lead_cells(entry, stamp, lambda day: f"{day:%Y/%m/%d}" if by_hand else day, "2026/2/30 上午")
    size, phone = cells["company_size"], cells["phone"]
    if not by_hand and isinstance(size, str) and size.isdigit():
        cells["company_size"] = int(size)
    if (
        number % 5 == 0
        and isinstance(phone, str)
        and phone.isascii()
        and phone.isdigit()
        and len(phone) == 11
    ):
        cells["phone"] = int(phone)
    return [cells[field] for field, _ in EVENT_HEADERS]


def write_social(inbox: Inbox, entries: list[Entry], source: str) -> None:
    """Write one ndjson file a quarter; times are epoch milliseconds."""
    paths = CHINA_PATHS if source == "social_cn" else LINKEDIN_PATHS
    folder = "social/wechat_douyin" if source == "social_cn" else "social/linkedin"
    for label, group in groupby(entries, lambda entry: quarter(entry.record.created_at.date())):
        with TextFile(inbox, source, f"{folder}_{label}.ndjson") as file:
            for entry in group:
                cells = lead_cells(entry, epoch_ms, lambda day: day.isoformat(), "yesterday")
                if source == "social_linkedin":
                    first, _, last = (as_text(cells["full_name"]) or "").strip().rpartition(" ")
                    cells |= {"first_name": first or None, "last_name": last or None}
                file.record(
                    json_line(nested({path: cells[field] for field, path in paths.items()})), entry.rule
                )


def nested(flat: dict[str, Cell]) -> dict[str, Any]:
    """Return nested objects for dotted paths; blank values are left out."""
    result: dict[str, Any] = {}
    for path, value in flat.items():
        if value is None or value == "":
            continue
        *parents, last = path.split(".")
        place = result
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return result


def write_pool(inbox: Inbox, entries: list[Entry]) -> None:
    """Write one Parquet file a quarter, with typed ids, times in UTC and dates."""
    local = timezone(timedelta(hours=8))

    def in_utc(moment: datetime) -> datetime:
        return moment.replace(tzinfo=local).astimezone(UTC)

    def row(entry: Entry) -> dict[str, Any]:
        cells = lead_cells(entry, in_utc, lambda day: day, None)
        row = {name: cells[POOL_FIELDS.get(name, name)] for name in POOL_SCHEMA.names}
        row["lead_id"] = int(entry.record.lead_id) if entry.record.lead_id else None
        return row

    def key(entry: Entry) -> str:
        return quarter(date(entry.record.created_at.year, entry.record.created_at.month, 1))

    for label, group in groupby(entries, key):
        name = f"third_party_intl/lead_pool_{label}.parquet"
        write_parquet(
            inbox, "third_party_intl", name, POOL_SCHEMA, ((row(entry), entry.rule) for entry in group)
        )
