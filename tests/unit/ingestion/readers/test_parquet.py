"""Parquet by contract: types to text, damaged files and rows."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.readers.reader import read
from ingestion.readers.result import FileRefused
from tests.unit.ingestion.readers.made import accounted, cells, collect, contract, write


def made(folder: Path, **columns: Any) -> Path:
    path = folder / "made.parquet"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([2**62, None]), ["4611686018427387904", None]),
        (pa.array([13800138000.0, 0.1]), ["13800138000", "0.1"]),
        (pa.array([1e21, 12345.678]), ["1000000000000000000000", "12345.678"]),
        (pa.array([Decimal("1.50"), Decimal("-2.00")]), ["1.50", "-2.00"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([dt.date(2026, 1, 2), None]), ["2026-01-02", None]),
        (pa.array([dt.datetime(2026, 1, 2, 3, 4, 5), None]), ["2026-01-02 03:04:05", None]),
        (pa.array([dt.datetime(2026, 1, 2, 3, 4, 5, 7), None]), ["2026-01-02 03:04:05.000007", None]),
        (
            pa.array(
                [dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)] * 2, pa.timestamp("ns", "Asia/Shanghai")
            ),
            ["2026-01-02 03:04:05+00:00"] * 2,
        ),
        (pa.array(["王", ""]).dictionary_encode(), ["王", ""]),
        (pa.array([b"x", b"\xe7\x8e\x8b"]), ["x", "王"]),
        (pa.array([[1, 2], None]), ["[1, 2]", None]),
    ],
)
def test_types_as_text(tmp_path: Path, values: pa.Array, texts: list[str | None]) -> None:
    reading = read(made(tmp_path, id=["1", "2"], v=values), contract(["id", "v"], kind="parquet"))
    assert [row["v"] for row in collect(reading)] == texts


def test_lines_structs_blank_rows_and_unknown_columns(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        ID=["1", None, "3"],
        field=[{"phone": 5, "city": "x"}, None, {"phone": None, "city": None}],
    )
    spec = contract({"id": "id", "phone": "field.phone"}, kind="parquet")
    reading = read(path, spec)
    rows = collect(reading)
    assert cells(rows) == [{"id": "1", "phone": "5"}, {"id": "3", "phone": None}]
    assert [row["_line"] for row in rows] == [1, 3]
    assert [row["_extra"] for row in rows] == ['{"field.city":"x"}', None]
    assert reading.lines_blank == 1
    assert accounted(reading, rows) == reading.lines_in == 3
    assert reading.raw_lines([(1, 1)]) == ['{"ID": "1", "field": {"phone": 5, "city": "x"}}']


def test_bad_rows_are_quarantined(tmp_path: Path) -> None:
    bad = pa.array([b"ok", b"\xff", b"a\0b", b"x" * (1024 * 1024 + 1)])
    path = made(tmp_path, id=["1", "2", "3", "4"], v=bad)
    reading = read(path, contract(["id", "v"], kind="parquet"))
    rows = collect(reading)
    assert [row["id"] for row in rows] == ["1"]
    assert [(bad.line, bad.rule) for bad in reading.rejected] == [
        (2, "undecodable"),
        (3, "nul_byte"),
        (4, "field_too_long"),
    ]
    assert reading.rejected[0].raw == '{"id": "2", "v": "\\\\xff"}'
    assert accounted(reading, rows) == reading.lines_in


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    content = made(tmp_path, id=["1"] * 1000).read_bytes()
    for broken in (b"", b"id\n1\n", content[:-20], content[: len(content) // 2]):
        with pytest.raises(FileRefused) as refused:
            collect(read(write(tmp_path, broken, "broken.parquet"), contract(["id"], kind="parquet")))
        assert refused.value.rule == "unreadable_file"


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read(made(tmp_path, id=["1"]), contract(["id", "v"], kind="parquet"))
    assert refused.value.rule == "missing_column"
