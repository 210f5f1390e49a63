"""Exchange rates of the made-up world, the same as in the default seed exchange_rates.csv."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

BASE = "CNY"
# (currency, valid from, CNY for one unit), oldest first.
RATES: tuple[tuple[str, date, Decimal], ...] = (
    ("CNY", date(2000, 1, 1), Decimal("1")),
    ("USD", date(2020, 1, 1), Decimal("7.10")),
    ("USD", date(2026, 1, 1), Decimal("7.05")),
    ("EUR", date(2020, 1, 1), Decimal("7.80")),
    ("EUR", date(2026, 1, 1), Decimal("8.10")),
    ("HKD", date(2020, 1, 1), Decimal("0.91")),
)
CENT = Decimal("0.01")


def rate_on(currency: str, day: date) -> Decimal:
    """Return the CNY for one unit of the currency on a day; KeyError when there is no rate yet."""
    valid = [rate for code, since, rate in RATES if code == currency and since <= day]
    if not valid:
        raise KeyError(f"no rate for {currency} on {day}")
    return valid[-1]


def in_base(amount: Decimal, currency: str, day: date) -> Decimal:
    """Return the amount in CNY at the rate of the day, rounded half up to cents."""
    return (amount * rate_on(currency, day)).quantize(CENT, ROUND_HALF_UP)
