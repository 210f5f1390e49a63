from decimal import Decimal

import pytest

from reports.locales.numbers import compact, grouped, percent, symbol


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("0", "0", "0"),
        ("850", "850", "850"),
        ("9999.4", "1.00万", "10.0K"),
        ("1605.99", "1,606", "1,606"),
        ("12345", "1.23万", "12.3K"),
        ("999950", "100万", "1.00M"),  # rounds up into the next scale, not to 1,000K
        ("1234567", "123万", "1.23M"),
        ("12345678", "1,235万", "12.3M"),
        ("99994999", "1.00亿", "100M"),
        ("123456789", "1.23亿", "123M"),
        ("1e12", "10,000亿", "1,000B"),
    ],
)
def test_compact_amounts_have_about_three_digits(value: str, chinese: str, english: str) -> None:
    assert (compact(Decimal(value), "zh-CN"), compact(Decimal(value), "en")) == (chinese, english)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("1234.5", 0, "1,235"), ("-1234.5", 1, "−1,234.5"), ("-0.04", 1, "0.0"), ("0.125", 2, "0.13")],
)
def test_numbers_are_rounded_half_up_and_never_minus_zero(value: str, places: int, text: str) -> None:
    assert grouped(Decimal(value), places) == text


def test_percentages() -> None:
    assert [percent(ratio) for ratio in (0.1234, 0.0, 1.0, -0.5)] == ["12.3%", "0.0%", "100.0%", "−50.0%"]
    assert percent(0.125, 0) == "13%"


def test_a_currency_without_sign_is_written_by_its_code() -> None:
    assert (symbol("CNY"), symbol("CHF")) == ("¥", "CHF\u00a0")
