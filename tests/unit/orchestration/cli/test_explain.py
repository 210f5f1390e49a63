"""`leadmill explain` on a publication: what a person reads."""

from pathlib import Path

import pytest

from orchestration.cli.main import run
from tests.unit.orchestration.identity_marts import write_marts


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEADMILL_HOME", str(tmp_path))
    write_marts(tmp_path / "serve" / "marts.duckdb")
    return tmp_path


def test_the_matches_that_join_a_lead(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "La"]) == 0
    shown = capsys.readouterr().out
    assert "Lead La: 3 records" in shown
    assert "a:2 = a:3\n  wu decided on 2026-05-07 that they are the same person" in shown
    assert "a:1 = a:2\n  by match weight; compared because of email; model v1\n" in shown
    assert "in one lead since the publication as of 2026-05-06 00:00Z, run run-0001" in shown
    assert "  person          +9.00  " in shown
    assert "Same name" in shown
    assert "probability 99.60%" in shown
    assert "1 more match(es) between these records agree; --all shows them." in shown
    assert "a:1 ≠ b:1\n  wu decided on 2026-05-07 that they are different persons" in shown
    assert "a:1 = a:3" not in shown


def test_every_match_when_asked_for(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["explain", "a:1", "--all"])
    assert "a:1 = a:3" in capsys.readouterr().out


def test_a_lead_of_one_record_and_an_unknown_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "Lc"]) == 0
    assert "No other record was found to be the same person." in capsys.readouterr().out
    assert run(["explain", "Lx"]) == 1
    said = capsys.readouterr().err
    assert "'Lx' is neither a lead nor an account of the publication, nor a record of one. Give an id" in said
    assert run(["explain", "la"]) == 1
    assert "Did you mean La?" in capsys.readouterr().err


def test_values_need_the_warehouse(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "La", "--values"]) == 1
    assert "leave out --values" in capsys.readouterr().err


@pytest.mark.parametrize("identifier", ["Aa", "crm:A1"])
def test_an_account(home: Path, capsys: pytest.CaptureFixture[str], identifier: str) -> None:
    assert run(["explain", identifier]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(
        "Account Aa: Kestrel GmbH\n  3 lead(s), 2 opportunity(ies)\n  crm:A1  account in a CRM  "
    )
    assert "  leads:k  written in 4 lead record(s)  Kestrel\n" in shown
    assert "crm:A1 = leads:k\n  one name, which no other company has: kestrel\n" in shown
    assert "crm:A2 ≠ leads:k\n" in shown
    assert (
        "May stand below it: Ab  name unknown\n  other names on one domain (kestrel.example); trusted to 40%"
        in shown
    )


def test_a_decision_about_accounts_is_told_with_who_when_and_why(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["explain", "Ac"])
    shown = capsys.readouterr().out
    assert "c:1 ≠ crm:A1\n  wu decided on 2026-05-07 that they are different companies: a namesake\n" in shown


def test_a_company_of_no_account(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "leads:n"]) == 1
    assert "`leadmill merge leads:n ACCOUNT` puts it into one" in capsys.readouterr().err


def test_an_account_below_another_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "Ab"]) == 0
    shown = capsys.readouterr().out
    assert "Account Ab: name unknown" in shown
    assert "crm:A2  named by others, never landed itself" in shown
    assert "May stand above it: Aa  Kestrel GmbH" in shown
