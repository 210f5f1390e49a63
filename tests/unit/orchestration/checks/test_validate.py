"""Checks are really evaluated: they pass on good rows, fail on bad ones, and list the failing keys."""

import csv
from pathlib import Path

import duckdb
import pytest

from orchestration.checks.model import Check, FilledCheck, RowsCheck, Severity
from orchestration.checks.thresholds import Threshold
from orchestration.checks.validate import SAMPLE_ROWS, run_checks

OWNER = FilledCheck(
    name="owner",
    table="leads",
    claim="Leads have an owner.",
    remedy="Assign one.",
    column="owner",
    keys=("lead_id",),
    limits={"min_share": 0.9},
)
SMALL = RowsCheck(
    name="small",
    table="leads",
    claim="Ids are small.",
    remedy="Use smaller ids.",
    severity=Severity.WARN,
    query="select lead_id from leads where lead_id >= {limit}",
    limits={"limit": 100},
)


def thresholds(**limits: float) -> dict[str, Threshold]:
    return {
        "owner": Threshold(Severity.BLOCK, {"min_share": limits.get("min_share", 0.9)}),
        "small": Threshold(Severity.WARN, {"limit": limits.get("limit", 100)}),
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checks") / "leads.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "create table leads as select i as lead_id, case when i % 5 > 0 then 'o' || i end as owner "
            "from range(100) t(i)"
        )
    return path


def test_outcomes_follow_the_rows(database: Path, tmp_path: Path) -> None:
    owner, small = run_checks(database, [OWNER, SMALL], thresholds(), tmp_path)
    assert (owner.passed, owner.failing, owner.blocks) == (False, 20, True)
    assert (small.passed, small.failing, small.rows_file) == (True, 0, None)
    assert owner.rows_file is not None
    with owner.rows_file.open() as handle:
        assert [int(row["lead_id"]) for row in csv.DictReader(handle)] == list(range(0, 100, 5))
    assert "Assign one." in owner.sentence
    assert str(owner.rows_file) in owner.sentence


def test_a_share_below_the_limit_passes_but_is_listed(database: Path, tmp_path: Path) -> None:
    owner, small = run_checks(database, [OWNER, SMALL], thresholds(min_share=0.8, limit=60), tmp_path)
    assert (owner.passed, owner.failing) == (True, 20)
    assert (small.passed, small.failing, small.blocks) == (False, 40, False)
    assert len(small.sample) == SAMPLE_ROWS


def test_a_check_that_cannot_be_evaluated_raises_instead_of_passing(database: Path, tmp_path: Path) -> None:
    broken = RowsCheck(name="broken", table="leads", claim="", remedy="", query="select nothing from leads")
    with pytest.raises((RuntimeError, duckdb.Error), match=r"broken|nothing"):
        run_checks(database, [broken], {"broken": Threshold(Severity.BLOCK, {})}, tmp_path)


def test_a_plain_check_has_no_rows_query(database: Path, tmp_path: Path) -> None:
    plain = Check(name="plain", table="leads", claim="", remedy="")
    with pytest.raises(AssertionError):
        run_checks(database, [plain], {"plain": Threshold(Severity.BLOCK, {})}, tmp_path)
