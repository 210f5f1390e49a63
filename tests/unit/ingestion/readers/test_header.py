"""Headers against contracts."""

import pytest

from ingestion.readers.header import match_header
from ingestion.readers.result import FileRefused
from tests.unit.ingestion.readers.made import contract

COLUMNS = contract(
    {
        "id": {"header": "提交编号", "aliases": ["submission_id"]},
        "phone": "Phone Number",
        "note": {"header": "note", "required": False},
    }
).columns


def refused(fields: list[str]) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        match_header(fields, COLUMNS, "line 1")
    return caught.value


def test_order_case_width_and_outer_blanks_do_not_matter() -> None:
    header = match_header(["\ufeffNOTE ", "ＰＨＯＮＥ　number", "提交编号"], COLUMNS, "line 1")
    assert header.keys == ("note", "phone", "id")
    assert header.warnings == []


def test_an_alias_an_unknown_column_and_an_absent_one_are_warnings() -> None:
    header = match_header(["submission_id", "phone number", "", "Extra"], COLUMNS, "line 1")
    assert header.keys == ("id", "phone", None, None)
    assert header.names[2:] == ("column_3", "Extra")
    assert header.warnings == [
        "Column '提交编号' was found under its alias 'submission_id'.",
        "Columns not in the contract are kept in _extra: 'column_3', 'Extra'.",
        "Optional columns are absent and read as blank: 'note'.",
    ]


@pytest.mark.parametrize(
    "fields", [["submission_id", "phone number", "提交编号"], ["提交编号", "phone number", "submission_id"]]
)
def test_the_promised_header_wins_over_its_alias(fields: list[str]) -> None:
    header = match_header(fields, COLUMNS, "line 1")
    assert header.keys[fields.index("提交编号")] == "id"
    assert header.keys[fields.index("submission_id")] is None


def test_a_missing_column_says_what_was_expected_found_and_probably_meant() -> None:
    error = refused(["提交编号", "Phone Nr"])
    assert error.rule == "missing_column"
    assert "'Phone Number'" in error.reason
    assert "found 'Phone Nr' in their place" in error.reason
    assert "Did you mean 'Phone Nr' for 'Phone Number'?" in error.remedy


def test_a_duplicate_header_is_refused() -> None:
    assert refused(["提交编号", "Phone Number", "phone number "]).rule == "duplicate_header"


def test_no_header_at_all_is_refused_without_showing_whole_values() -> None:
    error = refused(["", "13800138000", "x"])
    assert error.rule == "no_header"
    assert "holds '', '13…', 'x'" in error.reason
