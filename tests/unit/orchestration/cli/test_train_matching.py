"""`leadmill train-matching`: what it writes, and how it ends when there is nothing to learn from."""

import os
import shutil
from pathlib import Path

import pytest

from orchestration.cli.main import run
from orchestration.matching import comparisons
from tests.unit.orchestration.matching.planted import COMPARISONS, write_warehouse

CONFIG = Path(__file__).parents[3] / "bench" / "config"


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeds folder of a company whose comparisons are the planted ones; it has no seeds yet."""
    for name in list(os.environ):
        if name.startswith("LEADMILL_"):
            monkeypatch.delenv(name)
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config, ignore=shutil.ignore_patterns("match_parameters*"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEADMILL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LEADMILL_CONFIG", str(config))
    monkeypatch.setattr(comparisons, "read_comparisons", lambda home, variables, seed: COMPARISONS)
    return config / "seeds"


def warehouse(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "warehouse"
    folder.mkdir(parents=True)
    return folder / "leadmill.duckdb"


def test_a_seed_and_a_report_in_each_language_are_written(
    seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_warehouse(warehouse(tmp_path))
    assert run(["train-matching", "--version", "2026-11", "--random-pairs", "100000"]) == 0
    said = capsys.readouterr().out
    assert "Learnt from 8,000 lead records" in said
    written = sorted(path.name for path in seeds.glob("match_parameters*"))
    assert written == [
        "match_parameters.csv",
        "match_parameters.en.html",
        "match_parameters.zh-CN.html",
    ]
    assert all(str(seeds / name) in said for name in written)
    assert ",2026-11\n" in (seeds / "match_parameters.csv").read_text(encoding="utf-8")
    assert "2026-11" in (seeds / "match_parameters.en.html").read_text(encoding="utf-8")


def test_before_the_first_run_it_says_what_to_do(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train-matching", "--version", "x"]) == 1
    assert "run `leadmill run` first" in capsys.readouterr().err


def test_where_nothing_is_shared_nothing_is_written(
    seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_warehouse(warehouse(tmp_path), with_keys=False)
    assert run(["train-matching", "--version", "x"]) == 1
    assert "nothing to learn from. Train when more leads have landed" in capsys.readouterr().err
    assert not list(seeds.glob("match_parameters*"))


def test_the_version_has_to_be_named(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train-matching"]) == 2
    assert "--version" in capsys.readouterr().err
