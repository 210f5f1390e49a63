"""`leadmill sql`: one query in, rows out, in each format."""

import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from orchestration.cli.main import cli
from orchestration.cli.sql import command


@pytest.fixture
def marts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEADMILL_HOME", str(tmp_path))
    (tmp_path / "serve").mkdir()
    path = tmp_path / "serve" / "marts.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "create table fct_leads as select 1 as n, '展会, 上海' as campaign, 12.50::decimal(4,2) amount"
        )
    return path


def test_csv_keeps_commas_and_decimals(marts: Path) -> None:
    result = CliRunner().invoke(command, ["--format", "csv", "from fct_leads"])
    assert result.exit_code == 0, result.output
    assert result.output == 'n,campaign,amount\n1,"展会, 上海",12.50\n'


def test_json_is_one_object_a_line(marts: Path) -> None:
    result = CliRunner().invoke(command, ["--format", "json", "from fct_leads"])
    assert json.loads(result.output) == {"n": 1, "campaign": "展会, 上海", "amount": "12.50"}


def test_a_table_shows_names_and_values(marts: Path) -> None:
    result = CliRunner().invoke(command, ["select campaign from fct_leads"])
    assert "campaign" in result.output
    assert "展会, 上海" in result.output


def test_a_query_may_come_by_pipe(marts: Path) -> None:
    result = CliRunner().invoke(command, ["--format", "csv"], input="select n + 1 as m from fct_leads")
    assert result.output == "m\n2\n"


def test_a_wrong_query_is_an_error_without_a_traceback(marts: Path) -> None:
    result = CliRunner().invoke(cli, ["sql", "select nothing from nowhere"])
    assert result.exit_code == 1
    assert "nowhere" in result.output
    assert "Traceback" not in result.output


def test_before_the_first_publication_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEADMILL_HOME", str(tmp_path))
    result = CliRunner().invoke(cli, ["sql", "select 1"])
    assert result.exit_code == 1
    assert "Run `leadmill run`" in result.output
