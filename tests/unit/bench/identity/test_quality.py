"""Pairwise precision, recall and F1, computed by hand."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.bench.children import PROJECT
from tests.bench.identity.quality import Quality, quality_of

# Lead A holds three records of person 1 and one of person 2, lead B one more of person 1, lead C a stranger:
# six pairs together, three of them right; person 1 has four records, so six true pairs.
PARTITION = "('1', 'A'), ('2', 'A'), ('3', 'A'), ('4', 'A'), ('5', 'B'), ('6', 'C')"
TRUTH = "values ('1', 'p1'), ('2', 'p1'), ('3', 'p1'), ('4', 'p2'), ('5', 'p1')"


def written(path: Path, rows: str) -> Path:
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * from (values {rows}) as t(lead_record_id, lead_id)) to '{path}' (format parquet)"
        )
    return path


def truth(rows: str = TRUTH) -> str:
    return f"select * from ({rows}) as t(lead_record_id, person_id)"


def test_pairs_are_counted_and_shared_out(tmp_path: Path) -> None:
    found = quality_of(written(tmp_path / "p.parquet", PARTITION), truth())
    assert found == Quality(right=3, together=6, true=6)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_records_whose_person_is_not_known_are_left_out(tmp_path: Path) -> None:
    # The stranger, put into the lead of the others, changes nothing.
    rows = PARTITION.replace("('6', 'C')", "('6', 'A')")
    assert quality_of(written(tmp_path / "p.parquet", rows), truth()).together == 6


def test_a_partition_of_single_records_is_precise_and_finds_nothing(tmp_path: Path) -> None:
    found = quality_of(written(tmp_path / "p.parquet", "('1', 'A'), ('2', 'B')"), truth())
    assert (found.precision, found.recall, found.f1) == (1, 0, 0)


def test_a_perfect_partition_has_1_throughout(tmp_path: Path) -> None:
    found = quality_of(
        written(tmp_path / "p.parquet", "('1', 'A'), ('2', 'A'), ('3', 'A'), ('4', 'B'), ('5', 'A')"), truth()
    )
    assert (found.precision, found.recall, found.f1) == (1, 1, 1)


@pytest.mark.parametrize(("right", "together", "true", "f1"), [(2, 4, 2, 2 / 3), (1, 1, 3, 0.5)])
def test_f1_is_the_harmonic_mean(right: int, together: int, true: int, f1: float) -> None:
    assert Quality(right, together, true).f1 == pytest.approx(f1)


def test_a_built_warehouse_is_read_as_well_and_the_child_says_it_as_json(tmp_path: Path) -> None:
    warehouse = tmp_path / "leadmill.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "create schema intermediate; create table intermediate.int_lead_records_resolved as "
            f"select * from (values {PARTITION}) as t(lead_record_id, lead_id)"
        )
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.identity.quality", str(warehouse), truth()],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(said.stdout) == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
