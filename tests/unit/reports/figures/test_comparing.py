from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from reports.figures.comparing import bases, flow_kpi, rate_kpi, ratio_kpi, since
from reports.figures.model import Basis, Rate, Unit
from reports.period import Period

JUNE = Period.parse("2026-06")
LEADS = dict(
    zip((month.code for month in JUNE.last(13)), (100, 1, 1, 1, 1, 1, 1, 1, 10, 20, 30, 40, 50), strict=True)
)


def leads(months: Sequence[Period]) -> int:
    return sum(LEADS[month.code] for month in months)


def test_a_flow_is_compared_with_the_last_period_the_mean_of_four_and_last_year() -> None:
    kpi = flow_kpi("leads", Unit.COUNT, JUNE, leads, since(date(2025, 1, 1)))
    found = {comparison.basis: (comparison.base, comparison.change) for comparison in kpi.comparisons}
    assert found == {
        Basis.PREVIOUS: (40, pytest.approx(0.25)),
        Basis.AVERAGE: (25, pytest.approx(1.0)),
        Basis.LAST_YEAR: (100, pytest.approx(-0.5)),
    }


def test_a_basis_that_begins_before_the_data_is_left_out() -> None:
    # The data begins on 2 March: March is incomplete, so neither the average nor last year exists.
    kpi = flow_kpi("leads", Unit.COUNT, JUNE, leads, since(date(2026, 3, 2)))
    assert [comparison.basis for comparison in kpi.comparisons] == [Basis.PREVIOUS]
    assert list(bases(JUNE, since(None))) == []


def test_a_change_from_nothing_is_no_percentage() -> None:
    kpi = flow_kpi("won", Unit.COUNT, JUNE, lambda months: int(months[0] == JUNE), since(date(2025, 1, 1)))
    assert {comparison.change for comparison in kpi.comparisons} == {None}


def test_a_ratio_is_pooled_over_the_four_periods() -> None:
    spend = {"2026-05": Decimal(100), "2026-04": Decimal(300), "2026-03": Decimal(0), "2026-02": Decimal(0)}

    def cost(months: Sequence[Period]) -> Decimal:
        return sum((spend.get(month.code, Decimal(90)) for month in months), Decimal(0)) / leads(months)

    kpi = ratio_kpi("cost", Unit.MONEY, JUNE, cost, since(date(2026, 1, 1)))
    average = next(one for one in kpi.comparisons if one.basis is Basis.AVERAGE)
    # (100 + 300 + 0 + 0) / (40 + 30 + 20 + 10), not the mean of four ratios
    assert average.base == Decimal(4)


def test_a_ratio_without_value_is_compared_with_nothing() -> None:
    kpi = ratio_kpi("cost", Unit.MONEY, JUNE, lambda months: None, since(date(2025, 1, 1)))
    assert (kpi.value, kpi.comparisons) == (None, ())


def test_a_rate_of_few_cases_is_not_compared_in_either_direction() -> None:
    few_now = rate_kpi("r", JUNE, lambda m: Rate(1, 9 if m[0] == JUNE else 100), since(date(2025, 1, 1)))
    few_before = rate_kpi("r", JUNE, lambda m: Rate(1, 100 if m[0] == JUNE else 9), since(date(2025, 1, 1)))
    assert few_now.comparisons == few_before.comparisons == ()


def test_the_change_of_a_rate_is_a_difference() -> None:
    kpi = rate_kpi("r", JUNE, lambda m: Rate(30 if m[0] == JUNE else 20, 100), since(date(2026, 4, 1)))
    assert [(one.basis, one.change) for one in kpi.comparisons] == [(Basis.PREVIOUS, pytest.approx(0.1))]
