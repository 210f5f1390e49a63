from datetime import date

import pytest

from reports.period import Grain, Period, PeriodError


@pytest.mark.parametrize(
    ("code", "start_on", "end_on"),
    [
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),  # ISO weeks cross the year
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_code_names_its_days_and_is_written_back(code: str, start_on: date, end_on: date) -> None:
    period = Period.parse(code)
    assert (period.start_on, period.end_on, period.code) == (start_on, end_on, code)


@pytest.mark.parametrize(
    "code", ["2026-W54", "2025-W53", "2026-13", "2026-00", "2026", "W47", "2026-1", "", "x"]
)
def test_what_is_no_period_is_refused_with_the_understood_forms(code: str) -> None:
    with pytest.raises(PeriodError, match="names no period"):
        Period.parse(code)


def test_a_week_starts_on_monday_and_a_month_on_the_first() -> None:
    with pytest.raises(PeriodError):
        Period(Grain.WEEK, date(2026, 11, 17))
    with pytest.raises(PeriodError):
        Period(Grain.MONTH, date(2026, 11, 2))


def test_the_last_complete_period_is_over() -> None:
    monday = date(2026, 11, 23)
    assert Period.last_complete(monday, Grain.WEEK).code == "2026-W47"
    assert (
        Period.last_complete(date(2026, 11, 22), Grain.WEEK).code == "2026-W46"
    )  # Sunday still belongs to W47
    assert Period.last_complete(date(2026, 12, 1), Grain.MONTH).code == "2026-11"
    assert Period.last_complete(date(2026, 11, 30), Grain.MONTH).code == "2026-10"


def test_earlier_periods() -> None:
    week = Period.parse("2026-W02")
    assert week.previous(2).code == "2025-W52"
    assert [period.code for period in week.last(3)] == ["2025-W52", "2026-W01", "2026-W02"]
    assert Period.parse("2026-01").previous().code == "2025-12"


def test_a_year_ago_is_the_same_number_and_week_53_falls_back() -> None:
    assert Period.parse("2026-W47").a_year_ago().code == "2025-W47"
    assert Period.parse("2026-W53").a_year_ago().code == "2025-W52"
    assert Period.parse("2026-02").a_year_ago().code == "2025-02"
