"""`leadmill files quarantine` shows refused lines before anything was published."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.landing.quarantine import SCHEMA
from orchestration.cli.main import run


def write_lines(home: Path, count: int) -> None:
    folder = home / "landing" / "quarantine"
    folder.mkdir(parents=True)
    rows = [
        {"source": "forms", "file_name": "forms/a.csv", "line": number, "rule": "bad_date",
         "reason": f"reason {number}", "remedy": "Mend it.", "raw": f"secret {number}"}
        for number in range(1, count + 1)
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / "load.parquet")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEADMILL_HOME", str(tmp_path))
    return tmp_path


def test_lines_with_rule_and_remedy_but_no_raw_text(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_lines(home, 3)
    assert run(["files", "quarantine", "--limit", "2"]) == 0
    shown = capsys.readouterr().out
    assert "forms/a.csv, line 1: bad_date: reason 1\n    Mend it." in shown
    assert "reason 3" not in shown
    assert "and 1 more" in shown
    assert "secret" not in shown


def test_raw_text_when_asked_for(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_lines(home, 1)
    run(["files", "quarantine", "--raw"])
    assert "> secret 1" in capsys.readouterr().out


def test_nothing_landed_and_nothing_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["files", "quarantine"]) == 0
    assert "Nothing was landed yet." in capsys.readouterr().out
    write_lines(home, 1)
    run(["files", "quarantine", "--source", "other"])
    assert "No such line." in capsys.readouterr().out
