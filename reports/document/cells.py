"""Short makers of table cells and columns, shared by the three reports."""

from reports.document.model import Cell, Column, Row
from reports.figures.model import Rate
from reports.locales.locale import Locale


def columns(locale: Locale, first: str, *others: str, weight: int = 3) -> tuple[Column, ...]:
    """Return a text column `column.<first>` and number columns `column.<other>`."""
    numbers = (Column(locale.text(f"column.{key}")) for key in others)
    return (Column(locale.text(f"column.{first}"), is_number=False, weight=weight), *numbers)


def row(*texts: str, is_total: bool = False, is_muted: bool = False) -> Row:
    """Return a row of plain cells."""
    return Row(tuple(Cell(text) for text in texts), is_total=is_total, is_muted=is_muted)


def rate_text(locale: Locale, rate: Rate) -> str:
    """Return a rate with its interval, '12.3% (9.8–15.1%)', or counts when there are too few cases."""
    interval = locale.interval(rate)
    return f"{locale.rate(rate)} ({interval})" if interval else locale.rate(rate)
