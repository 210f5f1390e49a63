"""The written form of numbers in each language: pure functions of a value, no catalogue and no wording."""

from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\N{MINUS SIGN}"
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"}

# (from, unit, suffix), largest first. Chinese counts in ten-thousands and hundred-millions. English leaves
# thousands whole up to 10,000, where "1.61K" would say less than "1,606" in as much space.
_SCALES = {
    "zh-CN": ((Decimal(10) ** 8, Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, Decimal(10) ** 4, "万")),
    "en": (
        (Decimal(10) ** 9, Decimal(10) ** 9, "B"),
        (Decimal(10) ** 6, Decimal(10) ** 6, "M"),
        (Decimal(10) ** 4, Decimal(10) ** 3, "K"),
    ),
}
_THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)


def symbol(currency: str) -> str:
    """Return what stands before an amount: '¥', or the code and a no-break space for other currencies."""
    return SYMBOLS.get(currency, f"{currency}\N{NO-BREAK SPACE}")


def grouped(value: Decimal | int | float, places: int = 0) -> str:
    """Return the value rounded half up to `places` decimals, with a comma at the thousands: '−1,234.50'."""
    rounded = _round(Decimal(str(value)), places)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}"


def compact(value: Decimal, language: str) -> str:
    """Return about three significant digits with 万/亿 or K/M/B: '12.3万', '1.23M', '850'."""
    # The scale is chosen after rounding: 999,950 is 1.00M, not 1,000K.
    size = abs(value).normalize(_THREE_DIGITS)
    for start, scale, suffix in _SCALES[language]:
        if size >= start:
            return f"{grouped(value / scale, _places(abs(value) / scale))}{suffix}"
    return grouped(value)


def percent(ratio: float, places: int = 1) -> str:
    """Return a ratio as a percentage: 0.1234 -> '12.3%'."""
    return f"{grouped(Decimal(str(ratio)) * 100, places)}%"


def _places(scaled: Decimal) -> int:
    if _round(scaled, 2) < 10:
        return 2
    return 1 if _round(scaled, 1) < 100 else 0


def _round(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)  # never '−0'
