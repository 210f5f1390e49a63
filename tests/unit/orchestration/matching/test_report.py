"""The training report: complete in both languages, and about what was learnt."""

import re
from dataclasses import replace

import pytest

from orchestration.matching.comparisons import Comparison, Level, read_levels
from orchestration.matching.parameters import Doubt, LevelShares, Parameters, Session, Training
from orchestration.matching.report import TrainingReport, document, render
from orchestration.matching.report_words import block_name, chance, comparison_name, weight_text
from orchestration.matching.scores import Scores
from orchestration.seeds import DEFAULT_SEEDS
from reports.document.model import Items, Paragraph, Table
from reports.locales.catalogue import LANGUAGES
from reports.locales.locale import Locale

SESSION = Session("email", 8_408, ("phone",), (0.1, 0.8, 0.99))
REPORT = TrainingReport(
    company={"en": "Acme", "zh-CN": "艾克米"},
    model_version="2026-11",
    comparisons=(
        Comparison(
            "phone",
            "",
            (
                Level(2, "Same phone", "电话相同"),
                Level(1, "Nearly the same phone", "电话相近"),
                Level(0, "Other phone", "电话不同"),
            ),
        ),
        Comparison("region", "", (Level(1, "Same region", "地区相同"),)),
    ),
    training=Training(
        records=100_000,
        random_pairs=10_000_000,
        parameters=Parameters(
            1 / 1025,
            {
                "phone": {
                    2: LevelShares(0.8, 0.8 / 2**20),
                    1: LevelShares(0.0001, 0.0002),
                    0: LevelShares(0.2, 0.8),
                },
                "region": {1: LevelShares(None, 0.1)},
            },
        ),
        sessions=(SESSION, replace(SESSION, block="company_person")),
        doubts=(Doubt("unseen_m", "phone", 1), Doubt("unseen", "region", 1)),
    ),
    scores=Scores({"merge": 5, "review": -2}, ((-4, 900), (-2, 60), (0, 0), (2, 0), (4, 40)), 40, 60, 900, 7),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_asks_for_nothing(language: str) -> None:
    page = render(REPORT, language)
    assert page.count("data:image/png;base64,") == 4
    assert not re.search(r'(src|href)="(?!data:)', page)
    assert "training." not in page
    for said in ("2026-11", "100,000", "10,000,000", "+20.0", "−2.0"):
        assert said in page, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_training_gives_the_same_page(language: str) -> None:
    assert render(REPORT, language) == render(REPORT, language)


def test_decisions_are_counted_with_their_shares() -> None:
    section = document(REPORT, Locale("en")).sections[3]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["merge, from +5.0", "40", "4.0%"],
        ["review, from −2.0", "60", "6.0%"],
        ["apart", "900", "90.0%"],
    ]


def test_what_was_not_seen_is_said_above_and_listed() -> None:
    shown = document(REPORT, Locale("en"))
    assert shown.banners == ("Outcomes hardly seen: 2. They are listed below.",)
    (listed,) = shown.sections[-1].blocks
    assert isinstance(listed, Items)
    assert [(item.title, item.lines) for item in listed.items] == [
        ("Region", ("known in no pair: worth nothing",)),
        ("Nearly the same phone", ("not seen in pairs of one person: half a pair assumed",)),
    ]


def test_a_comparison_that_no_pair_knows_is_left_out_of_the_table() -> None:
    (table,) = (
        block for block in document(REPORT, Locale("en")).sections[0].blocks if isinstance(block, Table)
    )
    names = [row.cells[0].text for row in table.rows]
    assert names == ["Before any evidence", "Same phone", "Nearly the same phone", "Other phone"]


def test_a_training_without_doubts_says_so() -> None:
    training = replace(REPORT.training, doubts=())
    sure = replace(REPORT, training=training, comparisons=REPORT.comparisons[:1])
    shown = document(sure, Locale("en"))
    assert shown.banners == ()
    assert isinstance(shown.sections[-1].blocks[0], Paragraph)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_comparison_and_block_has_a_name(language: str) -> None:
    locale = Locale(language)
    for name in read_levels(DEFAULT_SEEDS / "match_parameters.csv"):
        if name != "prior":
            assert comparison_name(name, locale)
    for name in ("email", "phone", "birth_date", "company_person"):
        assert block_name(name, locale)


def test_small_chances_are_one_in_so_many() -> None:
    assert chance(0.638, Locale("en")) == "63.8%"
    assert chance(1 / 20_700, Locale("en")) == "1 in 20.7K"
    assert chance(1 / 20_700, Locale("zh-CN")) == "1/2.07万"


def test_weights_have_a_sign() -> None:
    assert [weight_text(weight) for weight in (13.68, -5.8, 0)] == ["+13.7", "−5.8", "0.0"]
