"""The written form of numbers in each language: pure functions of a value, no catalogue and no wording."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"}

# Chinese counts in ten-thousands and hundred-millions, English in thousands and millions.
_SCALES = {
    "zh-CN": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "en": ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K")),
}


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
    size, sign = abs(value), MINUS if value < 0 else ""
    larger: Decimal | None = None
    for scale, suffix in _SCALES[language]:
        scaled = size / scale
        text = grouped(scaled, _places(scaled))
        # 999,950 is 1.00M, not 1,000K: what rounds up to the next scale is written in it.
        if larger is not None and Decimal(text.replace(",", "")) * scale >= larger:
            return f"{sign}{grouped(size / larger, 2)}{_suffix_of(larger, language)}"
        if scaled >= 1:
            return f"{sign}{text}{suffix}"
        larger = scale
    text = grouped(size)
    if larger is not None and Decimal(text.replace(",", "")) >= larger:
        return f"{sign}{grouped(size / larger, 2)}{_suffix_of(larger, language)}"
    return f"{sign}{text}" if _round(size, 0) else text


def percent(ratio: float, places: int = 1) -> str:
    """Return a ratio as a percentage: 0.1234 -> '12.3%'."""
    return f"{grouped(Decimal(str(ratio)) * 100, places)}%"


def _places(scaled: Decimal) -> int:
    if _round(scaled, 2) < 10:
        return 2
    return 1 if _round(scaled, 1) < 100 else 0


def _suffix_of(scale: Decimal, language: str) -> str:
    return next(suffix for size, suffix in _SCALES[language] if size == scale)


def _round(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)  # never '−0'
