"""Typed cells (numbers, dates) as text, the same for sheets and Parquet.

Imports nothing heavy, because the child process of a sheet uses it.
"""

import datetime as dt
from decimal import Decimal

# Above this a double no longer tells every whole number from its neighbour: an id was already cut by Excel.
EXACT_WHOLE = 10**15


def number_text(value: float | int) -> str:
    """Return a number without exponent and without a `.0`: 13800138000, 0.1, -2.5; nan and inf stay words."""
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return repr(value)
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def cell_text(value: object) -> str:
    """Return the text of a sheet's cell: dates in ISO form, true and false, numbers as `number_text`.

    A date without a time is YYYY-MM-DD, a duration is H:MM:SS; an empty cell is an empty text.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dt.datetime | dt.time | dt.date):
        return _moment_text(value)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)


def _moment_text(value: dt.datetime | dt.time | dt.date) -> str:
    return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
