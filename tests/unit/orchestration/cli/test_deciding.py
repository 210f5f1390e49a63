"""`leadmill merge` and `leadmill unmerge` refuse what makes no sense, in one sentence, and record nothing."""

from pathlib import Path

import duckdb
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
        (
            ("merge", "La", "Lx"),
            "'Lx' is neither a lead nor an account of the publication, nor a record of one. Give an id",
        ),
        (
            ("merge", "La", "lb"),
            "'lb' is neither a lead nor an account of the publication, nor a record of one. Did you mean Lb?",
        ),
        (("merge", "La", "a:2"), "La and a:2 are one lead already, La; there is nothing to merge."),
        (("unmerge", "La", "b:1"), "b:1 is not in lead La. Its records are a:1, a:2, a:3."),
        (
            ("unmerge", "Lb", "b:1"),
            "These are all records of lead Lb; name only those that are another person's.",
        ),
        (
            ("merge", "La", "Aa"),
            "La is a lead or a record of one, Aa is an account or a record of one; name two leads, or two",
        ),
        (
            ("merge", "Aa", "leads:k"),
            "Aa and leads:k are one account already, Aa; there is nothing to merge.",
        ),
        (("unmerge", "Ab", "leads:k"), "leads:k is not in account Ab. Its records are crm:A2."),
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


def test_so_is_one_about_accounts(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["merge", "Aa", "Ab", "--by", "wu", "--note", "renamed"]) == 0
    assert "crm:A1 and crm:A2 are the same company" in capsys.readouterr().out
    assert run(["merge", "crm:A2", "leads:k"]) == 1
    assert "wu decided this already on" in capsys.readouterr().err
    assert run(["unmerge", "Aa", "crm:A2"]) == 0
    assert "crm:A1 and crm:A2 are different companies" in capsys.readouterr().out
    decisions = LandingZone(home.landing).decisions()
    assert [(taken.entity, taken.decision, taken.note) for taken in decisions] == [
        ("account", "same", "renamed"),
        ("account", "different", ""),
    ]
    assert decisions[0].pairs == decisions[1].pairs == (("crm:A1", "crm:A2"), ("crm:A2", "leads:k"))


def test_of_many_pairs_a_few_are_said(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(str(home.marts)) as con:
        con.execute(
            "insert into fct_account_records by name "
            "select 'many:' || n as account_record_id, 'Am' as account_id, "
            "timestamptz '2026-05-05 00:00:00+00' as first_landed_at from range(100, 112) as many (n)"
        )
    assert run(["merge", "Am", "Ab"]) == 0
    said = capsys.readouterr().out
    assert said.count(" are the same company\n") == 10
    assert "and so are 2 more pair(s) of their records\n" in said
