"""The rules: what rejects a line, in which order, and what is said about it."""

from typing import Any

import pytest

from ingestion.contracts.model import TestLeadRules
from ingestion.mapping.batch import MappingRejection, shortened
from ingestion.mapping.checks import RULES
from tests.unit.ingestion.mapping.made import contract, mapped

_COLUMNS = {
    "id": "编号",
    "at": "创建时间",
    "name": "姓名",
    "mail": "邮箱",
    "phone": "手机",
    "state": "状态",
    "sum": "预算",
}
_GOOD: dict[str, str | None] = {
    "id": "1",
    "at": "2026-11-20 09:30",
    "name": "张三",
    "mail": "z@a.cn",
    "sum": "5",
}
_MADE = contract(
    [
        {
            "entity": "lead",
            "fields": {
                "lead_id": "id",
                "created_at": {"column": "at", "formats": ["%Y-%m-%d %H:%M"]},
                "full_name": "name",
                "email": "mail",
                "phone": "phone",
                "status": {"column": "state", "values": {"新建": "new", "-": None}},
            },
            "required": ["lead_id", "created_at", "full_name"],
            "require_any": [["email", "phone"]],
        },
        {
            "entity": "opportunity",
            "fields": {"opportunity_id": "id", "stage": {"value": "won"}, "amount": {"column": "sum"}},
        },
    ],
    _COLUMNS,
)
_TESTS = TestLeadRules(names=("测试", "Test User"), email_domains=("test.example",), phones=("13800000000",))


def rejection(**changes: Any) -> MappingRejection | None:
    """What is said about the good line with some cells changed."""
    rejected = mapped(_MADE, [{**_GOOD, **changes}], _TESTS).rejected
    assert len(rejected) <= 1
    return rejected[0] if rejected else None


def test_the_good_line_is_good() -> None:
    assert rejection() is None


_FUTURE = "is more than a day after the file was landed (2026-11-23 00:00 UTC)"
_NO_AMOUNT = 'is no amount (no thousands mark, "." before at most 2 decimals, below 10^16)'
_NUL = "holds a NUL character, which no text has; the file may be damaged"


@pytest.mark.parametrize(
    ("changes", "rule", "column", "said"),
    [
        (
            {"id": " "},
            "blank_key",
            "编号",
            "lead_id is blank, but identifies the lead (and 1 more problem on this line)",
        ),
        ({"name": "\u3000"}, "missing_required", "姓名", "full_name is blank"),
        ({"at": None}, "missing_required", "创建时间", "created_at is blank"),
        ({"mail": None}, "missing_any", "邮箱, 手机", "all of email, phone are blank; one is needed"),
        (
            {"at": "20/11"},
            "bad_timestamp",
            "创建时间",
            '"20/11" is no time in %Y-%m-%d %H:%M from 1901 to 2199',
        ),
        ({"sum": "5 kg"}, "bad_money", "预算", f'"5 kg" {_NO_AMOUNT}'),
        ({"sum": "-5"}, "negative_amount", "预算", '"-5" is negative'),
        ({"state": "旧"}, "unmapped_value", "状态", '"旧" is none of the declared words (新建, -)'),
        ({"at": "2026-11-24 08:01"}, "future_created_at", "创建时间", f'"2026-11-24 08:01" {_FUTURE}'),
        ({"name": "ＴＥＳＴ user"}, "test_lead", "姓名", "is the name of a declared test lead"),
        ({"mail": "A@Mail.Test.Example"}, "test_lead", "邮箱", "is an address in a declared test domain"),
        ({"phone": "+86 138-0000-0000"}, "test_lead", "手机", "is a declared test number"),
        ({"mail": "a\0b"}, "nul_character", "邮箱", _NUL),
        ({"name": "张" * 400_000}, "oversized_field", "姓名", "is longer than 1048576 bytes"),
    ],
)
def test_each_rule(changes: dict[str, Any], rule: str, column: str, said: str) -> None:
    found = rejection(**changes)
    assert found is not None
    assert (found.rule, found.column, found.reason) == (rule, column, f"{column}: {said}")
    assert found.remedy
    assert (found.line, found.lines) == (2, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"at": "2026-11-24 08:00"},
        {"name": "测试员"},
        {"mail": "a@nottest.example"},
        {"mail": "test.example@a.cn"},
        {"phone": "138000000001"},
        {"name": "张" * 349_525},
        {"state": "-"},
    ],
)
def test_what_is_just_within_a_rule(changes: dict[str, Any]) -> None:
    assert rejection(**changes) is None


def test_a_line_with_many_problems_gives_the_first_rule_and_the_count() -> None:
    said = rejection(name=None, at="x", state="y", mail=None, sum="z")
    assert said is not None
    assert said.rule == "missing_required"
    assert said.reason == "姓名: full_name is blank (and 4 more problems on this line)"


def test_the_order_of_rules_is_fixed() -> None:
    """From damaged files over missing and unreadable values to rows that are merely not wanted."""
    everything = {
        "nul_character": {"phone": "\0"},
        "oversized_field": {"phone": "1" * 1_100_000},
        "blank_key": {"id": None},
        "missing_required": {"name": None},
        "missing_any": {"mail": None, "phone": None},
        "bad_timestamp": {"at": "x"},
        "bad_money": {"sum": "x"},
        "unmapped_value": {"state": "x"},
    }
    rules = list(everything)
    assert rules == [rule for rule in RULES if rule in everything]
    for position, rule in enumerate(rules):
        changes: dict[str, Any] = {}
        for later in reversed(rules[position:]):
            changes |= everything[later]
        said = rejection(**changes)
        assert said is not None
        assert said.rule == rule


def test_a_field_that_is_unreadable_is_not_also_called_blank() -> None:
    said = rejection(at="x")
    assert said is not None
    assert "more problem" not in said.reason


def test_a_word_that_means_blank_is_blank() -> None:
    fields = {"lead_id": "id", "status": {"column": "state", "values": {"-": None, "新建": "new"}}}
    made = contract([{"entity": "lead", "fields": fields, "required": ["status"]}], _COLUMNS)
    (said,) = mapped(made, [{"id": "1", "state": "-"}]).rejected
    assert said.rule == "missing_required"


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "…"),
        ("a\r\nb\tc", "a��b�c"),
        ("call 13812345678 now", "call 138******** now"),
        ("id 113812345678", "id 113812345678"),
        ("to zhang.san@a.cn, li@b.cn", "to ***@a.cn, ***@b.cn"),
        ("a\u202eb", "a�b"),
        ("<b>张三</b>", "<b>张三</b>"),
    ],
)
def test_quoted_values_are_short_and_give_nobody_away(value: str, quoted: str) -> None:
    assert shortened(value) == quoted
