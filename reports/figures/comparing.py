"""Comparing a number with the period before, the four before, and the same period last year."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from reports.figures.model import Basis, Comparison, Good, Kpi, Number, Rate, Unit
from reports.period import Period

Exists = Callable[[Period], bool]
AVERAGED = 4  # periods in the average


def since(first_day: date | None) -> Exists:
    """Return the test whether a period lies wholly after the data begins."""
    return lambda period: first_day is not None and period.start_on >= first_day


def bases(period: Period, exists: Exists) -> Iterator[tuple[Basis, tuple[Period, ...]]]:
    """Yield each basis with its periods, as far as all of them exist."""
    candidates = (
        (Basis.PREVIOUS, (period.previous(),)),
        (Basis.AVERAGE, tuple(period.previous(back) for back in range(1, AVERAGED + 1))),
        (Basis.LAST_YEAR, (period.a_year_ago(),)),
    )
    for basis, periods in candidates:
        if all(exists(one) for one in periods):
            yield basis, periods


def change(value: Number, base: Number, unit: Unit) -> float | None:
    """Return value / base - 1, for shares and ROI value - base; None when a relative change has no base."""
    if unit in (Unit.SHARE, Unit.ROI):
        return float(value) - float(base)
    return float(Decimal(value) / Decimal(base) - 1) if base else None


def flow_kpi(
    key: str,
    unit: Unit,
    period: Period,
    total: Callable[[Sequence[Period]], int | Decimal],
    exists: Exists,
    *,
    good: Good = Good.UP,
    cases: int | None = None,
) -> Kpi:
    """Return a KPI that adds up over periods; its average is the mean of the four totals."""
    value = total([period])
    compared = []
    for basis, periods in bases(period, exists):
        base = Decimal(total(periods)) / len(periods)
        compared.append(Comparison(basis, base, change(value, base, unit)))
    return Kpi(key, value, unit, period.grain, tuple(compared), good, cases=cases)


def ratio_kpi(
    key: str,
    unit: Unit,
    period: Period,
    ratio: Callable[[Sequence[Period]], Number | None],
    exists: Exists,
    *,
    good: Good = Good.UP,
) -> Kpi:
    """Return a KPI that is a quotient; its average divides the sums of the four periods."""
    value = ratio([period])
    compared = []
    for basis, periods in bases(period, exists) if value is not None else ():
        base = ratio(periods)
        if base is not None and value is not None:
            compared.append(Comparison(basis, base, change(value, base, unit)))
    return Kpi(key, value, unit, period.grain, tuple(compared), good)


def rate_kpi(
    key: str,
    period: Period,
    rate: Callable[[Sequence[Period]], Rate],
    exists: Exists,
    *,
    good: Good = Good.UP,
) -> Kpi:
    """Return a KPI that is a share of cases, compared where both sides have enough cases."""
    value = rate([period])
    compared = []
    for basis, periods in bases(period, exists) if value.is_firm else ():
        base = rate(periods)
        if base.is_firm and base.share is not None and value.share is not None:
            compared.append(Comparison(basis, base.share, change(value.share, base.share, Unit.SHARE)))
    return Kpi(key, value.share, Unit.SHARE, period.grain, tuple(compared), good, rate=value)
