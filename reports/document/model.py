"""What a report says, in display order and fully worded. Mail, plain text and page draw the same document.

All strings are plain text in the report's language; escaping and shortening are the renderers' work.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["normal", "good", "bad", "muted"]


@dataclass(frozen=True)
class Change:
    """One comparison of a headline number: '▲ 12.3%' and what it is compared with."""

    change: str
    basis: str
    tone: Tone


@dataclass(frozen=True)
class Card:
    """One headline number."""

    label: str
    value: str
    captions: tuple[str, ...]
    changes: tuple[Change, ...]
    warning: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table. `shade` in 0..1 tints it, for tables that are read like a heat map."""

    text: str
    tone: Tone = "normal"
    shade: float = 0.0


@dataclass(frozen=True)
class Column:
    """One column of a table; numbers stand to the right. `weight` is its share of the width."""

    heading: str
    is_number: bool = True
    weight: int = 2


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    is_total: bool = False
    is_muted: bool = False  # immature: drawn grey


@dataclass(frozen=True)
class Table:
    """A table. A mail shows `mail_rows` rows of it and the totals; the page shows all.

    Of a trend the mail keeps the last rows (`keeps_last`), of any other table the first.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    note: str = ""
    mail_rows: int = 12
    keeps_last: bool = False
    more: str = ""  # said in a mail when rows are left out


@dataclass(frozen=True)
class Bar:
    """One bar; `share` in 0..1 is its length against the longest possible."""

    label: str
    value: str
    share: float
    caption: str


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, such as the funnel or a Pareto."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Item:
    """One entry of a list of things to do: a name, an amount, and lines of detail."""

    title: str
    value: str
    lines: tuple[str, ...]
    tag: str = ""


@dataclass(frozen=True)
class Items:
    """Things to do, `total` in all. A mail shows `mail_items` of them, page and PDF as many as there are."""

    items: tuple[Item, ...]
    total: int
    mail_items: int = 5
    more: str = ""  # said when items are left out


@dataclass(frozen=True)
class Counts:
    """A few numbers side by side, each with a label and a detail."""

    counts: tuple[tuple[str, str, str], ...]  # value, label, detail


@dataclass(frozen=True)
class Paragraph:
    """A sentence instead of a table that would be empty, or an explanation."""

    text: str


@dataclass(frozen=True)
class Slot:
    """The place of a chart, by the chart's name; it stays empty when there is no such chart."""

    chart: str
    in_mail: bool = True


Block = Table | Bars | Items | Counts | Paragraph | Slot


@dataclass(frozen=True)
class Section:
    """A titled part of a report; `lead` says what exactly is counted."""

    title: str
    lead: str
    blocks: tuple[Block, ...]
    in_mail: bool = True


@dataclass(frozen=True)
class Document:
    """A whole report."""

    language: str
    subject: str
    company: str
    title: str
    period: str
    meta: tuple[str, ...]  # time zone, as-of time, comparison basis
    banners: tuple[str, ...]
    takeaways: tuple[str, ...]
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    quality_title: str
    quality: tuple[str, ...]
    notes: tuple[str, ...]
