"""The model: shorthands, defaults, and what the fingerprint depends on."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ingestion.contracts.model import Contract, FieldMap, FormatSpec, TestLeadRules
from tests.unit.ingestion.contracts.made import SOUND, load, spoiled


def small(**changes: Any) -> Contract:
    raw: dict[str, Any] = {
        "source": "web",
        "files": "web/*",
        "format": {"type": "csv"},
        "columns": ["id"],
        "entities": [{"entity": "product", "fields": {"product": "id"}}],
    }
    return Contract.model_validate(raw | changes)


def test_the_system_is_the_source_unless_it_says_otherwise() -> None:
    assert small().system == "web"
    assert small(system="crm").system == "crm"


@pytest.mark.parametrize("columns", [["id", "b"], {"id": None, "b": "b"}, {"id": {}, "b": {"header": "b"}}])
def test_columns_may_be_written_short(columns: object) -> None:
    contract = small(columns=columns)
    assert {key: spec.header for key, spec in contract.columns.items()} == {"id": "id", "b": "b"}


def test_columns_are_required_except_in_ndjson() -> None:
    assert small().columns["id"].required
    assert not small(columns={"id": {"required": False}}).columns["id"].required
    assert not small(format={"type": "ndjson"}).columns["id"].required
    assert small(format={"type": "ndjson"}, columns={"id": {"required": True}}).columns["id"].required
    assert not small(format=FormatSpec(type="ndjson")).columns["id"].required


def test_a_tsv_has_tabs() -> None:
    assert FormatSpec(type="tsv").delimiter == "\t"
    assert FormatSpec(type="csv").delimiter == ","


def test_words_that_are_canonical_already_may_be_listed() -> None:
    field = FieldMap.model_validate({"column": "c", "values": ["web", "event", True]})
    assert field.values == {"web": "web", "event": "event", "true": "true"}


def test_a_contract_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        small().source = "other"


@pytest.mark.parametrize("blank", [{"phones": ["+"]}, {"names": [" "]}, {"email_domains": ["@."]}])
def test_a_test_lead_rule_that_would_match_blanks_is_refused(blank: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="can match no test lead"):
        TestLeadRules.model_validate(blank)


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("owner: web@example.com", "owner: other@example.com", True),
        ("cadence: weekly", "cadence: daily", True),
        ("{min_share: 0.3}", "{min_share: 0.5}", True),
        ("web_forms/*.csv", "forms/*.csv", True),
        ("新建: new, No: contacted", "No: contacted, 新建: new", True),
        ("time_zone: Asia/Shanghai", "time_zone: Asia/Tokyo", False),
        ("新建: new", "新建: qualified", False),
        ("[utf-8, gb18030]", "[gb18030, utf-8]", False),
        ("aliases: [submission_id]", "aliases: [id]", False),
    ],
)
def test_the_fingerprint_is_of_how_a_file_is_read(tmp_path: Path, old: str, new: str, is_same: bool) -> None:
    (before,) = load(tmp_path, web=SOUND)
    (after,) = load(tmp_path, web=spoiled(old, new))
    assert (before.fingerprint == after.fingerprint) is is_same
    assert len(before.fingerprint) == 64
