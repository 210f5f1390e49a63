"""The table of the benchmark of identity resolution."""

import json
from pathlib import Path

import pytest

from tests.bench.children import ChildFailed, Usage
from tests.bench.identity import __main__ as bench
from tests.bench.identity.sets import LabelledSet


def test_a_line_has_quality_and_cost() -> None:
    quality = {"precision": 0.9766, "recall": 0.5, "f1": 0.6614}
    written = bench.line("febrl3", "Leadmill", quality, Usage(12.34, 1234.5, ""))
    assert written == "| febrl3 | Leadmill | 0.977 | 0.500 | 0.661 | 12.3 | 1,234 |"
    assert written.count("|") == bench._HEADER.splitlines()[0].count("|")


def test_a_line_of_accounts_has_a_quality_where_it_is_known() -> None:
    used = Usage(12.34, 1234.5, "")
    quality = {"precision": 1.0, "recall": 0.5, "f1": 0.667, "right_links": 0.9}
    written = bench.accounts_line("tiny", quality, used)
    assert written == "| tiny | 1.000 | 0.500 | 0.667 | 0.900 | 12.3 | 1,234 |"
    assert bench.accounts_line("tiny", {}, used) == "| tiny | – | – | – | – | 12.3 | 1,234 |"
    assert written.count("|") == bench._HEADER_OF_ACCOUNTS.splitlines()[0].count("|")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The children that the benchmark would run for one set, none of which runs."""
    kept: list[list[str]] = []

    def run(arguments: list[str], scratch: Path) -> Usage:
        kept.append(arguments)
        if arguments[1].endswith("errors"):
            return Usage(1, 100, json.dumps([{"error": "missed", "cause": "not compared", "pairs": 1234}]))
        return Usage(1, 100, json.dumps({"precision": 1, "recall": 1, "f1": 1}))

    labelled = LabelledSet(
        "fake_1000", "tiny", tmp_path, tmp_path, "truth", "fake_1000", tmp_path / "raw.csv"
    )
    monkeypatch.setattr(bench, "run_measured", run)
    monkeypatch.setattr(bench, "labelled_sets", lambda rows, seed, work, only: [labelled])
    monkeypatch.setattr("sys.argv", ["bench", "--rows", "10"])
    return kept


def test_each_method_is_a_child_and_a_line(
    asked: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main() == 0
    table, causes = (part.splitlines() for part in capsys.readouterr().out.split("\n\n"))
    assert causes[2:] == ["| tiny | missed | not compared | 1,234 |"]
    lines = table[2:]
    methods = [line.split(" | ")[1] for line in lines]
    assert len(methods) == len(set(methods)) == 5
    assert {"Leadmill", "Splink as its tutorial has it"} < set(methods)
    modules = [arguments[1].rpartition(".")[2] for arguments in asked]
    assert modules[0] == "build"
    # Each partition is looked at by a process of its own, right after it was made.
    assert modules[2::2] == ["quality"] * 5
    assert modules[-1] == "errors"
    splink = next(arguments for arguments in asked if arguments[1].endswith("splink_tutorial"))
    assert splink[2] == "fake_1000"
    assert splink[3].endswith("raw.csv")


def test_a_failed_child_ends_with_1_and_its_words(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(arguments: list[str], scratch: Path) -> Usage:
        raise ChildFailed("out of memory")

    monkeypatch.setattr(bench, "run_measured", fail)
    assert bench.main() == 1
    assert "out of memory" in capsys.readouterr().err


def test_a_day_is_told_as_a_share_of_a_rebuild() -> None:
    table = bench.days_table(1_000_000, {"1000": 2.0, "rebuild": 20.0})
    assert table.splitlines()[0].startswith("| changed of 1,000,000 leads |")
    assert table.splitlines()[2:] == ["| 1,000 | 2.0 | 10% |", "| rebuild | 20.0 | 100% |"]
