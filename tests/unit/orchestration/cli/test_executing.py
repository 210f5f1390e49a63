"""What a run shows while it goes on and at its end, and the exit code it leaves."""

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.assets import keys
from orchestration.cli import executing
from orchestration.cli.exit_codes import ExitCode
from orchestration.cli.progress import progress
from orchestration.cli.summary import summary
from orchestration.execution import INTERRUPTED, RunOutcome, file_logger
from orchestration.home import Home
from orchestration.resources import Installation
from orchestration.settings import LogFormat
from reports.delivery.outbox import Outbox
from tests.unit.orchestration.installation import small_installation


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    import os

    before = os.umask(0o077)
    # The root logger belongs to pytest here.
    monkeypatch.setattr(executing, "_quiet", lambda _: None)
    yield small_installation(tmp_path)
    os.umask(before)


def _with(
    monkeypatch: pytest.MonkeyPatch, *, passes: bool = True, fails_with: BaseException | None = None
) -> None:
    @dg.asset(key=keys.landed("web"))
    def web() -> dg.MaterializeResult[None]:
        if fails_with is not None:
            raise fails_with
        return dg.MaterializeResult(metadata={"files": 2, "dagster/row_count": 1234, "lines_quarantined": 5})

    @dg.asset_check(asset=web, blocking=True)
    def nothing_lost() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=passes, description="nothing_lost: failed with 3 row(s).")

    @dg.asset(deps=[web], key="later")
    def later() -> None:
        return None

    definitions = dg.Definitions(
        assets=[web, later],
        asset_checks=[nothing_lost],
        jobs=[dg.define_asset_job("daily", selection="*")],
        loggers={"file": file_logger},
    )
    monkeypatch.setattr(executing, "build_definitions", lambda _: definitions)


def test_a_good_run_ends_with_0_and_its_counts(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _with(monkeypatch)
    assert executing.execute(installation, "daily", "test", None) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "landed web: done (1,234 rows" in shown
    assert "1,234 rows from 2 file(s), 5 line(s) quarantined" in shown
    assert "1 passed" in shown
    assert not installation.home.outbox.joinpath("outbox.db").exists()


def test_a_blocked_run_ends_with_3_and_tells_the_owner_once(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _with(monkeypatch, passes=False)
    for _ in range(2):
        assert executing.execute(installation, "daily", "test", None) == ExitCode.BLOCKED
    shown = capsys.readouterr().out
    assert "Stopped by a data check: nothing_lost: failed with 3 row(s)." in shown
    assert "Nothing was published or mailed by this run; there is no publication yet." in shown
    assert "Traceback" not in shown
    entries = Outbox(installation.home.outbox).entries()
    assert [entry.recipient for entry in entries] == ["data@example.com"]
    assert entries[0].report == "notice-check-nothing_lost"


def test_a_failed_run_ends_with_1(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _with(monkeypatch, fails_with=OSError("no space left on device"))
    assert executing.execute(installation, "daily", "test", None) == ExitCode.FAILED
    assert "Failed: landed__web: OSError: no space left on device" in capsys.readouterr().out
    assert Outbox(installation.home.outbox).entries()[0].report.startswith("notice-run-")


def test_an_interrupted_run_ends_with_130_and_bothers_nobody(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _with(monkeypatch, fails_with=KeyboardInterrupt())
    assert executing.execute(installation, "daily", "test", None) == ExitCode.INTERRUPTED
    assert INTERRUPTED in capsys.readouterr().out
    assert not installation.home.outbox.joinpath("outbox.db").exists()


def test_lines_for_a_log_collector_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(LogFormat.JSON) as shown:
        shown.say("落地完成")
    line = json.loads(capsys.readouterr().out)
    assert line["message"] == "落地完成"
    assert set(line) == {"at", "message"}


def test_the_summary_counts_mails_and_names_one_page_a_language(tmp_path: Path) -> None:
    def table(*rows: dict[str, str]) -> dg.TableMetadataValue:
        columns = [dg.TableColumn(name, "string") for name in rows[0]]
        return dg.MetadataValue.table([dg.TableRecord(row) for row in rows], dg.TableSchema(columns))

    outcome = RunOutcome("r", success=True, log=tmp_path)
    outcome.materialized[keys.report("weekly", "funnel")] = {
        "files": table(
            {"file": "/r/funnel-en.html"}, {"file": "/r/funnel-en.pdf"}, {"file": "/r/funnel-zh-CN.html"}
        ),
        "mails": table({"state": "sent", "via": "eml"}, {"state": "retry", "via": ""}),
    }
    lines = dict(enumerate(summary(outcome, Home(tmp_path))))
    values = [value for _, value in lines.values()]
    assert "/r/funnel-en.html (.pdf, .xlsx)" in values
    assert "/r/funnel-zh-CN.html (.pdf, .xlsx)" in values
    assert not any(value.startswith("/r/funnel-en.pdf") for value in values)
    assert f"1 retry, 1 written to {tmp_path / 'outbox' / 'eml'}" in values


def test_the_summary_says_when_there_was_nothing_left_to_mail(tmp_path: Path) -> None:
    outcome = RunOutcome("r", success=True, log=tmp_path)
    for name in ("funnel", "roi"):
        outcome.materialized[keys.report("monthly", name)] = {"made": dg.MetadataValue.text(keys.MADE_BEFORE)}
    outcome.materialized[keys.report("weekly", "funnel")] = {"made": dg.MetadataValue.text("now")}
    assert (
        dict(summary(outcome, Home(tmp_path)))["mails"] == "none now: 2 report(s) were made and mailed before"
    )
