from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.figures.model import Basis, Comparison, Label, Quantity, Rate, Span, Takeaway, Unit
from reports.locales.catalogue import CatalogueError
from reports.locales.locale import Locale
from reports.period import Period

ZH, EN = Locale("zh-CN", "CNY"), Locale("en", "CNY")


def test_money_is_compact_in_headlines_and_exact_to_the_cent_elsewhere() -> None:
    amount = Decimal("1234567.80")
    assert (ZH.number(amount, Unit.MONEY), EN.number(amount, Unit.MONEY)) == ("¥123万", "¥1.23M")
    assert ZH.exact(amount, Unit.MONEY) == EN.exact(amount, Unit.MONEY) == "¥1,234,567.80"
    assert EN.money(Decimal(-5200000)) == "−¥5.20M"
    assert (EN.whole(amount), EN.whole(Decimal(10**8)), EN.whole(None)) == ("1,234,568", "100M", "–")


@pytest.mark.parametrize(
    ("unit", "change", "text"),
    [
        (Unit.COUNT, 0.1234, "+12.3%"),
        (Unit.MONEY, -0.05, "−5.0%"),
        (Unit.COUNT, 0.0, "±0.0%"),
        (Unit.COUNT, 0.0004, "±0.0%"),  # never '+0.0%'
        (Unit.SHARE, 0.035, "+3.5pp"),
        (Unit.ROI, -1.25, "−125.0pp"),
        (Unit.COUNT, None, "–"),
    ],
)
def test_changes_carry_their_sign(unit: Unit, change: float | None, text: str) -> None:
    assert EN.change(Comparison(Basis.PREVIOUS, 1, change), unit) == text


def test_a_rate_of_few_cases_is_written_as_counts() -> None:
    assert (EN.rate(Rate(2, 7)), ZH.rate(Rate(2, 7)), EN.interval(Rate(2, 7))) == ("2 of 7", "2/7", "")
    assert (EN.rate(Rate(1, 10)), EN.interval(Rate(1, 10))) == ("10.0%", "1.8–40.4%")
    assert (EN.rate(Rate(0, 0)), EN.interval(Rate(0, 0))) == ("–", "")


def test_dates_and_periods() -> None:
    day, week = date(2026, 11, 16), Period.parse("2026-W47")
    assert (ZH.day(day), EN.day(day)) == ("2026年11月16日", "16 Nov 2026")
    assert (ZH.period(week), EN.period(week)) == ("2026年第47周", "Week 47, 2026")
    assert (ZH.period(Period.parse("2026-10")), EN.period(Period.parse("2026-10"))) == (
        "2026年10月",
        "Oct 2026",
    )


def test_spans_name_whole_months_and_the_year_once() -> None:
    assert EN.span(Span(date(2026, 2, 1), date(2026, 7, 31))) == "Feb 2026 – Jul 2026"
    assert EN.span(Span(date(2026, 2, 1), date(2026, 2, 28))) == "Feb 2026"
    assert EN.span(Span(date(2026, 2, 1), date(2026, 2, 27))) == "1 Feb 2026 – 27 Feb 2026"
    week = Span(date(2026, 11, 16), date(2026, 11, 22))
    assert (EN.range(week), ZH.range(week)) == ("16 Nov – 22 Nov 2026", "2026年11月16日 – 11月22日")
    assert EN.range(Span(date(2025, 12, 29), date(2026, 1, 4))) == "29 Dec 2025 – 4 Jan 2026"


def test_an_instant_is_shown_on_the_company_s_clock() -> None:
    assert EN.moment(datetime(2026, 11, 22, 16, tzinfo=UTC), "Asia/Shanghai") == "2026-11-23 00:00"


def test_labels_come_from_the_dimension_then_the_catalogue_then_the_code() -> None:
    assert (ZH.label(Label("web", "Website", "官网")), EN.label(Label("web", "Website", "官网"))) == (
        "官网",
        "Website",
    )
    assert (ZH.label(Label.plain("missing")), EN.label(Label.plain("missing"))) == ("未填写", "Not given")
    assert EN.label(Label.plain("{0.__class__} %s")) == "{0.__class__} %s"


def test_a_sentence_takes_its_values_literally() -> None:
    hostile = Label.plain("{lost} %(x)s {{7*7}}")
    said = Takeaway(
        "main_competitor",
        {
            "competitor": hostile,
            "lost": Quantity(3, Unit.COUNT),
            "amount": Quantity(Decimal(12000), Unit.MONEY),
        },
    )
    assert EN.sentence(said) == "{lost} %(x)s {{7*7}} was named in 3 lost deals worth ¥12.0K."


def test_an_unknown_key_is_an_error_and_not_shown() -> None:
    with pytest.raises(CatalogueError, match=r"no 'kpi\.nonsense'"):
        EN.text("kpi.nonsense")
