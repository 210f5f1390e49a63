"""Hostile input stays data: in values, in headers, in column keys and in the words of a contract."""

import json
from pathlib import Path

import duckdb
import pytest

from ingestion.contracts.model import TestLeadRules
from tests.unit.ingestion.mapping.made import contract, mapped, one_field

_HOSTILE = [
    "'; DROP TABLE leads; --",
    '"; DROP TABLE leads; --',
    "' OR '1'='1",
    "$1 $$ ${x} {{ x }} {% raw %}",
    "\\'; SELECT 1; --",
    "\\",
    "x' || (SELECT current_setting('secret_directory')) || '",
    "=cmd|' /C calc'!A0",
    "%s %d %(x)s {0} {}",
    "\u202eright to left",
    "\ufeffbom",
    "a\tb\r\nc\x0b\x1b[31m",
    "Ω≈ç√∫˜µ≤≥÷ 田中さんにあげて下さい",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
]


def test_values_come_out_as_they_went_in() -> None:
    wanted = [text.strip() for text in _HOSTILE]
    assert one_field("lead", "need", list(_HOSTILE), {}) == wanted


@pytest.mark.parametrize("text", _HOSTILE)
def test_words_of_a_contract_are_data_too(text: str) -> None:
    assert one_field("lead", "need", [text], {"values": {text: text}}) == [text]
    assert one_field("lead", "need", [None], {"default": text}) == [text]
    parsed = one_field("lead", "updated_at", [text], {"formats": [text.replace("%", "%%") + "%Y-%m-%d"]})
    assert parsed == ["bad_timestamp"]


def test_column_keys_headers_and_rules_are_data_too() -> None:
    columns = {text: {"header": f"h{text}"} for text in _HOSTILE}
    fields = {"lead_id": _HOSTILE[0], "need": {"columns": _HOSTILE[1:4], "separator": "'"}}
    made = contract([{"entity": "lead", "fields": fields, "only_when": _HOSTILE[:1]}], columns)
    con = duckdb.connect()
    con.execute("CREATE TABLE leads AS SELECT 1 AS one")
    rules = TestLeadRules(
        names=tuple(_HOSTILE), email_domains=tuple(_HOSTILE), phones=("1'; DROP TABLE leads",)
    )
    result = mapped(made, [{text: text for text in _HOSTILE}, dict.fromkeys(_HOSTILE)], rules, con)
    assert con.sql("SELECT count(*) FROM leads").fetchall() == [(1,)]
    (lead,) = result.tables["lead"].to_pylist()
    assert lead["need"] == "'".join(_HOSTILE[1:4])
    assert json.loads(lead["_extra"]) == {f"h{text}": text.strip() for text in _HOSTILE[4:]}
    assert [item.rule for item in result.rejected] == ["no_entity"]


def test_a_lone_long_value_among_short_ones_is_no_problem() -> None:
    texts: list[str | None] = ["x" * (1 << 20), "y", None]
    assert one_field("lead", "need", texts, {}) == texts


def test_the_naughty_strings_pass_unharmed(public_data: Path) -> None:
    """The 515 strings of the public list: each comes out as given, trimmed; only blank ones are null."""
    strings: list[str] = json.loads(
        (public_data / "naughty_strings" / "blns.json").read_text(encoding="utf-8")
    )
    assert len(strings) == 515
    found = one_field("lead", "need", list(strings), {})
    assert [text or "" for text in found] == [text.strip() for text in strings]
