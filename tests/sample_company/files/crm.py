"""The CRM's exports: accounts, contacts, opportunities, stage history, activities, owners, products."""

from collections.abc import Iterable
from itertools import groupby

from tests.sample_company.files import rules
from tests.sample_company.files.labels import CHANNEL, SYSTEM, half, iso
from tests.sample_company.files.writers import Inbox, TextFile, delimited, json_line
from tests.sample_company.vocabulary.deals import LOSS_LABELS, STAGE_LABELS
from tests.sample_company.vocabulary.products import PRODUCTS
from tests.sample_company.vocabulary.staff import OWNERS, TEAM_LABELS
from tests.sample_company.world.customers import Account, Contact
from tests.sample_company.world.model import Activity, Opportunity, StageEvent

Row = tuple[list[str | None], str | None]  # cells, rule that quarantines it

ACCOUNT_HEADERS = (
    "Account ID", "Account Name", "Industry", "Employees", "Annual Revenue (10k CNY)", "Country", "Province",
    "Website", "Parent Account", "Owner ID", "Created Time", "Modified Time",
)  # fmt: skip
CONTACT_HEADERS = (
    "Contact ID", "Account ID", "Full Name", "Title", "Email", "Phone", "Owner ID", "Created Time",
    "Modified Time",
)  # fmt: skip
OPPORTUNITY_HEADERS = (
    "商机编号", "商机名称", "线索来源系统", "线索编号", "客户编号", "联系人编号", "负责人工号", "产品",
    "渠道", "阶段", "金额", "币种", "创建时间", "修改时间", "预计成交日期", "关闭时间", "输单原因",
    "输单说明", "竞争对手",
)  # fmt: skip
STAGE_HEADERS = ("Opportunity ID", "Stage", "Entered At", "Changed By")
OWNER_HEADERS = ("工号", "姓名", "邮箱", "团队", "上级", "区域", "在职")
PRODUCT_HEADERS = ("Product", "Family", "List Price", "Currency")

_NO_DATE = "0000-00-00"


def write_crm(
    inbox: Inbox,
    accounts: list[Account],
    contacts: list[Contact],
    deals: list[Opportunity],
    activities: list[Activity],
) -> None:
    """Write all exports of the CRM except the leads typed into it."""
    _write(inbox, "crm_accounts", "crm/accounts.csv", ACCOUNT_HEADERS, _account_rows(accounts))
    _write(inbox, "crm_contacts", "crm/contacts.csv", CONTACT_HEADERS, _contact_rows(contacts))
    _write(inbox, "crm_opportunities", "crm/opportunities.csv", OPPORTUNITY_HEADERS, _deal_rows(deals))
    _write(inbox, "crm_owners", "crm/owners.csv", OWNER_HEADERS, _owner_rows())
    _write(inbox, "crm_products", "crm/products.csv", PRODUCT_HEADERS, _product_rows())
    events = sorted(
        (event for deal in deals for event in deal.events),
        key=lambda event: (event.entered_at, event.opportunity_id, event.stage),
    )
    for label, group in groupby(events, lambda event: half(event.entered_at.date())):
        rows = _stage_rows(list(group))
        _write(inbox, "crm_stage_history", f"crm/stage_history_{label}.csv", STAGE_HEADERS, rows)
    numbered = enumerate(activities, start=1)
    for label, own in groupby(numbered, lambda item: half(item[1].occurred_at.date())):
        _write_activities(inbox, f"crm/activities_{label}.ndjson", list(own))


def _write(inbox: Inbox, source: str, name: str, headers: tuple[str, ...], rows: Iterable[Row]) -> None:
    with TextFile(inbox, source, name) as file:
        file.header(delimited(headers))
        for cells, rule in rows:
            file.record(delimited(cells), rule)


def _account_rows(accounts: list[Account]) -> Iterable[Row]:
    for number, account in enumerate(accounts):
        company = account.company
        abroad = company.place.country != "CN"
        row: list[str | None] = [
            account.account_id,
            company.name_en if abroad else company.name_zh,
            company.industry.en if abroad else company.industry.zh,
            f"{company.employees:,}",
            f"{account.revenue_10k:,.2f}",
            company.place.country,
            company.place.region_en if abroad else company.place.region_zh,
            f"www.{company.domain}",
            account.parent_name,
            account.owner_id,
            iso(account.created_at),
            iso(account.created_at),
        ]
        yield row, None
        if number == 40:
            yield [*row[:5], "", *row[5:]], rules.RAGGED


def _contact_rows(contacts: list[Contact]) -> Iterable[Row]:
    for number, contact in enumerate(contacts):
        person = contact.person
        stamp = iso(contact.created_at)
        row: list[str | None] = [
            contact.contact_id,
            contact.account_id,
            person.name_zh,
            person.title.en if person.is_abroad else person.title.zh,
            person.work_email,
            person.mobile,
            person.owner.owner_id,
            stamp,
            stamp,
        ]
        yield row, None
        if number == 25:
            yield ["", *row[1:]], rules.BLANK_KEY


def _deal_rows(deals: list[Opportunity]) -> Iterable[Row]:
    for number, deal in enumerate(deals):
        system, lead_id = deal.lead_key or (None, None)
        row: list[str | None] = [
            deal.opportunity_id,
            deal.name,
            SYSTEM[system] if system else None,
            lead_id,
            deal.account_id,
            deal.contact_id,
            deal.owner.owner_id,
            deal.product,
            CHANNEL[deal.own_channel] if deal.own_channel else None,
            STAGE_LABELS[deal.stage],
            f"{deal.amount:,}",
            deal.currency,
            iso(deal.created_at),
            iso(deal.updated_at),
            deal.expected_close_on.isoformat() if deal.expected_close_on else None,
            iso(deal.closed_at) if deal.closed_at else None,
            LOSS_LABELS[deal.loss_reason] if deal.loss_reason else None,
            deal.loss_detail,
            deal.competitor,
        ]
        yield row, None
        if number in (100, 300):
            wrong = {9: "赢单??"} if number == 100 else {10: "面议"}
            spoilt = [f"O-{90_000 + number}", *row[1:]]
            yield (
                [wrong.get(at, cell) for at, cell in enumerate(spoilt)],
                rules.UNMAPPED if number == 100 else rules.BAD_MONEY,
            )


def _stage_rows(events: list[StageEvent]) -> Iterable[Row]:
    for number, event in enumerate(events):
        yield [event.opportunity_id, STAGE_LABELS[event.stage], iso(event.entered_at), event.changed_by], None
        if number == 150:
            yield (
                [event.opportunity_id, STAGE_LABELS[event.stage], _NO_DATE, event.changed_by],
                rules.BAD_TIME,
            )


def _write_activities(inbox: Inbox, name: str, numbered: list[tuple[int, Activity]]) -> None:
    with TextFile(inbox, "crm_activities", name) as file:
        for place, (number, activity) in enumerate(numbered):
            line = _activity(number, activity)
            file.record(json_line(line))
            if place == 700:
                file.record(json_line(line)[:-9], rules.BAD_JSON)
            elif place == 900:
                file.record(json_line({**line, "id": f"ACT-9{number:06d}", "at": None}), rules.MISSING)


def _activity(number: int, activity: Activity) -> dict[str, object]:
    related = {"opportunity": activity.opportunity_id}
    if activity.lead_key:
        related |= {"leadSystem": SYSTEM[activity.lead_key[0]], "leadId": activity.lead_key[1]}
    step = {"step": activity.next_step, "date": activity.next_step_on and activity.next_step_on.isoformat()}
    return {
        "id": f"ACT-{number:06d}",
        "related": related,
        "type": activity.activity_type,
        "at": iso(activity.occurred_at),
        "owner": activity.owner_id,
        "minutes": activity.duration_minutes,
        "note": activity.note,
        "outcome": activity.outcome,
        "next": step if activity.next_step else None,
    }


def _owner_rows() -> Iterable[Row]:
    for owner in OWNERS:
        yield (
            [
                owner.owner_id,
                owner.name,
                f"{owner.local_part}@hengrui.example",
                TEAM_LABELS[owner.team],
                owner.manager or None,
                TEAM_LABELS[owner.team].split()[0],
                "是" if owner.is_active else "否",
            ],
            None,
        )


def _product_rows() -> Iterable[Row]:
    for product in PRODUCTS:
        yield [product.name, product.family, f"{product.list_price}.00", "CNY"], None
