"""ndjson by contract: exact numbers, dotted paths, bad lines, unknown fields."""

from pathlib import Path

import pytest

from ingestion.readers.result import FileRefused
from tests.unit.ingestion.readers.made import accounted, cells, contract, read_made

IDS = contract({"id": {"header": "id", "required": True}, "name": "name"}, kind="ndjson")
NESTED = contract(
    {
        "id": "id",
        "phone": {"header": "field_data.phone_number", "aliases": ["field_data.mobile"]},
        "data": "payload",
    },
    kind="ndjson",
)


def test_numbers_keep_their_exact_text(tmp_path: Path) -> None:
    content = '{"id": 9007199254740993, "name": 0.10}\n{"id": 123456789012345678901234567890, "name": 1E5}\n'
    _, rows = read_made(tmp_path, content, IDS)
    assert cells(rows) == [
        {"id": "9007199254740993", "name": "0.10"},
        {"id": "123456789012345678901234567890", "name": "1E5"},
    ]


def test_other_values_as_text(tmp_path: Path) -> None:
    content = '{"id": true, "name": null}\n{"id": "", "name": {"n": 1.50, "l": [1, "x"]}}\n{"id": "3"}\n'
    _, rows = read_made(tmp_path, content, IDS)
    assert cells(rows) == [
        {"id": "true", "name": None},
        {"id": "", "name": '{"n":1.50,"l":[1,"x"]}'},
        {"id": "3", "name": None},
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('{"id": 1', "bad_json"),
        ('{"id": NaN}', "bad_json"),
        ("[1, 2]", "not_an_object"),
        ('"id"', "not_an_object"),
        ('{"id": 1, "id": 2}', "duplicate_key"),
        ('{"id": 1, "x": {"y": 1, "y": 2}}', "duplicate_key"),
        ('{"id": "\\u0000"}', "nul_byte"),
        ('{"id": "\\ud83d"}', "undecodable"),
        ('{"id": "' + "x" * (1024 * 1024 + 1) + '"}', "field_too_long"),
        ("[" * 100_000, "bad_json"),
        ('{"id": 1, "ID": 2}', "ambiguous_column"),
    ],
)
def test_a_bad_line_costs_that_line(tmp_path: Path, line: str, rule: str) -> None:
    content = '{"id": "good"}\n' + line + '\n\n{"id": "\\ud83d\\ude42 \\\\u0000"}'
    reading, rows = read_made(tmp_path, content, IDS)
    assert [(bad.line, bad.rule, bad.raw) for bad in reading.rejected] == [(2, rule, line)]
    assert [row["id"] for row in rows] == ["good", "🙂 \\u0000"]
    assert [row["_line"] for row in rows] == [1, 4]
    assert reading.lines_blank == 1
    assert accounted(reading, rows) == reading.lines_in == 4


def test_undecodable_bytes_are_quarantined(tmp_path: Path) -> None:
    reading, rows = read_made(tmp_path, b'{"id": "\xff"}\n{"id": "\xe7\x8e\x8b"}\n', IDS)
    assert [row["id"] for row in rows] == ["王"]
    assert reading.rejected[0].raw == '{"id": "\\xff"}'


def test_dotted_paths_reach_nested_fields_and_nothing_is_dropped(tmp_path: Path) -> None:
    content = (
        '{"id": 1, "field_data": {"Phone_Number": 13800138000, "city": "上海"}, "score": 1.0}\n'
        '{"id": 2, "field_data": {"mobile": "x"}, "payload": {"a": [1]}}\n'
        '{"id": 3, "field_data": "flat"}\n'
    )
    reading, rows = read_made(tmp_path, content, NESTED)
    assert [row["phone"] for row in rows] == ["13800138000", "x", None]
    assert [row["data"] for row in rows] == [None, '{"a":[1]}', None]
    assert [row["_extra"] for row in rows] == [
        '{"field_data.city":"上海","score":1.0}',
        None,
        '{"field_data":"flat"}',
    ]
    assert (
        "Column 'field_data.phone_number' was found under its alias 'field_data.mobile'." in reading.warnings
    )
    assert any("'field_data.city', 'score', 'field_data'" in warning for warning in reading.warnings)


def test_a_literal_dot_in_a_key_is_found_too(tmp_path: Path) -> None:
    _, rows = read_made(tmp_path, '{"id": 1, "field_data.phone_number": "5"}\n', NESTED)
    assert rows[0]["phone"] == "5"


@pytest.mark.parametrize("content", ['[{"id": 1},\n{"id": 2}]\n', '[{"id": 1}]', '{\n"id": 1\n}\n'])
def test_one_json_document_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_made(tmp_path, content, IDS)
    assert refused.value.rule == "not_ndjson"


def test_a_required_field_that_is_in_no_line_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_made(tmp_path, '{"idd": 1}\n{"idd": 2}\n', IDS)
    assert refused.value.rule == "missing_column"
    assert "Did you mean 'idd' for 'id'?" in refused.value.remedy


def test_an_empty_file_is_no_error(tmp_path: Path) -> None:
    reading, rows = read_made(tmp_path, "\n", IDS)
    assert rows == []
    assert reading.warnings == ["The file is empty."]
    assert accounted(reading, rows) == reading.lines_in == 1


def test_a_number_in_a_path_is_a_place_in_an_array(tmp_path: Path) -> None:
    by_place = contract({"id": "id", "phone": "phones.0", "city": "places.1.city"}, kind="ndjson")
    content = (
        '{"id": 1, "phones": ["+86 1", "+86 2"], "places": [{"city": "上海"}, {"city": "苏州"}]}\n'
        '{"id": 2, "phones": [], "places": null}\n'
        '{"id": 3, "phones": "flat"}\n'
    )
    reading, rows = read_made(tmp_path, content, by_place)
    assert [(row["phone"], row["city"]) for row in rows] == [("+86 1", "苏州"), (None, None), (None, None)]
    assert '"phones.1":"+86 2"' in rows[0]["_extra"]
    assert '"places.0":{"city":"上海"}' in rows[0]["_extra"]
    assert rows[2]["_extra"] == '{"phones":"flat"}'
    assert reading.rejected == []
