"""csv and tsv by contract: dialect, header, encodings, damaged rows, counts."""

import json
from pathlib import Path

import pytest

from ingestion.readers.delimited import read_delimited
from ingestion.readers.reader import read
from ingestion.readers.result import MAX_FIELD_BYTES, FileReading, FileRefused
from tests.unit.ingestion.readers.made import accounted, cells, collect, contract, read_both, read_made, write

ABC = contract(["a", "b", "c"])


def rules(reading: FileReading) -> list[tuple[int, int, str]]:
    return [(bad.line, bad.lines, bad.rule) for bad in reading.rejected]


def test_every_file_of_csv_spectrum_reads_as_its_json_says(public_data: Path, tmp_path: Path) -> None:
    files = sorted((public_data / "csv_spectrum" / "csvs").glob("*.csv"))
    assert len(files) == 11
    for file in files:
        expected = json.loads((public_data / "csv_spectrum" / "json" / f"{file.stem}.json").read_text())
        columns = contract(list(expected[0]))
        for reading, rows in read_both(tmp_path, file.read_bytes(), columns):
            assert cells(rows) == expected, file.name
            assert reading.rejected == []
            assert accounted(reading, rows) == reading.lines_in


def test_line_numbers_are_physical_ones_in_both_paths(tmp_path: Path) -> None:
    content = "a,b,c\r\n1,2,3\r\n4,5,6\r\n"
    for reading, rows in read_both(tmp_path, content, ABC):
        assert [(row["_line"], row["_lines"]) for row in rows] == [(2, 1), (3, 1)]
        assert accounted(reading, rows) == reading.lines_in == 3


def test_lines_of_a_record_with_line_ends_in_quotes(tmp_path: Path) -> None:
    content = 'a,b,c\n\n1,"two\nlines\n",3\n4,5,6\n,,\n'
    for reading, rows in read_both(tmp_path, content, ABC):
        assert [(row["_line"], row["_lines"], row["b"]) for row in rows] == [
            (3, 3, "two\nlines\n"),
            (6, 1, "5"),
        ]
        assert (reading.lines_header, reading.lines_blank) == (1, 2)
        assert accounted(reading, rows) == reading.lines_in == 7


def test_ragged_rows_are_quarantined_with_their_raw_text(tmp_path: Path) -> None:
    for reading, rows in read_both(tmp_path, "a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,\n", ABC):
        assert [row["_line"] for row in rows] == [3]
        assert rules(reading) == [(2, 1, "ragged_row"), (4, 1, "ragged_row"), (5, 1, "ragged_row")]
        assert [bad.raw for bad in reading.rejected] == ["1,2", "1,2,3,4", "1,2,3,"]


def test_short_rows_are_filled_up_only_where_the_contract_says_so(tmp_path: Path) -> None:
    padded = contract(["a", "b", "c"], short_rows="pad")
    for reading, rows in read_both(tmp_path, "a,b,c\n1,2\n1,2,3,4\n", padded):
        assert cells(rows) == [{"a": "1", "b": "2", "c": ""}]
        assert rules(reading) == [(3, 1, "ragged_row")]
        assert any("1 short rows" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ('1,5" pipe,3', "stray_quote"),
        ('1,"x"y,3', "stray_quote"),
        ('1,"x" ,3', "stray_quote"),
        ('1, "x",3', "stray_quote"),
        ('1,"never closed,3', "stray_quote"),
        ("1,\0,3", "nul_byte"),
        ("1,a\rb,3", "stray_carriage_return"),
        ("1,2,3,", "ragged_row"),
        ("1," + "x" * (MAX_FIELD_BYTES + 1) + ",3", "field_too_long"),
        ('1,"' + "中" * (MAX_FIELD_BYTES // 3 + 1) + '",3', "field_too_long"),
    ],
)
def test_a_bad_row_costs_that_row_and_nothing_else(tmp_path: Path, bad: str, rule: str) -> None:
    good = 'g,"o",d\n'
    content = "a,b,c\n" + good + bad + "\n" + good * 3
    for reading, rows in read_both(tmp_path, content, ABC):
        assert rules(reading) == [(3, 1, rule)]
        assert [row["_line"] for row in rows] == [2, 4, 5, 6]
        assert accounted(reading, rows) == reading.lines_in
        assert reading.rejected[0].raw == bad
        assert reading.rejected[0].reason.endswith(".")
        assert reading.rejected[0].remedy.endswith(".")


def test_a_stray_quote_does_not_swallow_the_rows_behind_it(tmp_path: Path) -> None:
    rows_behind = "".join(f"{i},x,y\n" for i in range(500))
    for reading, rows in read_both(tmp_path, 'a,b,c\n1,"oops,3\n' + rows_behind, ABC):
        assert rules(reading) == [(2, 1, "stray_quote")]
        assert len(rows) == 500


@pytest.mark.parametrize("content", ['a,b,c\n1,2,3\n4,"half', 'a,b,c\n1,2,3\n4,"a long\ntext, cut', 'a,"b'])
def test_a_file_that_ends_inside_quotes_is_refused_as_half_written(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_made(tmp_path, content, ABC)
    assert refused.value.rule == "half_written"


def test_another_delimiter_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_made(tmp_path, "a;b;c\n1;2;3\n", ABC)
    assert refused.value.rule == "wrong_delimiter"
    assert "expected ',', saw ';'" in refused.value.reason


def test_title_rows_are_refused_unless_declared(tmp_path: Path) -> None:
    content = "Export of\n2026-11-01\n\na,b,c\n1,2,3\n"
    with pytest.raises(FileRefused) as refused:
        read_made(tmp_path, content, ABC)
    assert refused.value.rule == "undeclared_title_rows"
    assert "title_rows: 3" in refused.value.remedy
    for reading, rows in read_both(tmp_path, content, contract(["a", "b", "c"], title_rows=3)):
        assert (reading.lines_header, len(rows), rows[0]["_line"]) == (4, 1, 5)


@pytest.mark.parametrize("total", ["Total,,9", "合计,,9", "Grand total,9", "小计：,,9"])
def test_a_total_row_is_refused_unless_declared(tmp_path: Path, total: str) -> None:
    content = f"a,b,c\n1,2,3\n{total}\n\n"
    for attempt in (1 << 60, 0):
        with pytest.raises(FileRefused) as refused:
            collect(read_delimited(write(tmp_path, content), ABC, fast_from_bytes=attempt))
        assert refused.value.rule == "undeclared_total"
        assert "line 3" in refused.value.reason
    reading, rows = read_made(tmp_path, content, contract(["a", "b", "c"], footer_rows=1))
    assert (len(rows), reading.lines_header, reading.lines_blank) == (1, 2, 1)
    assert reading.warnings == []


def test_a_declared_footer_that_looks_like_data_is_pointed_out(tmp_path: Path) -> None:
    reading, rows = read_made(tmp_path, "a,b,c\n1,2,3\n4,5,6\n", contract(["a", "b", "c"], footer_rows=1))
    assert len(rows) == 1
    assert any("Line 3 was left out as the declared footer" in warning for warning in reading.warnings)


def test_a_company_called_total_in_a_full_last_row_is_data(tmp_path: Path) -> None:
    for _, rows in read_both(tmp_path, "a,b,c\nTotal,2,3\n", ABC):
        assert len(rows) == 1


@pytest.mark.parametrize(
    ("head", "body", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"", "utf-16", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
        (b"", "gb18030", "gb18030"),
        (b"", "utf-8", "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, head: bytes, body: str, encoding: str) -> None:
    chinese = contract({"a": "姓名", "b": "公司"}, encodings=["utf-8", "gb18030"])
    content = head + "姓名,公司\n王芳,恒瑞\n𠮷野,ＡＢＣ\n".encode(body)
    for reading, rows in read_both(tmp_path, content, chinese):
        assert reading.encoding == encoding
        assert cells(rows) == [{"a": "王芳", "b": "恒瑞"}, {"a": "𠮷野", "b": "ＡＢＣ"}]
        assert accounted(reading, rows) == reading.lines_in == 3


def test_an_undecodable_row_is_quarantined_with_its_bytes(tmp_path: Path) -> None:
    spec = contract(["a", "b"], encodings=["utf-8", "gb18030"])
    content = b"a,b\n1,\xe7\x8e\x8b\n2,\xff\xfe\n3,x\n"
    for reading, rows in read_both(tmp_path, content, spec):
        assert rules(reading) == [(3, 1, "undecodable")]
        assert reading.rejected[0].raw == r"2,\xff\xfe"
        assert [row["b"] for row in rows] == ["王", "x"]
        assert any("No declared encoding" in warning for warning in reading.warnings)


def test_one_gbk_line_does_not_turn_a_utf8_file_into_nonsense(tmp_path: Path) -> None:
    spec = contract(["a", "b"], encodings=["utf-8", "gb18030"])
    content = "a,b\n1,中文中文\n2,恒瑞恒瑞\n".encode() + "3,王芳\n".encode("gbk")
    content.decode("gb18030")  # the trap: as a whole it decodes
    reading, rows = read_made(tmp_path, content, spec)
    assert [row["b"] for row in rows] == ["中文中文", "恒瑞恒瑞"]
    assert rules(reading) == [(4, 1, "undecodable")]


def test_damaged_utf16_keeps_its_good_rows(tmp_path: Path) -> None:
    content = (
        b"\xff\xfe" + "a,b\n1,x\n".encode("utf-16-le") + b"2\0,\0\x00\xdc\n\0" + "3,z\n".encode("utf-16-le")
    )
    reading, rows = read_made(tmp_path, content, contract(["a", "b"]))
    assert [row["b"] for row in rows] == ["x", "z"]
    assert rules(reading) == [(3, 1, "undecodable")]
    assert accounted(reading, rows) == reading.lines_in == 4


def test_latin1_is_never_guessed(tmp_path: Path) -> None:
    reading, rows = read_made(tmp_path, "a,b\n1,café\n".encode("latin-1"), contract(["a", "b"]))
    assert rows == []
    assert reading.rejected[0].raw == r"1,caf\xe9"


def test_files_that_end_lines_with_carriage_returns_only(tmp_path: Path) -> None:
    for reading, rows in read_both(tmp_path, "a,b,c\r1,2,3\r4,5,6", ABC):
        assert [row["_line"] for row in rows] == [2, 3]
        assert accounted(reading, rows) == reading.lines_in == 3


@pytest.mark.parametrize(("content", "lines"), [("", 0), ("\n\n", 2), ("a,b,c\n", 1), ("a,b,c", 1)])
def test_an_empty_or_header_only_file_gives_no_rows_and_no_error(
    tmp_path: Path, content: str, lines: int
) -> None:
    for reading, rows in read_both(tmp_path, content, ABC):
        assert rows == []
        assert accounted(reading, rows) == reading.lines_in == lines


def test_unknown_columns_are_kept_with_a_warning(tmp_path: Path) -> None:
    content = 'c,new,b,a\n3,"x ""y""",2,1\n6,,5,4\n'
    for reading, rows in read_both(tmp_path, content, ABC):
        assert cells(rows) == [{"a": "1", "b": "2", "c": "3"}, {"a": "4", "b": "5", "c": "6"}]
        assert [row["_extra"] for row in rows] == ['{"new":"x \\"y\\""}', None]
        assert reading.warnings == ["Columns not in the contract are kept in _extra: 'new'."]


def test_tsv_and_a_dialect_without_quotes(tmp_path: Path) -> None:
    spec = contract(["a", "b"], kind="tsv", quote="")
    for reading, rows in read_both(tmp_path, 'a\tb\n5" pipe\t"x\n', spec):
        assert cells(rows) == [{"a": '5" pipe', "b": '"x'}]
        assert reading.rejected == []


def test_raw_lines_by_number(tmp_path: Path) -> None:
    reading, _ = read_made(tmp_path, b'a,b,c\r\n1,"x\r\ny",3\r\n4,\xff,6\r\n', ABC)
    assert reading.raw_lines([(4, 1), (2, 2)]) == [r"4,\xff,6", '1,"x\r\ny",3']
    assert reading.raw_lines([]) == []


def test_the_short_rows_of_a_real_file_are_all_read_where_padding_is_declared(
    public_data: Path, tmp_path: Path
) -> None:
    file = public_data / "attribution" / "sessions.csv"
    names = file.read_text().splitlines()[0].split(",")
    assert len(names) == 7
    content = file.read_bytes()
    for reading, rows in read_both(tmp_path, content, contract(names, short_rows="pad")):
        assert (len(rows), reading.rejected) == (reading.lines_in - 1, [])
        assert "33 short rows were filled up with blanks at the end." in reading.warnings
    for reading, _ in read_both(tmp_path, content, contract(names)):
        assert [bad.rule for bad in reading.rejected] == ["ragged_row"] * 33


def test_a_line_of_absurd_length_refuses_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingestion.readers.textfile.MAX_LINE_CHARACTERS", 1000)
    monkeypatch.setattr("ingestion.readers.textfile._CHUNK", 100)
    assert len(read_made(tmp_path, "a,b,c\n" + "1,2,3\n" * 500, ABC)[1]) == 500
    assert len(read_made(tmp_path, "a,b,c\r" + "1,2,3\r" * 500, ABC)[1]) == 500
    for content in ("x" * 2000, "a,b,c\n" + "x\r" * 1000 + "\n", "x\r" * 1000 + "\n"):
        with pytest.raises(FileRefused) as refused:
            read_made(tmp_path, content, ABC)
        assert refused.value.rule == "line_too_long"


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_bad_lines_without_end_are_handed_over_in_parts(tmp_path: Path, kind: str) -> None:
    content = '{"a": 1}\n' if kind == "ndjson" else "a\n1\n"
    good = content.splitlines()[-1] + "\n"
    many = content + "{x,\n" * 4096 + good * 20_000 + "{x,\n" * 35_904
    reading = read(write(tmp_path, many), contract(["a"], kind=kind))
    handed_over, loaded = [], 0
    for batch in reading.batches:
        handed_over.append(len(reading.rejected))
        reading.rejected.clear()
        loaded += batch.num_rows
    assert loaded == 20_001
    assert len(handed_over) < 8
    assert max(handed_over) <= 20_000
    assert sum(handed_over) + len(reading.rejected) == 40_000


def test_another_fault_further_down_does_not_hide_what_is_wrong_with_the_header(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_made(tmp_path, 'a,b,x\n1,2,"cut off', ABC)
    assert refused.value.rule == "missing_column"


def test_a_header_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_made(tmp_path, 'a,b"c,d\n1,2,3\n', ABC)
    assert "line 1 cannot be read: A quote" in refused.value.reason


def test_encodings_are_known_by_any_of_their_names(tmp_path: Path) -> None:
    reading, _ = read_made(tmp_path, "a,b\n1,x\n", contract(["a", "b"], encodings=["UTF8"]))
    assert reading.encoding == "utf-8"
