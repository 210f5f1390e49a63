"""The public list of hostile strings comes through every text reader as it is."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from ingestion.contracts.model import Contract
from ingestion.readers.reader import read
from tests.unit.ingestion.readers.made import collect, contract, read_both, write


@pytest.fixture(scope="module")
def strings(public_data: Path) -> list[str]:
    found: list[str] = json.loads((public_data / "naughty_strings" / "blns.json").read_bytes())
    assert len(found) == 515
    return found


def _read(path: Path, of: Contract) -> list[str | None]:
    reading = read(path, of)
    values = [row["text"] for row in collect(reading)]
    assert reading.rejected == []
    return values


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_csv(strings: list[str], tmp_path: Path, encoding: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text"), *enumerate(strings)])
    spec = contract(["id", "text"], encodings=["utf-8", "gb18030"])
    for reading, rows in read_both(tmp_path, out.getvalue().encode(encoding), spec):
        assert reading.rejected == []
        assert [row["text"] for row in rows] == strings


def test_ndjson(strings: list[str], tmp_path: Path) -> None:
    for is_ascii in (True, False):
        lines = [json.dumps({"id": i, "text": text}, ensure_ascii=is_ascii) for i, text in enumerate(strings)]
        path = write(tmp_path, "\n".join(lines), "made.ndjson")
        assert _read(path, contract(["id", "text"], kind="ndjson")) == strings


def test_parquet(strings: list[str], tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    pq.write_table(pa.table({"id": range(len(strings)), "text": strings}), path)
    assert _read(path, contract(["id", "text"], kind="parquet")) == strings


def test_xlsx(strings: list[str], tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, values in enumerate([("id", "text"), *enumerate(strings)]):
            sheet.write(row, 0, values[0])
            sheet.write_string(row, 1, str(values[1]))
    assert _read(path, contract(["id", "text"], kind="xlsx")) == strings
