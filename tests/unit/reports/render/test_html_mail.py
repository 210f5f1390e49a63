from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from reports.build import BuiltReport, build_report
from reports.document.compose import compose
from reports.document.model import Document, Paragraph, Section
from reports.figures.read import read_figures
from reports.locales.locale import Locale
from reports.render import html_mail
from reports.render.html_mail import MailTooLarge, render
from tests.unit.reports.conftest import EVERY_REPORT, PERIODS
from tests.unit.reports.marts_fixture import HOSTILE
from tests.unit.reports.render.mail_parts import Parts

Built = Callable[[str, str], BuiltReport]


@pytest.fixture(scope="module")
def document(marts: Path) -> Document:
    return compose(read_figures("funnel", PERIODS["funnel"], marts), Locale("en"))


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_html_stays_well_below_what_mail_programs_cut(name: str, language: str, built: Built) -> None:
    assert len(built(name, language).html.encode()) < 90_000


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_nothing_is_active_or_fetched_from_outside(name: str, language: str, built: Built) -> None:
    html = built(name, language).html
    parts = Parts(html)
    assert {tag for tag, _ in parts.tags} & {"script", "svg", "iframe", "object", "form", "link"} == set()
    for tag, attributes in parts.tags:
        assert not [name for name in attributes if name.startswith("on")], tag
    assert "@import" not in html
    assert "url(" not in html
    assert "data:image" not in html
    assert [
        found["src"]
        for tag, found in parts.tags
        if tag == "img" and not (found["src"] or "").startswith("cid:")
    ] == []


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_pictures_have_words_and_a_width_and_are_all_sent(name: str, language: str, built: Built) -> None:
    report = built(name, language)
    images = [found for tag, found in Parts(report.html).tags if tag == "img"]
    assert images
    for image in images:
        assert (image["alt"] or "").strip()
        assert int(image["width"] or "0") > 0
    assert {f"cid:{picture.cid}" for picture in report.pictures} == {image["src"] for image in images}


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_language_is_declared(name: str, language: str, built: Built) -> None:
    tag, attributes = Parts(built(name, language).html).tags[0]
    assert (tag, attributes["lang"]) == ("html", language)


def test_styles_are_written_into_the_elements(built: Built) -> None:
    parts = Parts(built("funnel", "en").html)
    values = [found for tag, found in parts.tags if found.get("class") == "kpi"]
    assert len(values) == 6
    assert all("font-size:26px" in (found["style"] or "").replace(" ", "") for found in values)


@pytest.mark.parametrize("name", ["funnel", "loss", "roi"])
def test_what_people_typed_is_shown_and_never_obeyed(name: str, marts: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.duckdb"
    hostile.write_bytes(marts.read_bytes())
    with duckdb.connect(str(hostile)) as con:
        for table, column in (
            ("rpt_next_actions", "name"),
            ("rpt_next_actions", "next_step"),
            ("rpt_loss", "competitor"),
            ("rpt_roi", "campaign"),
            ("dim_channels", "name_en"),
            ("dim_stages", "name_en"),
        ):
            con.execute(f"update {table} set {column} = $1[1 + rowid % len($1)]", [list(HOSTILE)])
        con.execute("update meta_publication set company_name_en = $1", [HOSTILE[0]])
    html = build_report(name, PERIODS[name], "en", hostile, tmp_path).html
    parts = Parts(html)
    assert {tag for tag, _ in parts.tags} & {"script", "b"} == set()
    assert [found for tag, found in parts.tags if tag == "img" and found.get("src") == "x"] == []
    assert "<script>alert(1)</script>" in parts.text  # as words
    assert "{{ 7 * 7 }}" in parts.text


def test_control_characters_do_not_break_the_mail(document: Document) -> None:
    title = "a\x00b\x0bc\ud800d\u202ee"
    section = Section(title, "lead", (Paragraph("x\x1by"),))
    html = render(_with(document, section), Locale("en"), {})
    assert "a\ufffdb\ufffdc\ufffdd\ufffde" in html
    assert "x\ufffdy" in html
    html.encode()


def test_a_mail_that_would_be_cut_is_refused(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_mail, "LIMIT", 10_000)
    with pytest.raises(MailTooLarge, match="more than 10,000"):
        render(document, Locale("en"), {})


def test_a_section_with_nothing_but_a_missing_chart_is_left_out(document: Document) -> None:
    assert "Trend" not in Parts(render(document, Locale("en"), {})).texts


def _with(document: Document, section: Section) -> Document:
    from dataclasses import replace

    return replace(document, sections=(section,))
