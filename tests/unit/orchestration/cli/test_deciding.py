"""`leadmill merge` and `leadmill unmerge` refuse what makes no sense, in one sentence, and record nothing."""

from pathlib import Path

import pytest

from ingestion.landing.zone import LandingZone
from orchestration.cli.main import run
from orchestration.home import Home
from tests.integration.small_company.files import CONFIG
from tests.unit.orchestration.identity_marts import write_marts


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("LEADMILL_HOME", str(tmp_path))
    monkeypatch.setenv("LEADMILL_CONFIG", str(CONFIG))
    write_marts(tmp_path / "serve" / "marts.duckdb")
    return Home(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("merge", "La", "Lx"), "'Lx' is neither a lead nor a lead record of the publication. Give an id"),
        (
            ("merge", "La", "lb"),
            "'lb' is neither a lead nor a lead record of the publication. Did you mean Lb?",
        ),
        (("merge", "La", "a:2"), "La and a:2 are one lead already, La; there is nothing to merge."),
        (("unmerge", "La", "b:1"), "b:1 is not in lead La. Its records are a:1, a:2, a:3."),
        (
            ("unmerge", "Lb", "b:1"),
            "These are all records of lead Lb; name only those that are another person's.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    home: Home, arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(list(arguments)) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.strip().splitlines()) == 1
    assert LandingZone(home.landing).decisions() == []


def test_a_decision_is_recorded_once_and_its_opposite_takes_it_back(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["merge", "La", "Lb", "--by", "wu"]) == 0
    assert "a:1 and b:1 are the same person" in capsys.readouterr().out
    assert run(["merge", "La", "Lb"]) == 1
    assert "wu decided this already on" in capsys.readouterr().err
    assert run(["unmerge", "La", "b:1"]) == 0
    assert "a:1 and b:1 are different persons" in capsys.readouterr().out
    assert [taken.decision for taken in LandingZone(home.landing).decisions()] == ["same", "different"]
