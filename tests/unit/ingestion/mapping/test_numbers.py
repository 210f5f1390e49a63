"""Money, whole numbers and truth values: as declared, exact, or refused."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ingestion.mapping.made import one_field

_CENT = Decimal("0.01")
_AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999999999999.99"), places=2)


def money(texts: list[str | None], **field_map: Any) -> list[Any]:
    return one_field("opportunity", "amount", texts, field_map)


def integers(texts: list[str | None], **field_map: Any) -> list[Any]:
    return one_field("activity", "duration_minutes", texts, field_map)


def test_plain_amounts() -> None:
    texts = [
        "1200",
        "1200.5",
        "1200.50000",
        "+7.05",
        "０１２．３４",
        "0",
        "-0.00",
        "9999999999999999.99",
        " 5. ",
        None,
    ]
    wanted = ["1200", "1200.5", "1200.5", "7.05", "12.34", "0", "0", "9999999999999999.99", "5", None]
    assert money(texts) == [Decimal(text) if text else None for text in wanted]


@pytest.mark.parametrize(
    "text",
    ["1,200", "1.005", "1e5", "0x10", "NaN", "Infinity", "1_000", "12 CNY", "¥12", ".5", "1.2.3", "--1", "5²",
     "½", "①", "١٢", "10000000000000000", "9" * 400, "一百", "1 200", "(12)", "12-"],
)  # fmt: skip
def test_text_that_is_no_declared_amount_is_refused(text: str) -> None:
    assert money([text]) == ["bad_money"]


def test_thousands_stand_where_they_belong() -> None:
    texts = ["1,234,567.80", "1234567.8", "12,34", "1,2345", ",123", "1,234,5", "１，２３４．５"]
    good = Decimal("1234567.80")
    bad = "bad_money"
    assert money(texts, thousands=",") == [good, good, bad, bad, bad, bad, Decimal("1234.5")]


def test_other_marks() -> None:
    assert money(["1.234,50", "1.234.50"], thousands=".", decimal=",") == [Decimal("1234.50"), "bad_money"]
    assert money(["1 234.50", "1\u00a0234.50", "1\u202f234"], thousands=" ") == [
        Decimal("1234.50"), Decimal("1234.50"), Decimal("1234"),
    ]  # fmt: skip
    assert money(["1'234.50"], thousands="'") == [Decimal("1234.50")]


def test_signs_are_cut_off_the_ends_only() -> None:
    texts = ["¥1,200", "￥ 1200", "1200元", "-¥5", "CNY 12", "1¥2", "¥", "元12"]
    found = money(texts, thousands=",", strip=["¥", "元", "CNY"], allow_negative=True)
    assert found == [*map(Decimal, (1200, 1200, 1200, -5, 12)), "bad_money", "bad_money", Decimal(12)]


def test_negative_amounts_are_refused_unless_allowed() -> None:
    assert money(["-1", "\u22121"]) == ["negative_amount"] * 2
    assert money(["-1", "\u22121"], allow_negative=True) == [Decimal(-1)] * 2
    assert integers(["-1"]) == ["negative_amount"]


def test_scaled_amounts() -> None:
    assert money(["1.2345", "12", "0.00001"], scale=10000) == [
        Decimal(12345),
        Decimal(120000),
        Decimal("0.1"),
    ]
    assert money(["12345", "1.5"], scale="0.01") == [Decimal("123.45"), "bad_money"]
    assert money(["12340000", "12345678"], scale="0.000001") == [Decimal("12.34"), "bad_money"]
    assert money(["12345678"], scale="0.000001", round=True) == [Decimal("12.35")]
    assert money(["99999999999999999", "9" * 30], scale=100_000_000) == ["bad_money"] * 2


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("42", 42), ("42.00", 42), ("+7", 7), ("１２", 12), ("9223372036854775807", 2**63 - 1)],
)
def test_whole_numbers(text: str, value: int) -> None:
    assert integers([text]) == [value]


@pytest.mark.parametrize("text", ["1.5", "9223372036854775808", "1,000", "x", "1e3"])
def test_text_that_is_no_whole_number_is_refused(text: str) -> None:
    assert integers([text]) == ["bad_integer"]


def test_truth_values() -> None:
    texts = ["true", "Yes", "Y", "1", "是", "ＴＲＵＥ", "false", "No", "n", "0", "否", None, "maybe", "2"]
    wanted = [True] * 6 + [False] * 5 + [None, "bad_boolean", "bad_boolean"]
    assert one_field("owner", "is_active", texts, {}) == wanted
    words = {"在职": True, "离职": "false"}
    found = one_field("owner", "is_active", ["在职", "离职", "是"], {"values": words})
    assert found == [True, False, "unmapped_value"]


@settings(max_examples=25, deadline=None)
@given(st.lists(_AMOUNTS, min_size=1, max_size=40))
def test_every_amount_survives_being_written(amounts: list[Decimal]) -> None:
    assert money([f"{amount:f}" for amount in amounts]) == amounts
    assert money([f"{amount:,.2f}" for amount in amounts], thousands=",") == amounts
    european = [f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) for amount in amounts]
    assert money(list(european), thousands=".", decimal=",") == amounts


@settings(max_examples=25, deadline=None)
@given(st.lists(st.decimals(-(10**12), 10**12, allow_nan=False, places=7), min_size=1, max_size=40))
def test_rounding_is_half_away_from_zero(amounts: list[Decimal]) -> None:
    texts: list[str | None] = [f"{amount:f}" for amount in amounts]
    rounded = [amount.quantize(_CENT, ROUND_HALF_UP) for amount in amounts]
    assert money(texts, round=True, allow_negative=True) == rounded
    exact = [
        value if value == amount else "bad_money" for value, amount in zip(rounded, amounts, strict=True)
    ]
    assert money(texts, allow_negative=True) == exact


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(alphabet="0123456789.,-+eE ¥²５NaInf_()", max_size=14), min_size=1, max_size=60))
def test_no_text_is_read_as_an_amount_that_it_does_not_spell(texts: list[str]) -> None:
    """What is accepted without marks is what Python's Decimal reads, and has at most two decimals."""
    for text, found in zip(texts, money(list(texts), allow_negative=True), strict=True):
        if isinstance(found, Decimal):
            assert Decimal(text.strip()) == found
        else:
            assert found in (None, "bad_money")
            assert (found is None) is (not text.strip())
