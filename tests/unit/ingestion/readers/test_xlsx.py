"""xlsx by contract: cells to text, sheets, title rows, and workbooks that must not be opened."""

import datetime as dt
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ingestion.contracts.model import Contract
from ingestion.readers.reader import read
from ingestion.readers.result import FileReading, FileRefused
from tests.unit.ingestion.readers.made import Rows, accounted, cells, collect, contract, write

AB = contract(["a", "b"], kind="xlsx")


def made(folder: Path, rows: list[list[object]], sheet: str = "报名表", **others: str) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for name, state in others.items():
        book.create_sheet(name).sheet_state = state
    path = folder / "made.xlsx"
    book.save(path)
    return path


def read_rows(path: Path, of: Contract = AB) -> tuple[FileReading, Rows]:
    reading = read(path, of)
    return reading, collect(reading)


def test_cells_as_text(tmp_path: Path) -> None:
    rows = [
        ["a", "b"],
        [13800138000, dt.datetime(2026, 1, 2, 3, 4, 5)],
        [1.5, dt.date(2026, 1, 2)],
        [True, "0012 "],
        ["#N/A", dt.time(3, 4, 5)],
        [dt.timedelta(hours=30), "two\nlines"],
    ]
    reading, read_back = read_rows(made(tmp_path, rows))
    assert cells(read_back) == [
        {"a": "13800138000", "b": "2026-01-02 03:04:05"},
        {"a": "1.5", "b": "2026-01-02 00:00:00"},
        {"a": "true", "b": "0012 "},
        {"a": "#N/A", "b": "03:04:05"},
        {"a": "30:00:00", "b": "two\nlines"},
    ]
    assert accounted(reading, read_back) == reading.lines_in == 6


def test_title_rows_blank_rows_and_lines(tmp_path: Path) -> None:
    path = made(tmp_path, [["2026 展会报名"], [], ["a", "b"], ["1", "2"], [], ["3"], [" ", None]])
    with pytest.raises(FileRefused) as refused:
        read_rows(path)
    assert refused.value.rule == "undeclared_title_rows"
    assert "title_rows: 2" in refused.value.remedy

    titled = contract(["a", "b"], kind="xlsx", title_rows=2)
    reading, rows = read_rows(path, titled)
    assert [(row["_line"], row["a"], row["b"]) for row in rows] == [(4, "1", "2"), (6, "3", "")]
    assert (reading.lines_header, reading.lines_blank) == (3, 2)
    assert accounted(reading, rows) == reading.lines_in == 7
    assert reading.raw_lines([(4, 1)]) == ['["1", "2"]']


def test_a_cell_right_of_the_header_is_quarantined(tmp_path: Path) -> None:
    reading, rows = read_rows(made(tmp_path, [["a", "b"], ["1", "2", "?"], ["3", "4"]]))
    assert [row["a"] for row in rows] == ["3"]
    assert [(bad.line, bad.rule, bad.raw) for bad in reading.rejected] == [
        (2, "ragged_row", '["1", "2", "?"]')
    ]


def test_which_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [["a", "b"], ["1", "2"]]
    assert len(read_rows(made(tmp_path, rows, 说明="hidden"))[1]) == 1
    two = made(tmp_path, rows, 说明="visible")
    with pytest.raises(FileRefused) as refused:
        read_rows(two)
    assert refused.value.rule == "which_sheet"
    assert "'报名表', '说明'" in refused.value.reason
    assert len(read_rows(two, contract(["a", "b"], kind="xlsx", sheet="报名表"))[1]) == 1
    with pytest.raises(FileRefused) as refused:
        read_rows(two, contract(["a", "b"], kind="xlsx", sheet="Sheet1"))
    assert refused.value.rule == "missing_sheet"


def test_long_numbers_merged_cells_and_unsolved_formulas_are_pointed_out(tmp_path: Path) -> None:
    path = made(tmp_path, [["a", "b"], [1234567890123456, "=1+1"], ["x", "y"], [None, "z"]])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A3:A4")
    book.save(path)
    reading, rows = read_rows(path)
    assert cells(rows)[0] == {"a": "1234567890123456", "b": ""}
    assert len(rows) == 3
    assert [warning.split(" ")[0] for warning in reading.warnings] == ["1", "Merged", "1"]
    assert "rows 3 to 4" in reading.warnings[1]


def test_an_empty_sheet_is_no_error(tmp_path: Path) -> None:
    reading, rows = read_rows(made(tmp_path, []))
    assert (rows, reading.lines_in, reading.warnings) == ([], 0, ["The sheet is empty."])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "no xlsx"),
        (b"a,b\n1,2\n", "no xlsx"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "encrypted"),
    ],
)
def test_what_is_no_xlsx_is_refused(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_rows(write(tmp_path, content, "made.xlsx"))
    assert refused.value.rule == "unreadable_file"
    assert word in refused.value.reason


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    content = made(tmp_path, [["a", "b"], ["1", "2"]]).read_bytes()
    for broken in (content[: len(content) // 2], content[:2000] + b"\0" * 500 + content[2500:]):
        with pytest.raises(FileRefused) as refused:
            read_rows(write(tmp_path, broken, "made.xlsx"))
        assert refused.value.rule == "unreadable_file"


def test_an_archive_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = made(tmp_path, [["a", "b"], ["1", "2"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * (64 * 1024 * 1024))
    assert path.stat().st_size < 100_000
    with pytest.raises(FileRefused) as refused:
        read_rows(path)
    assert refused.value.rule == "archive_bomb"


def test_a_child_that_dies_refuses_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingestion.readers.xlsx._MAX_SECONDS", 0.001)
    with pytest.raises(FileRefused) as refused:
        read_rows(made(tmp_path, [["a", "b"], ["1", "2"]]))
    assert refused.value.rule == "sheet_too_large"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit a process's memory")
def test_the_child_dies_of_its_limits_and_not_its_parent(tmp_path: Path) -> None:
    path = made(tmp_path, [["a", "b"], *([str(n), "x" * 50] for n in range(2000))])
    limited = (
        "import sys; from ingestion.readers import sheet_process as child; "
        "child.MAX_MEMORY_BYTES = 1; child._limit(); child.main(sys.argv[1], None, sys.stdout)"
    )
    done = subprocess.run([sys.executable, "-c", limited, str(path)], capture_output=True, text=True)
    answer = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}
    assert answer.get("rule") == "sheet_too_large" or done.returncode != 0
    assert len(done.stdout.splitlines()) < 2000


def test_forbidden_characters_come_back_from_their_escapes(tmp_path: Path) -> None:
    _, rows = read_rows(made(tmp_path, [["a", "b"], ["one_x000D_two", "_xD83D_"], ["_x005F_x000D_", "x_y"]]))
    assert cells(rows) == [{"a": "one\rtwo", "b": "_xD83D_"}, {"a": "_x000D_", "b": "x_y"}]
