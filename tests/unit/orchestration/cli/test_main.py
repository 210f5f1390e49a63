"""How the command line ends: exit codes, errors without tracebacks, help without waiting."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from orchestration.cli.main import _COMMANDS, cli, run


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("LEADMILL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from orchestration.cli.main import run; run(['--help']);"
        "heavy = {'dagster', 'dbt', 'duckdb', 'pydantic', 'pyarrow'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Exit codes: 0 done; 1 failed; 2 wrong usage or configuration" in done.stdout


def test_every_command_has_help() -> None:
    for name in _COMMANDS:
        result = CliRunner().invoke(cli, [name, "--help"])
        assert result.exit_code == 0, (name, result.output)
        assert "Usage:" in result.output


def test_a_wrong_configuration_ends_with_2_and_all_its_problems(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEADMILL_SMTP_PORT", "none")
    monkeypatch.setenv("LEADMILL_HOMES", "x")
    assert run(["config", "check"]) == 2
    shown = capsys.readouterr().err
    assert "2 problem(s) in the configuration" in shown
    assert "Did you mean LEADMILL_HOME?" in shown
    assert "Traceback" not in shown


def test_an_unknown_command_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rum"]) == 2
    assert "rum" in capsys.readouterr().err


def test_a_run_without_a_company_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run"]) == 2
    assert "try `leadmill demo`" in capsys.readouterr().err


def test_real_data_and_the_made_up_company_never_share_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "leadmill_data" / "landing" / "manifest"
    manifest.mkdir(parents=True)
    (manifest / "a-load.json").write_text("{}", encoding="utf-8")
    assert run(["demo"]) == 2
    assert "holds real data" in capsys.readouterr().err
    assert not (tmp_path / "leadmill_data" / "inbox").exists()


def test_a_moment_to_come_cannot_be_rebuilt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "leadmill_data"
    home.mkdir()
    (home / "made_up.json").write_text('{"seed": 7, "date": "2026-11-23"}', encoding="utf-8")
    assert run(["run", "--as-of", "2026-11-24"]) == 2
    assert "is not in the past" in capsys.readouterr().err
    assert run(["run", "--as-of", "yesterday"]) == 2
    assert "write 2026-11-23" in capsys.readouterr().err
