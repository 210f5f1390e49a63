"""Constants that a contract states itself (`value`, `default`): can each be read as its field's kind?

They are written plainly: ISO dates, numbers with a decimal point, true or false.
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from ingestion.canonical.field import Kind


def constant_fault(kind: Kind, text: str) -> tuple[str, str] | None:
    """Return (what is wrong, what to do) when `text` is no constant of `kind`, else None."""
    if "\0" in text or not text.strip():
        return "is blank or holds a NUL character", "give a value, or remove the key"
    if kind is Kind.MONEY and not re.fullmatch(r"-?\d{1,16}(\.\d{1,2})?", text, re.ASCII):
        return "is no amount", "write e.g. 1200.50"
    if kind is Kind.INTEGER and not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return "is no whole number", "write e.g. 12"
    if kind is Kind.DATE and not _reads(date.fromisoformat, text):
        return "is no date", "write e.g. 2026-01-31"
    if kind is Kind.TIMESTAMP and not _reads(_instant, text):
        return "is no time with an offset", "write e.g. 2026-01-31T09:30:00+08:00"
    return None


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _instant(text: str) -> datetime:
    """Read a time that states its offset; raises ValueError for a local one."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("no offset")
    return instant
