"""A run ends as done, failed or stopped by a check, and a run whose process is gone does not stay open."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster import DagsterRunStatus

from orchestration.execution import fail_dead_runs, file_logger, open_instance, outcome_of, run_job
from orchestration.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    import os

    before = os.umask(0o077)
    home = Home(tmp_path)
    home.prepare()
    yield home
    os.umask(before)


def _definitions(check_passes: bool = True, severity: str = "ERROR", breaks: bool = False) -> dg.Definitions:
    @dg.asset
    def landed(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        context.log.info("landing line")
        if breaks:
            raise ValueError("the disk is full")
        return dg.MaterializeResult(metadata={"dagster/row_count": 3})

    @dg.asset_check(asset=landed, blocking=True)
    def no_row_is_lost() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(
            passed=check_passes, severity=dg.AssetCheckSeverity[severity], description="2 rows are lost"
        )

    @dg.asset(deps=[landed])
    def published() -> None:
        return None

    return dg.Definitions(
        assets=[landed, published],
        asset_checks=[no_row_is_lost],
        jobs=[dg.define_asset_job("all", selection="*")],
        loggers={"file": file_logger},
    )


def test_a_good_run_is_done_and_logged(home: Home) -> None:
    seen: list[str] = []
    outcome = run_job(_definitions(), home, "all", None, lambda event: seen.append(event.event_type_value))
    assert outcome.success
    assert outcome.checks_passed == 1
    assert set(outcome.materialized) == {dg.AssetKey("landed"), dg.AssetKey("published")}
    assert outcome.materialized[dg.AssetKey("landed")]["dagster/row_count"].value == 3
    assert "ASSET_MATERIALIZATION" in seen
    assert "landing line" in outcome.log.read_text(encoding="utf-8")


def test_a_blocking_check_stops_what_comes_after(home: Home) -> None:
    outcome = run_job(_definitions(check_passes=False), home, "all", None, lambda _: None)
    assert not outcome.success
    assert outcome.is_blocked
    assert outcome.checks_blocked == {"no_row_is_lost": "2 rows are lost"}
    assert dg.AssetKey("published") not in outcome.materialized


def test_a_warning_stops_nothing(home: Home) -> None:
    outcome = run_job(_definitions(check_passes=False, severity="WARN"), home, "all", None, lambda _: None)
    assert outcome.success
    assert outcome.checks_warned == ["no_row_is_lost"]
    assert dg.AssetKey("published") in outcome.materialized


def test_a_fault_is_a_failure_and_no_check(home: Home) -> None:
    outcome = run_job(_definitions(breaks=True), home, "all", None, lambda _: None)
    assert not outcome.success
    assert not outcome.is_blocked
    assert outcome.failures == {"landed": "ValueError: the disk is full"}
    with open_instance(home) as instance:
        recorded = outcome_of(instance, outcome.run_id, outcome.log)
    assert recorded.failures == outcome.failures


def test_a_run_whose_process_is_gone_is_marked_as_failed(home: Home) -> None:
    with open_instance(home) as instance:
        run = instance.create_run_for_job(
            _definitions().resolve_job_def("all"), status=DagsterRunStatus.STARTED
        )
        # Just created and not heard of: it may be starting.
        assert fail_dead_runs(instance, home) == []
        folder = home.dagster / "alive"
        folder.mkdir()
        (folder / f"{run.run_id}.alive").touch()
        assert fail_dead_runs(instance, home) == [run.run_id]
        after = instance.get_run_by_id(run.run_id)
        assert after is not None
        assert after.status is DagsterRunStatus.FAILURE
