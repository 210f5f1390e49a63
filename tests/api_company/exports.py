"""What the made-up company exports by hand, because no API gives it: tickets as xlsx, a form's sheet as csv.

The people are those of the world that the simulators serve.
"""

import csv
import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from tests.simulators.world import SimLead, World

ZONE = ZoneInfo("Asia/Shanghai")
EVENT = "2026 智能制造开放日"
TICKETS = (
    *("票号", "订单号", "票种", "票价", "活动名称", "姓名 ", "手机号码", "邮箱", "公司", "职位", "报名时间"),
    *("支付状态", "签到状态", "签到时间", "您最关心的问题", "是否需要停车位"),
)
ANSWERS = (
    *("Timestamp", "Email Address", "Your name", "Company", "Job title", "Phone"),
    *("Which products interest you?", "What do you need?"),
)


def write_exports(world: World, inbox: Path) -> None:
    """Write both exports of the whole world into the inbox."""
    write_tickets(world.leads[::40], inbox / "huodongxing" / "open_day_2026.xlsx")
    write_answers(world.leads[1::40], inbox / "google_forms" / "contact.csv")


def ticket_of(lead: SimLead) -> str:
    """The number of a lead's ticket, longer than a spreadsheet's numbers."""
    return f"2026110100{lead.number:010d}"


def write_tickets(leads: list[SimLead], path: Path) -> None:
    """Write an organiser's export: a merged title row, phones as numbers, half of the dates as text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    # The only thing in the file that would otherwise come from the clock.
    book.set_properties({"created": dt.datetime(2026, 11, 1)})
    stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet("报名名单")
    sheet.merge_range(0, 0, 0, len(TICKETS) - 1, f"{EVENT} 报名名单")
    sheet.write_row(1, 0, TICKETS)
    for row, lead in enumerate(leads, start=2):
        for column, cell in enumerate(_ticket(lead)):
            if isinstance(cell, dt.datetime):
                sheet.write_datetime(row, column, cell, stamp)
            elif cell is not None:
                sheet.write(row, column, cell)
    book.close()


def write_answers(leads: list[SimLead], path: Path) -> None:
    """Write a linked sheet: times in the sheet's zone, months and hours without a leading zero."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(ANSWERS)
        writer.writerows(answer(lead) for lead in leads)


def answer(lead: SimLead) -> list[str]:
    """One row of the linked sheet."""
    at = _local(lead)
    stamp = f"{at.year}/{at.month}/{at.day} {at:%H:%M:%S}"
    mail = lead.email or f"guest{lead.number}@example.com"
    products = f"{lead.product or '其他'}, 技术支持"
    return [
        stamp,
        mail,
        lead.full_name,
        lead.company,
        lead.title or "",
        lead.phone or "",
        products,
        lead.need or "",
    ]


def _ticket(lead: SimLead) -> list[str | float | dt.datetime | None]:
    at = _local(lead)
    is_here = lead.number % 2 == 0
    digits = re.sub(r"\D", "", lead.phone or "").removeprefix("86")
    mail = lead.email or (None if digits else f"guest{lead.number}@example.com")
    return [
        ticket_of(lead),
        f"D{lead.number:08d}",
        "标准票",
        199.0,
        EVENT,
        lead.full_name,
        float(digits) if len(digits) == 11 else lead.phone,
        mail,
        lead.company,
        lead.title,
        at if is_here else f"{at:%Y-%m-%d %H:%M}",
        "已退款" if lead.status == "disqualified" else "已支付",
        "已签到" if is_here else "未签到",
        at + dt.timedelta(days=7) if is_here else None,
        lead.need,
        "是",
    ]


def _local(lead: SimLead) -> dt.datetime:
    """A spreadsheet's time has no zone."""
    return lead.created_at.astimezone(ZONE).replace(tzinfo=None)
