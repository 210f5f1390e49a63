"""The Jinja environment of mails, texts and pages, and the small filters their templates use."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from reports import palette
from reports.document.model import Bars, Counts, Items, Paragraph, Row, Section, Slot, Table

FOLDER = Path(__file__).parent.parent / "templates"
# What neither XML nor HTML can hold, and the marks that turn round all text that follows them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_LONG_WORD = re.compile(r"[!-~\u00a1-\u2e7f]{15,}")  # no spaces, no Chinese
_SYLLABLES = re.compile(r"[A-Za-z]{8}(?=[A-Za-z]{3})")
_PIECE = re.compile(r".{1,8}")


@cache
def environment() -> Environment:
    """Return the environment: all values are escaped except in plain text; an unknown name is an error.

    One for the process: compiling the templates anew was a fifth of what a report takes (2026-11-23).
    """
    found = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(disabled_extensions=("txt.j2",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=clean,
    )
    found.filters.update(
        short=short,
        breakable=breakable,
        hyphenated=hyphenated,
        tint=tint,
        shown=shown,
        left_out=left_out,
        pictured=pictured,
    )
    found.tests.update(
        slot=lambda block: isinstance(block, Slot),
        table_block=lambda block: isinstance(block, Table),
        bars_block=lambda block: isinstance(block, Bars),
        counts_block=lambda block: isinstance(block, Counts),
        items_block=lambda block: isinstance(block, Items),
        paragraph_block=lambda block: isinstance(block, Paragraph),
        heat=lambda block: any(cell.shade for row in block.rows for cell in row.cells),
        only_slots=lambda blocks: all(isinstance(block, Slot) for block in blocks),
    )
    found.globals["c"] = palette
    return found


def clean(value: object) -> object:
    """Replace characters that no document can hold; template markup passes as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


def short(text: str, length: int) -> str:
    """Cut a text that people typed to `length` characters, the last one an ellipsis."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def breakable(text: str) -> str:
    """Allow a line break in words too long for a phone, such as a web address; other words stay whole."""
    return _LONG_WORD.sub(lambda found: "\N{ZERO WIDTH SPACE}".join(_PIECE.findall(found[0])), text)


def hyphenated(text: str) -> str:
    """Allow long words of headings to be divided: 'negotiat-ion', 'no_response' after its underscore."""
    return _SYLLABLES.sub("\\g<0>\N{SOFT HYPHEN}", text).replace("_", "_\N{ZERO WIDTH SPACE}")


def tint(shade: float) -> str:
    """Return a colour between the paper and the soft primary colour, for the cells of a heat map."""
    ends = (palette.PAPER, palette.PRIMARY_SOFT)
    paper, full = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in ends)
    mixed = (round(low + (high - low) * shade) for low, high in zip(paper, full, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def shown(table: Table) -> list[Row]:
    """Return the rows of a table that a mail shows: as many as it may have, and every total."""
    rows = [row for row in table.rows if not row.is_total]
    kept = rows[-table.mail_rows :] if table.keeps_last else rows[: table.mail_rows]
    return [*kept, *(row for row in table.rows if row.is_total)]


def pictured(section: Section, pictures: Mapping[str, object]) -> list[str]:
    """Return the names of the charts that a section has a place for and that were drawn."""
    return [block.chart for block in section.blocks if isinstance(block, Slot) and block.chart in pictures]


def left_out(table: Table) -> int:
    """Return how many rows `shown` leaves out."""
    return len(table.rows) - len(shown(table))
