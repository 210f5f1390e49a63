"""A lead record as cells by canonical field name, in one source's words and date formats."""

from collections.abc import Callable
from datetime import date, datetime

from tests.sample_company.files.dirt import Entry
from tests.sample_company.files.labels import STATUS
from tests.sample_company.files.writers import Cell

UNKNOWN_STATUS = "待定??"


def lead_cells(
    entry: Entry, stamp: Callable[[datetime], Cell], day: Callable[[date], Cell], bad_date: Cell
) -> dict[str, Cell]:
    """Return all cells of the entry; `stamp` and `day` write times and dates, `bad_date` is the dirt."""
    record = entry.record
    status = STATUS[record.source][record.status] if record.status else None
    return {
        "lead_id": record.lead_id,
        "created_at": bad_date if entry.damage == "bad_date" else stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "channel_detail": record.channel_detail,
        "campaign": record.campaign or None,
        "full_name": record.full_name,
        "company": record.company,
        "title": record.title,
        "email": record.email,
        "phone": record.phone,
        "country": record.country,
        "region": record.region,
        "industry": record.industry,
        "company_size": record.company_size,
        "budget": record.budget,
        "product_interest": record.product_interest,
        "need": record.need,
        "urgency": record.urgency,
        "planned_purchase_on": day(record.planned_purchase_on) if record.planned_purchase_on else None,
        "status": UNKNOWN_STATUS if entry.damage == "unknown_status" else status,
        "follow_up": record.follow_up,
        "owner_id": record.owner_id,
        "referrer_name": record.referrer_name,
        "referrer_email": record.referrer_email,
        "referrer_phone": record.referrer_phone,
        "utm_source": record.utm_source,
        "utm_medium": record.utm_medium,
    }


def as_text(cell: Cell) -> str | None:
    """Return a cell for a text file."""
    return None if cell is None else str(cell)
