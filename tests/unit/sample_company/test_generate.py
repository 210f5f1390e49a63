"""The files as a whole: the same bytes each time, any date, and a ledger that agrees with the files."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.sample_company.truth import NOTE, Truth
from tests.unit.sample_company.conftest import SMALL, Generate


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_seed_and_date_give_the_same_bytes_in_another_process(small: Truth, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from tests.sample_company.world import build; "
        f"vars(build).update({SMALL}); "
        "from tests.sample_company.generate import generate; generate(pathlib.Path(sys.argv[1]))"
    )
    # Another order of sets and dictionaries of text, if the generator should ever depend on it.
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment, cwd=root)
    assert hashes(tmp_path) == hashes(small.out_dir)


def test_workbooks_carry_no_clock(small: Truth) -> None:
    path = next(small.inbox.glob("events/*.xlsx"))
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    exhibition = path.name[:7]
    assert core.count(exhibition) == 2  # created and modified: when the exhibition ended


def test_another_seed_gives_other_people(small: Truth, generate_small: Generate, tmp_path: Path) -> None:
    other = generate_small(tmp_path, seed=8)
    first, second = ((t.inbox / "web_forms" / "web_forms_2026-10.csv").read_bytes() for t in (small, other))
    assert first != second


@pytest.mark.parametrize(
    ("day", "first_day"),
    [
        (date(2026, 11, 23), "2025-05-23"),
        (date(2024, 3, 1), "2022-09-01"),
        (date(2027, 8, 31), "2026-02-28"),
    ],
)
def test_business_covers_the_eighteen_months_before_the_date(
    generate_small: Generate, tmp_path: Path, day: date, first_day: str
) -> None:
    totals = generate_small(tmp_path, day=day).totals
    assert str(totals["first_day"]) == first_day
    assert (day - totals["last_day"]).days == 1
    months = sorted(totals["opportunities"]["won_base_by_month"])
    assert first_day[:7] <= months[0] and months[-1] <= f"{totals['last_day']:%Y-%m}"


def test_every_file_has_the_lines_that_the_ledger_says(small: Truth) -> None:
    for entry in small.totals["files"]:
        if entry["same_bytes_as"]:
            assert (small.inbox / entry["file_name"]).read_bytes() == (
                small.inbox / entry["same_bytes_as"]
            ).read_bytes()
            continue
        path = small.inbox / entry["file_name"]
        parts = ("lines_header", "lines_blank", "lines_loaded", "lines_quarantined")
        assert entry["lines_in"] == sum(entry[part] for part in parts), path
        if path.suffix in (".csv", ".tsv", ".ndjson"):
            assert path.read_bytes().count(b"\n") == entry["lines_in"], path
        elif path.suffix == ".parquet":
            assert pq.read_metadata(path).num_rows == entry["lines_in"], path
        else:
            assert openpyxl.load_workbook(path).worksheets[0].max_row == entry["lines_in"], path


def test_every_record_of_the_world_is_in_a_file_of_its_source(small: Truth) -> None:
    files = Counter[str]()
    for entry in small.totals["files"]:
        is_superseded = f"{Path(entry['file_name']).stem}_restated" in str(small.totals["files"])
        if not entry["same_bytes_as"] and not is_superseded:
            files[entry["source"]] += entry["records"]
    expected = small.totals["lead_records"]["by_source"]
    assert {source: files[source] for source in expected} == dict(expected)
    rows = small.totals["rows"]
    assert files["crm_stage_history"] == rows["stage_events"]
    assert files["touches"] == rows["touches"]
    assert files["crm_activities"] == rows["activities"]
    assert files["spend"] == rows["spend"]


def test_quarantine_truth_points_at_the_dirty_lines(small: Truth) -> None:
    rows = pq.read_table(small.quarantine).to_pylist()
    by_rule = {row["rule"]: row for row in rows if row["file_name"].startswith("web_forms/")}
    for rule, sign in {
        "stray_quote": b'"x,',
        "future_created_at": b"204",
        "unmapped_value": "待定??".encode(),
        "undecodable": "咨询".encode("gb18030"),
    }.items():
        row = by_rule[rule]
        line = (small.inbox / row["file_name"]).read_bytes().split(b"\n")[row["line"] - 1]
        assert sign in line or (rule == "undecodable" and b"\xd7\xa2" in line), (rule, line)
    assert len(rows) == sum(small.totals["quarantined_by_rule"].values())


def test_truth_names_every_landing_lead_once_and_no_quarantined_one(small: Truth) -> None:
    people = pq.read_table(small.people).to_pylist()
    keys = {(row["system"], row["lead_id"]) for row in people}
    assert len(keys) == len(people) == small.totals["lead_records"]["total"]
    assert len({row["person_id"] for row in people}) == small.totals["people"]
    assert not any(lead_id.endswith("X") for _, lead_id in keys)


def test_truth_names_the_company_of_every_lead_and_account(small: Truth) -> None:
    companies = pq.read_table(small.companies).to_pylist()
    keys = {(row["entity"], row["system"], row["id"]) for row in companies}
    rows = small.totals["rows"]
    assert len(keys) == len(companies) == small.totals["lead_records"]["total"] + rows["accounts"]
    of_accounts = [row["company_id"] for row in companies if row["entity"] == "account"]
    assert len(set(of_accounts)) == len(of_accounts) == rows["accounts"]


def test_totals_are_plain_json_and_say_that_all_is_made_up(small: Truth) -> None:
    written = json.loads(small.totals_file.read_text(encoding="utf-8"))
    assert written["note"] == NOTE
    assert "made up" in (small.out_dir / "README.md").read_text(encoding="utf-8")
    won = written["opportunities"]
    assert sum(map(float, won["won_base_by_month"].values())) == pytest.approx(float(won["won_base"]))
    assert sum(map(float, won["won_base_by_channel"].values())) == pytest.approx(float(won["won_base"]))
