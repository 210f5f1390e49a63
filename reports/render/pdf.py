"""A report's document as a PDF on A4: the same words as in mail and page, with its charts, set by Typst.

How it looks is in templates/pdf/report.typ; what it says is the document's.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reports import palette
from reports.charts.picture import Chart
from reports.document.model import Block, Document, Slot
from reports.figures.model import Publication
from reports.fonts import FAMILY, require_glyphs, spell_out, texts_in
from reports.locales.catalogue import catalogue
from reports.locales.locale import Locale
from reports.typesetting import typeset

_TEMPLATE = Path(__file__).parent.parent / "templates" / "pdf" / "report.typ"


def render_pdf(
    document: Document, locale: Locale, charts: Mapping[str, Chart], publication: Publication
) -> bytes:
    """Return the PDF. The same document of the same publication gives the same bytes.

    Raises MissingGlyph if the font lacks a character of the catalogue. Characters it lacks in people's own
    words are written as their code points, so that one emoji in a deal's name holds no report back.
    """
    require_glyphs(
        (f"{locale.language} catalogue, {key}", text) for key, text in catalogue(locale.language).items()
    )
    data = {
        "document": _printable(_tagged(document)),
        "charts": [{"svg": chart.svg, "alt": chart.alt} for chart in charts.values()],
        "palette": {name: value for name, value in vars(palette).items() if name.isupper()},
        "font": FAMILY,
        "lang": locale.language.partition("-")[0],
        "footer": _printable(" · ".join((document.meta[0], *document.banners[:1]))),
        "takeaways_title": locale.text("heading.takeaways"),
        "notes_title": locale.text("section.notes"),
    }
    # Charts have been checked when they were drawn.
    require_glyphs(texts_in(data["document"], "document"))
    (pdf,) = typeset(_TEMPLATE.read_text(encoding="utf-8"), data, "pdf", timestamp=publication.published_at)
    return pdf


def _tagged(document: Document) -> dict[str, Any]:
    found = asdict(document)
    sections = []
    for section, written in zip(document.sections, found["sections"], strict=True):
        # Charts stand together on the first page.
        written["blocks"] = [_block(block) for block in section.blocks if not isinstance(block, Slot)]
        if written["blocks"]:
            sections.append(written)
    found["sections"] = sections
    return found


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return spell_out(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(inner) for inner in value]
    return value
