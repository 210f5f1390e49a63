"""What the reports say: wording that depends on the figures, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reports.document.compose import compose
from reports.document.model import Bars, Counts, Document, Items, Paragraph, Slot, Table
from reports.figures.read import Figures, read_figures
from reports.locales.catalogue import LANGUAGES, catalogue
from reports.locales.locale import Locale
from tests.unit.reports.conftest import EVERY_REPORT, PERIODS
from tests.unit.reports.marts_fixture import build_marts


def texts(document: Document) -> Iterator[str]:
    """Every string a document shows."""
    yield from (document.subject, document.company, document.title, document.period, document.quality_title)
    yield from (*document.meta, *document.banners, *document.takeaways, *document.quality, *document.notes)
    for card in document.cards:
        yield from (card.label, card.value, card.warning, *card.captions)
        yield from (part for change in card.changes for part in (change.change, change.basis))
    for section in document.sections:
        yield from (section.title, section.lead)
        for block in section.blocks:
            match block:
                case Table():
                    yield from (block.title, block.note, *(column.heading for column in block.columns))
                    yield from (cell.text for row in block.rows for cell in row.cells)
                case Bars():
                    yield from (part for bar in block.bars for part in (bar.label, bar.value, bar.caption))
                case Items():
                    yield from (part for item in block.items for part in (item.title, item.tag, *item.lines))
                case Counts():
                    yield from (part for count in block.counts for part in count)
                case Paragraph():
                    yield block.text
                case Slot():
                    pass


def figures_of(name: str, marts: Path) -> Figures:
    return read_figures(name, PERIODS[name], marts)


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
@pytest.mark.parametrize("source", ["marts", "empty_marts"])
def test_no_raw_key_and_no_open_placeholder_shows(
    name: str, language: str, source: str, request: pytest.FixtureRequest
) -> None:
    document = compose(figures_of(name, request.getfixturevalue(source)), Locale(language))
    keys = set(catalogue(language)) | {key.rpartition(".")[2] for key in catalogue(language) if "_" in key}
    shown = set(texts(document))
    assert shown & keys == set()
    # Hostile names of the sample contain braces; the texts of the catalogue must not.
    assert [text for text in (document.subject, *document.meta, *document.quality) if "{" in text] == []


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_period_zone_as_of_basis_and_quality_are_said(name: str, language: str, marts: Path) -> None:
    document = compose(figures_of(name, marts), Locale(language))
    week = {"zh-CN": "2026年第47周", "en": "Week 47, 2026"}[language]
    month = {"zh-CN": "2026年10月", "en": "Oct 2026"}[language]
    assert (week if name == "funnel" else month) in document.period
    assert "2026-11-23 00:00" in document.meta[0]
    assert "Asia/Shanghai" in document.meta[0]
    assert document.meta[2].startswith({"zh-CN": "对比基准", "en": "Compared with"}[language])
    assert any("61" in line for line in document.quality)  # quarantined lines
    assert any("8.7%" in line for line in document.quality)  # unknown loss reasons


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_subject_carries_the_headline_numbers(name: str, language: str, marts: Path) -> None:
    document = compose(figures_of(name, marts), Locale(language))
    assert document.cards[0].value in document.subject
    assert sum(card.value in document.subject for card in document.cards) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_invented_data_say_so_above_everything_and_real_data_do_not(language: str, marts: Path) -> None:
    figures = figures_of("funnel", marts)
    made_up = compose(figures, Locale(language))
    real = compose(
        replace(figures, publication=replace(figures.publication, is_made_up=False)), Locale(language)
    )
    word = {"zh-CN": "虚构", "en": "Made-up"}[language]
    assert word in made_up.banners[0]
    assert made_up.subject.startswith({"zh-CN": "【样例】", "en": "[Sample]"}[language])
    assert real.banners == ()
    assert made_up.subject.endswith(real.subject)


def test_a_period_that_is_not_over_is_said_to_be_incomplete(marts: Path) -> None:
    figures = figures_of("funnel", marts)
    earlier = replace(figures.publication, as_of=figures.publication.as_of - timedelta(minutes=1))
    document = compose(replace(figures, publication=earlier), Locale("en"))
    assert "not over" in document.banners[-1]
    assert "2026-11-22 23:59" in document.banners[-1]


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_a_company_without_data_gets_a_calm_report(name: str, language: str, empty_marts: Path) -> None:
    document = compose(figures_of(name, empty_marts), Locale(language))
    assert {"zh-CN": "无", "en": "no"}[language] in document.subject
    assert len(document.takeaways) >= 1
    assert all("%" not in card.value for card in document.cards)
    assert len(document.quality) >= 1


def test_a_quiet_week_says_no_new_leads(tmp_path: Path) -> None:
    import duckdb

    marts = build_marts(tmp_path / "m.duckdb", leads=200)
    with duckdb.connect(str(marts)) as con:
        con.execute("delete from rpt_funnel_flow where period_start_on >= '2026-11-09'")
    document = compose(figures_of("funnel", marts), Locale("en"))
    assert "no new leads" in document.subject
    assert document.takeaways[0] == "No new leads came in."
    assert "this week" in next(
        block.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    )


def test_immature_cohorts_are_grey_and_show_no_rate(marts: Path) -> None:
    document = compose(figures_of("funnel", marts), Locale("en"))
    [table] = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and block.columns[0].heading == "Created"
    ]
    young = [row for row in table.rows if row.is_muted]
    assert [row.cells[0].text for row in young] == ["Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026"]
    assert {row.cells[-1].text for row in young} == {"maturing"}
    assert all(
        "%" in row.cells[-1].text and "(" in row.cells[-1].text for row in table.rows if not row.is_muted
    )


def test_an_roi_on_few_wins_is_marked(tmp_path: Path) -> None:
    marts = build_marts(tmp_path / "m.duckdb", leads=60)
    document = compose(figures_of("roi", marts), Locale("en"))
    assert document.cards[-1].warning == "Fewer than 5 wins: unreliable"
    [table] = [
        block for section in document.sections[:1] for block in section.blocks if isinstance(block, Table)
    ]
    assert any(row.cells[-1].text.endswith("*") for row in table.rows)
    assert "Fewer than 5 wins" in table.note


def test_a_share_of_few_cases_is_shown_as_counts(tmp_path: Path) -> None:
    marts = build_marts(tmp_path / "m.duckdb", leads=150)
    document = compose(figures_of("loss", marts), Locale("en"))
    win_rate = next(card for card in document.cards if card.label == "Closed win rate")
    assert " of " in win_rate.value
    assert (win_rate.warning, win_rate.changes) == ("Fewer than 10 cases", ())


def test_good_news_is_green_only_in_the_right_direction(marts: Path) -> None:
    document = compose(figures_of("loss", marts), Locale("en"))
    lost = next(card for card in document.cards if card.label == "Lost deals")
    assert {(change.change[0], change.tone) for change in lost.changes} == {("▼", "good"), ("▲", "bad")}
    neutral = next(card for card in document.cards if card.label == "Competitor named")
    assert {change.tone for change in neutral.changes} == {"normal"}
