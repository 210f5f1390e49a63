"""SQL that reads dates and times in the declared formats. What a format may say is in `contracts`.

Text of no declared shape, and days that do not exist, give NULL. A local time that a clock change skips is
read as the time after the change, one that it repeats as the later of the two.
"""

from ingestion.contracts.time_formats import ISO_LOCAL, ISO_WITH_OFFSET, has_half_days, has_zone, shape
from ingestion.sql import quote_literal
from ingestion.words import plain_word

# Years outside are typing errors or stand-ins for "never" such as 1900-01-01 and 9999-12-31.
EARLIEST = "1901-01-01"
END = "2200-01-01"

_EXCEL_EPOCH_US = -2_209_161_600_000_000  # 1899-12-30: Excel's day 0 from 1900-03-01 on


def instant(text: str, formats: tuple[str, ...], zone: str) -> str:
    """Return SQL of type TIMESTAMPTZ for the SQL expression `text`; local times are those of `zone`."""
    local, absolute = _cases(text, formats)
    parts = []
    if local:
        parts.append(f"timezone({quote_literal(zone)}, {_first(local)})")
    if absolute:
        parts.append(_first(absolute))
    return f"coalesce({', '.join(parts)})"


def day(text: str, formats: tuple[str, ...], zone: str) -> str:
    """Return SQL of type DATE for the SQL expression `text`: the calendar day in `zone`."""
    local, absolute = _cases(text, formats)
    parts = []
    if local:
        parts.append(f"CAST({_first(local)} AS DATE)")
    if absolute:
        parts.append(f"CAST(timezone({quote_literal(zone)}, {_first(absolute)}) AS DATE)")
    return f"coalesce({', '.join(parts)})"


def _first(cases: list[tuple[str, str]]) -> str:
    """The value of the first case whose shape fits. A shape test costs an eighth of a failing strptime."""
    whens = " ".join(f"WHEN {condition} THEN {value}" for condition, value in cases)
    return f"CASE {whens} END"


def _cases(text: str, formats: tuple[str, ...]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (condition, value) pairs of the formats: those giving a local time, those giving an instant."""
    local: list[tuple[str, str]] = []
    absolute: list[tuple[str, str]] = []
    for fmt in formats:
        fits = _fits(text, plain_word(shape(fmt)))
        if fmt == "iso":
            local.append((_fits(text, ISO_LOCAL), f"TRY_CAST({text} AS TIMESTAMP)"))
            absolute.append((_fits(text, ISO_WITH_OFFSET), f"TRY_CAST({text} AS TIMESTAMPTZ)"))
        elif fmt == "epoch_s":
            # 38 digits: in 18 the multiplication overflows, which would fail the whole batch.
            micros = f"CAST(TRY_CAST({text} AS DECIMAL(38, 6)) * 1000000 AS BIGINT)"
            absolute.append((fits, f"make_timestamptz({micros})"))
        elif fmt == "epoch_ms":
            absolute.append((fits, f"make_timestamptz(TRY_CAST({text} AS BIGINT) * 1000)"))
        elif fmt == "excel_serial":
            # Excel keeps a time of day as a binary fraction; a millisecond is what survives of it.
            millis = f"CAST(round(TRY_CAST({text} AS DOUBLE) * 86400000) AS BIGINT)"
            local.append((fits, f"make_timestamp({millis} * 1000 + {_EXCEL_EPOCH_US})"))
        else:
            target = absolute if has_zone(fmt) else local
            target.append((fits, _strptime(text, fmt)))
    return local, absolute


def _fits(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {quote_literal(pattern)})"


def _strptime(text: str, fmt: str) -> str:
    if has_half_days(fmt):
        text = f"replace(replace({text}, '上午', 'AM'), '下午', 'PM')"
    return f"try_strptime({text}, {quote_literal(plain_word(fmt))})"
