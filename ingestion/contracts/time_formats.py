"""What a date format of a contract may say, the shape of text it reads, and when two formats contradict.

A format reads only text of its own shape: `%Y` is four digits, `%m` one or two, exactly two where no
separator stands beside it. The engine's own strptime reads more (year 26, and the word "epoch"), so the
shape is checked before it. The SQL that parses is in `mapping/times.py`.
"""

import re
from datetime import datetime, timedelta
from itertools import combinations

_CLOCK = r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?"
_OFFSET = r"[+-](?:0\d|1[0-4])(?::?[0-5]\d)?"
# The two halves of iso: local time, and text that states its own offset.
ISO_LOCAL = rf"\d{{4}}-\d{{2}}-\d{{2}}(?:{_CLOCK})?"
ISO_WITH_OFFSET = rf"\d{{4}}-\d{{2}}-\d{{2}}{_CLOCK}(?:Z|{_OFFSET})"

# Formats with a name instead of directives: the shape of the text that each reads.
NAMED_SHAPES: dict[str, str] = {
    "iso": rf"(?:{ISO_LOCAL}|{ISO_WITH_OFFSET})",
    "epoch_s": r"\d{9,10}(?:\.\d{1,6})?",
    "epoch_ms": r"\d{12,13}(?:\.0+)?",
    "excel_serial": r"\d{3,6}(?:\.\d+)?",
}

_WIDTHS = {"Y": r"\d{4}", "f": r"\d{1,6}", "z": _OFFSET, "p": "(?:[AaPp][Mm]|上午|下午)"}
_NAMES = {"b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}", "a": "[A-Za-z]{3}", "A": "[A-Za-z]{6,9}"}
_TWO_DIGITS = "ymdHIMS"
_NUMERIC = _TWO_DIGITS + "Yf"
_DIRECTIVES = (*_TWO_DIGITS, *_WIDTHS, *_NAMES)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Instants whose parts are all different and mostly at most 12, so that swapped parts show.
_PROBES = (
    datetime(2003, 2, 1, 4, 5, 6),
    datetime(2012, 11, 10, 9, 8, 7),
    datetime(2009, 10, 11, 12, 8, 6),
    datetime(2026, 11, 23, 21, 10, 19),
)


def fault(fmt: str) -> str | None:
    """Return why `fmt` is no usable format, as a clause, or None when it is one."""
    if fmt in NAMED_SHAPES:
        return None
    tokens = _tokens(fmt)
    used = [text for is_directive, text in tokens if is_directive]
    unknown = [name for name in used if name not in _DIRECTIVES]
    if not used or fmt.replace("%%", "").endswith("%"):
        return f"is neither one of {', '.join(NAMED_SHAPES)} nor a format such as %Y-%m-%d"
    if unknown:
        return f"uses %{unknown[0]}; usable are {' '.join('%' + name for name in _DIRECTIVES)}"
    if len(set(used)) != len(used):
        return "uses a directive twice"
    if not (set(used) & set("Yy") and set(used) & set("mbB") and "d" in used):
        return "does not give year, month and day; a guess at the missing part would be wrong"
    if ("I" in used) != ("p" in used) or {"H", "I"} <= set(used):
        return "mixes %H, %I and %p; use %H for 24 hours, or %I with %p"
    literals = [text for is_directive, text in tokens if not is_directive]
    if any(re.search(r"(?<![A-Za-z])Z(?![A-Za-z])", text) for text in literals):
        return "has a plain Z, which would be read as local time; use iso, where Z means UTC"
    return None


def shape(fmt: str) -> str:
    """Return a regular expression that matches exactly the texts `fmt` is meant to read."""
    if fmt in NAMED_SHAPES:
        return NAMED_SHAPES[fmt]
    return "".join(f"(?:{part})" if name else part for name, part in _parts(fmt))


def has_zone(fmt: str) -> bool:
    """Whether text in this format states its own UTC offset."""
    return (True, "z") in _tokens(fmt)


def has_half_days(fmt: str) -> bool:
    """Whether the format has an AM/PM mark, which Chinese exports write as 上午 and 下午."""
    return (True, "p") in _tokens(fmt)


def contradictions(formats: tuple[str, ...]) -> list[str]:
    """Return a clause for each pair of formats that read the same text as different times."""
    found = []
    for pair in combinations(dict.fromkeys(formats), 2):
        texts = [text for fmt in pair for probe in _PROBES for text in _written(fmt, probe)]
        for text in texts:
            first, second = (_read(fmt, text) for fmt in pair)
            if first and second and first != second:
                found.append(f'{pair[0]} and {pair[1]} read "{text}" as {first} and as {second}')
                break
    return found


def _tokens(fmt: str) -> list[tuple[bool, str]]:
    """Split a format into (is a directive, text)."""
    tokens = []
    for match in re.finditer(r"%(.)|([^%]+|%$)", fmt, re.DOTALL):
        directive = match.group(1)
        if directive == "%" or directive is None:
            tokens.append((False, directive or match.group(2)))
        else:
            tokens.append((True, directive))
    return tokens


def _parts(fmt: str) -> list[tuple[str, str]]:
    """Return (directive or '', regular expression) for each token."""
    tokens = _tokens(fmt)
    parts = []
    for index, (is_directive, text) in enumerate(tokens):
        if not is_directive:
            parts.append(("", re.escape(text)))
            continue
        beside = tokens[max(index - 1, 0) : index] + tokens[index + 1 : index + 2]
        is_compact = any((d and t in _NUMERIC) or (not d and re.search(r"\d", t)) for d, t in beside)
        two = r"\d{2}" if is_compact or text == "y" else r"\d{1,2}"
        parts.append((text, two if text in _TWO_DIGITS else {**_WIDTHS, **_NAMES}[text]))
    return parts


def _written(fmt: str, at: datetime) -> list[str]:
    """Return how a source may write the instant in this format, zero-padded and not."""
    seconds = int((at - datetime(1970, 1, 1)).total_seconds())
    if fmt == "iso":
        return [at.isoformat(), at.date().isoformat()]
    if fmt in NAMED_SHAPES:
        serial = (at - datetime(1899, 12, 30)).days
        return [str({"epoch_s": seconds, "epoch_ms": seconds * 1000, "excel_serial": serial}[fmt])]
    hour = at.hour % 12 or 12
    numbers = {"m": at.month, "d": at.day, "H": at.hour, "I": hour, "M": at.minute, "S": at.second}
    texts = {"Y": str(at.year), "y": f"{at.year % 100:02}", "f": "000000", "z": "+0000"}
    texts |= {"p": "AM" if at.hour < 12 else "PM", "a": "Mon", "A": "Monday"}
    texts |= {"b": _MONTHS[at.month - 1], "B": _MONTHS[at.month - 1]}
    written = []
    for width in ("02", ""):
        values = texts | {name: format(number, width) for name, number in numbers.items()}
        written.append("".join(values.get(t, "") if d else t for d, t in _tokens(fmt)))
    return [text for text in dict.fromkeys(written) if re.fullmatch(shape(fmt), text)]


def _read(fmt: str, text: str) -> datetime | None:
    """Read a probe's text; offsets and fractions of a second are left out, they swap with nothing."""
    if not re.fullmatch(shape(fmt), text):
        return None
    try:
        if fmt == "iso":
            return datetime.fromisoformat(text).replace(tzinfo=None)
        if fmt in NAMED_SHAPES:
            unit = {"epoch_s": 1, "epoch_ms": 0.001, "excel_serial": 86400}[fmt]
            start = datetime(1899, 12, 30) if fmt == "excel_serial" else datetime(1970, 1, 1)
            return start + timedelta(seconds=float(text) * unit)
        pattern = "".join(f"(?P<{name}>{part})" if name else part for name, part in _parts(fmt))
        match = re.fullmatch(pattern, text)
        parts = match.groupdict() if match else {}
        month = parts.get("m") or _MONTHS.index((parts.get("b") or parts["B"])[:3].lower()) + 1
        year = int(parts["Y"]) if "Y" in parts else 2000 + int(parts["y"])
        hour = int(parts.get("H") or 0)
        if "I" in parts:
            hour = int(parts["I"]) % 12 + (12 if parts["p"].lower() in ("pm", "下午") else 0)
        return datetime(
            year, int(month), int(parts["d"]), hour, int(parts.get("M") or 0), int(parts.get("S") or 0)
        )
    except ValueError:
        return None
