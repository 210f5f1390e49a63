import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.charts.gallery import draw_charts
from reports.document.compose import compose
from reports.figures.funnel_model import FunnelFigures
from reports.figures.read import Figures, read_figures
from reports.fonts import MissingGlyph, spell_out
from reports.locales.locale import Locale
from reports.render import pdf
from reports.render.pdf import render_pdf
from tests.unit.reports.conftest import EVERY_REPORT, PERIODS


@dataclass(frozen=True)
class Rendered:
    figures: Figures
    data: bytes
    pages: tuple[str, ...]  # the text of each, without spaces: where lines break is not what is tested

    @property
    def text(self) -> str:
        return "".join(self.pages)


Render = Callable[[str, str], Rendered]


def render(figures: Figures, language: str) -> bytes:
    locale = Locale(language, figures.publication.currency)
    return render_pdf(compose(figures, locale), locale, draw_charts(figures, locale), figures.publication)


def squeezed(text: str) -> str:
    """Without spaces: where lines break is not what is tested."""
    return "".join(text.replace("\u200b", "").split())


def read(data: bytes) -> tuple[str, ...]:
    return tuple(squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages)


@pytest.fixture(scope="module")
def rendered(marts: Path) -> Render:
    done: dict[tuple[str, str], Rendered] = {}

    def get(name: str, language: str) -> Rendered:
        if (name, language) not in done:
            figures = read_figures(name, PERIODS[name], marts)
            data = render(figures, language)
            done[name, language] = Rendered(figures, data, read(data))
        return done[name, language]

    return get


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_pdf_says_what_the_document_says(rendered: Render, name: str, language: str) -> None:
    found = rendered(name, language)
    document = compose(found.figures, Locale(language, found.figures.publication.currency))
    said = [document.title, document.period, document.company, *document.meta, *document.banners]
    said += [*document.takeaways, *document.quality, *document.notes]
    said += [words for card in document.cards for words in (card.label, card.value, *card.captions)]
    said += [
        words for card in document.cards for change in card.changes for words in (change.change, change.basis)
    ]
    assert [words for words in said if squeezed(spell_out(words)) not in found.text] == []
    metadata = PdfReader(io.BytesIO(found.data)).metadata
    assert metadata is not None
    assert metadata.title == f"{document.title} {document.period}"


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_a4_with_page_numbers_and_the_packaged_font_alone(rendered: Render, name: str, language: str) -> None:
    found = rendered(name, language)
    reader = PdfReader(io.BytesIO(found.data))
    assert 2 <= len(reader.pages) <= 6
    fonts: set[str] = set()
    for number, page in enumerate(reader.pages, 1):
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        assert squeezed(f"{number} / {len(reader.pages)}") in found.pages[number - 1]
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            fonts.add(font.get_object()["/BaseFont"].partition("+")[2])
    assert {font.partition("-Identity")[0] for font in fonts} == {"NotoSansCJKsc-Regular"}
    assert len(found.data) < 400_000


def test_every_cell_of_every_table_is_there(rendered: Render) -> None:
    found = rendered("loss", "en")
    document = compose(found.figures, Locale("en", "CNY"))
    tables = [block for section in document.sections for block in section.blocks if hasattr(block, "rows")]
    cells = {cell.text for table in tables for row in table.rows for cell in row.cells}
    assert len(tables) >= 5
    assert [cell for cell in cells if squeezed(spell_out(cell)) not in found.text] == []


def test_the_same_figures_give_the_same_bytes(rendered: Render) -> None:
    found = rendered("roi", "en")
    assert render(found.figures, "en") == found.data


def test_peoples_words_are_text_and_never_hold_the_report_back(marts: Path) -> None:
    figures = read_figures("funnel", PERIODS["funnel"], marts)
    assert isinstance(figures, FunnelFigures)
    names = ("#panic() *a* $x$", "Emoji 😀 deal", "سلام", "\u202eturned", "[link](http://x) // c", "a" * 400)
    actions = tuple(replace(action, name=name) for action, name in zip(figures.actions, names, strict=False))
    data = render(replace(figures, actions=actions), "zh-CN")
    text = "".join(read(data))
    for shown in ("#panic()*a*$x$", "Emoji[U+1F600]deal", "[U+202E]turned", "[link](http://x)//c", "a" * 400):
        assert shown in text
    assert "[U+0633]" in text


def test_a_wording_without_a_glyph_fails_loudly(marts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = read_figures("loss", PERIODS["loss"], marts)
    locale = Locale("en", "CNY")
    document = compose(figures, locale)
    monkeypatch.setattr(pdf, "catalogue", lambda _: {"kpi.lost": "Lost 😀"})
    monkeypatch.setattr(pdf, "typeset", lambda *_, **__: pytest.fail("was drawn"))
    with pytest.raises(MissingGlyph, match=r"U\+1F600.*en catalogue, kpi.lost"):
        render_pdf(document, locale, {}, figures.publication)


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_a_company_without_any_data_gets_a_pdf(empty_marts: Path, name: str, language: str) -> None:
    data = render(read_figures(name, PERIODS[name], empty_marts), language)
    assert len(PdfReader(io.BytesIO(data)).pages) >= 1


def test_the_naughty_strings_hold_no_report_back(marts: Path, public_data: Path) -> None:
    strings = json.loads((public_data / "naughty_strings" / "blns.json").read_text(encoding="utf-8"))
    figures = read_figures("roi", PERIODS["roi"], marts)
    locale = Locale("en", "CNY")
    document = compose(figures, locale)
    alone = render_pdf(document, locale, {}, figures.publication)
    among = render_pdf(replace(document, takeaways=tuple(strings)), locale, {}, figures.publication)
    pages = [len(PdfReader(io.BytesIO(data)).pages) for data in (alone, among)]
    # 515 of them, one below the other: none swallowed the rest of the document.
    assert pages[1] >= pages[0] + 9
