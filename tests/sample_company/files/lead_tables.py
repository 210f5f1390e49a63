"""Lead exports as csv and tsv: web forms, referrals, the Chinese data platform, leads typed into the CRM."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from tests.sample_company.files import rules
from tests.sample_company.files.dirt import TWENTY_YEARS, Entry
from tests.sample_company.files.labels import month, quarter
from tests.sample_company.files.lead_cells import as_text, lead_cells
from tests.sample_company.files.writers import Inbox, TextFile, delimited
from tests.sample_company.world.model import LeadRecord, Span

Headers = tuple[tuple[str, str], ...]  # (canonical field, header)


@dataclass(frozen=True)
class Table:
    """One delimited dialect of a source."""

    headers: Headers
    stamp: str
    day: str
    bad_date: str
    encoding: str = "utf-8"
    newline: str = "\n"
    delimiter: str = ","
    extra: tuple[str, str] | None = None  # a column that the contract does not know: header, value


WEB_OLD = Table(
    headers=(
        ("lead_id", "提交编号"), ("created_at", "提交时间"), ("channel_detail", "表单类型"),
        ("full_name", "姓名"), ("company", "公司"), ("title", "职位"), ("email", "邮箱"), ("phone", "手机"),
        ("country", "国家"), ("region", "省份"), ("industry", "行业"), ("company_size", "公司规模"),
        ("product_interest", "意向产品"), ("need", "需求描述"), ("urgency", "采购时间"),
        ("planned_purchase_on", "计划采购日期"), ("budget", "预算"), ("campaign", "活动"),
        ("utm_source", "utm_source"), ("utm_medium", "utm_medium"), ("status", "状态"),
        ("owner_id", "负责人"), ("follow_up", "跟进记录"), ("updated_at", "更新时间"),
    ),
    stamp="%Y-%m-%d %H:%M:%S",
    day="%Y-%m-%d",
    bad_date="2026-02-30 10:15:00",
    encoding="utf-8-sig",
    newline="\r\n",
)  # fmt: skip
# After the relaunch of the website: English headers in another order, another date format, one column more.
WEB_NEW = Table(
    headers=(
        ("lead_id", "submission_id"), ("channel_detail", "form_type"), ("created_at", "submitted_at"),
        ("updated_at", "updated_at"), ("full_name", "full_name"), ("phone", "mobile"), ("email", "email"),
        ("company", "company"), ("title", "job_title"), ("company_size", "company_size"),
        ("industry", "industry"), ("country", "country"), ("region", "region"),
        ("product_interest", "product"), ("need", "message"), ("urgency", "timeline"),
        ("planned_purchase_on", "planned_date"), ("budget", "budget"), ("campaign", "campaign"),
        ("utm_source", "utm_source"), ("utm_medium", "utm_medium"), ("status", "status"),
        ("owner_id", "owner"), ("follow_up", "last_note"),
    ),
    stamp="%Y/%m/%d %H:%M",
    day="%Y/%m/%d",
    bad_date="2026/13/45 25:99",
    encoding="utf-8-sig",
    newline="\r\n",
    extra=("landing_page", "/cn/solutions"),
)  # fmt: skip
REFERRALS = Table(
    headers=(
        ("lead_id", "推荐编号"), ("created_at", "推荐日期"), ("full_name", "被推荐人"),
        ("company", "被推荐公司"), ("title", "职务"), ("phone", "联系电话"), ("email", "电子邮箱"),
        ("region", "所在地区"), ("industry", "所属行业"), ("company_size", "员工人数"),
        ("product_interest", "需求产品"), ("need", "需求说明"), ("urgency", "紧急程度"),
        ("planned_purchase_on", "预计采购日期"), ("referrer_name", "推荐人"),
        ("referrer_email", "推荐人邮箱"), ("referrer_phone", "推荐人电话"), ("campaign", "推荐活动"),
        ("status", "当前状态"), ("owner_id", "负责人工号"), ("follow_up", "跟进情况"),
        ("updated_at", "更新日期"),
    ),
    stamp="%Y年%m月%d日",
    day="%Y.%m.%d",
    bad_date="2026年02月31日",
    encoding="gb18030",
    newline="\r\n",
)  # fmt: skip
PLATFORM = Table(
    headers=(
        ("lead_id", "线索ID"), ("created_at", "采集时间"), ("company", "企业名称"), ("full_name", "联系人"),
        ("title", "职务"), ("phone", "电话"), ("email", "邮箱"), ("region", "地区"), ("industry", "行业"),
        ("company_size", "人员规模"), ("product_interest", "意向"), ("need", "需求"), ("urgency", "紧急度"),
        ("planned_purchase_on", "计划日期"), ("campaign", "套餐"), ("status", "状态码"),
        ("owner_id", "分配给"), ("follow_up", "备注"), ("updated_at", "更新时间"),
    ),
    stamp="%Y-%m-%d %H:%M",
    day="%Y%m%d",
    bad_date="N0-DATE",
    delimiter="\t",
)  # fmt: skip
CRM_LEADS = Table(
    headers=(
        ("lead_id", "Lead ID"), ("created_at", "Created"), ("updated_at", "Modified"),
        ("channel_detail", "渠道"), ("full_name", "Name"), ("company", "Company"), ("title", "Title"),
        ("phone", "Phone"), ("email", "Email"), ("region", "Region"), ("industry", "Industry"),
        ("company_size", "Employees"), ("product_interest", "Product"), ("need", "Need"),
        ("urgency", "Urgency"), ("planned_purchase_on", "Planned purchase"), ("status", "Status"),
        ("owner_id", "Owner ID"), ("follow_up", "Last note"),
    ),
    stamp="%d.%m.%Y %H:%M",
    day="%d.%m.%Y",
    bad_date="31.02.2026 09:00",
)  # fmt: skip


def write_web(inbox: Inbox, entries: list[Entry], span: Span) -> None:
    """Write one file a month, one of them restated with newer states and one delivered twice."""
    relaunch = month(span.first + timedelta(days=span.days // 2))
    by_month = {key: list(group) for key, group in groupby(entries, lambda entry: month(_day(entry)))}
    months = sorted(by_month)
    restated, twice = months[len(months) * 2 // 3], months[len(months) // 3]
    for key, own in by_month.items():
        table = WEB_NEW if key >= relaunch else WEB_OLD
        name = f"web_forms/web_forms_{key}.csv"
        if key == restated:
            # The first export was made before sales had worked on the leads; the second one supersedes it.
            early = [replace(entry, record=_untouched(entry.record)) for entry in own if entry.rule is None]
            _write(inbox, "web_forms", name, table, early)
            name = f"web_forms/web_forms_{key}_restated.csv"
        _write(inbox, "web_forms", name, table, own)
        if key == twice:
            copy = f"web_forms/web_forms_{key}_again.csv"
            inbox.path(copy).write_bytes(inbox.path(name).read_bytes())
            inbox.ledger.open("web_forms", copy)
            inbox.ledger.files[-1].same_bytes_as = name


def write_referrals(inbox: Inbox, entries: list[Entry]) -> None:
    """Write one GB-encoded file a quarter, with Chinese headers and a Chinese file name."""
    _write_by(inbox, "referrals", "referrals/客户推荐_{}.csv", REFERRALS, entries, quarter)


def write_platform(inbox: Inbox, entries: list[Entry]) -> None:
    """Write one tsv a quarter."""
    _write_by(inbox, "third_party_cn", "third_party_cn/线索包_{}.tsv", PLATFORM, entries, quarter)


def write_crm_leads(inbox: Inbox, entries: list[Entry]) -> None:
    """Write one file a year."""
    _write_by(inbox, "crm_leads", "crm/leads_{}.csv", CRM_LEADS, entries, lambda day: str(day.year))


def _write_by(
    inbox: Inbox, source: str, name: str, table: Table, entries: list[Entry], key: Callable[[date], str]
) -> None:
    for label, group in groupby(entries, lambda entry: key(_day(entry))):
        _write(inbox, source, name.format(label), table, list(group))


def _write(inbox: Inbox, source: str, name: str, table: Table, entries: list[Entry]) -> None:
    with TextFile(inbox, source, name, table.encoding, table.newline) as file:
        headers = [header for _, header in table.headers]
        file.header(delimited([*headers, table.extra[0]] if table.extra else headers, table.delimiter))
        for entry in entries:
            cells = lead_cells(entry, _written(table.stamp), _written(table.day), table.bad_date)
            values = [as_text(cells[field]) for field, _ in table.headers]
            if table.extra:
                values.append(table.extra[1])
            text, encoding = _damaged(values, entry.damage, table.delimiter)
            file.record(text, entry.rule, encoding)
        if len(entries) % 3 == 0:
            file.blank()  # some exports end with an empty line


def _written(pattern: str) -> Callable[[date], str]:
    return lambda moment: moment.strftime(pattern)


def _damaged(values: list[str | None], damage: str | None, delimiter: str) -> tuple[str, str | None]:
    """The text of a line, spoilt where dirt says so, and the encoding it is wrongly written in, if any."""
    match damage:
        case "short":
            return delimited(values[:-3], delimiter), None
        case "long":
            return delimited([*values, "多出来的一列"], delimiter), None
        case "stray_quote":
            return f'"{values[0]}"x{delimiter}{delimited(values[1:], delimiter)}', None
        case "other_encoding":
            return delimited(values, delimiter), "gb18030"
        case _:
            return delimited(values, delimiter), None


def _untouched(record: LeadRecord) -> LeadRecord:
    """The record as it was a minute after it came in."""
    return replace(record, status="new", follow_up=None, updated_at=record.created_at)


def _day(entry: Entry) -> date:
    """The day that decides the file; dirt in the future stays in the file of the record it copies."""
    at = entry.record.created_at
    return (at - timedelta(days=TWENTY_YEARS) if entry.rule == rules.FUTURE else at).date()
