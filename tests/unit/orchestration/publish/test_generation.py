"""A generation is written aside, agrees with the warehouse, and replaces the last one whole or not at all."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.generation import (
    PublicationRefused,
    Stamp,
    candidate_folder,
    candidate_marts,
    publish_candidate,
    write_candidate,
)
from orchestration.publish.marts import Mart
from orchestration.publish.reading import open_published

LEADS = Mart("fct_leads", "Leads / 线索", {"email": "email"}, {"email": "E-mail, it's masked / 邮箱"})
LOADS = Mart("fct_loads", "", {}, {})


def _stamp(run_id: str) -> Stamp:
    as_of = datetime(2026, 11, 22, 16, tzinfo=UTC)
    return Stamp(as_of, "Asia/Shanghai", "CNY", "Acme", "示例", run_id, as_of, True, 90)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "leadmill.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts")
        con.execute(
            "create table marts.fct_leads as select i as lead_id, 'canary' || i || '@acme.cn' as email "
            "from range(3) t(i)"
        )
        con.execute("create table marts.fct_loads as select 'l1' as load_id")
    return path


@pytest.fixture
def serve(tmp_path: Path) -> Path:
    folder = tmp_path / "serve"
    folder.mkdir()
    return folder


def _publish(warehouse: Path, serve: Path, run_id: str) -> None:
    write_candidate(warehouse, serve, [LEADS, LOADS], _stamp(run_id), loads=1)
    publish_candidate(serve, run_id)


def test_a_generation_is_masked_described_and_stamped(warehouse: Path, serve: Path) -> None:
    _publish(warehouse, serve, "r1")
    with open_published(serve / "marts.duckdb") as con:
        assert con.execute("select distinct email from fct_leads").fetchall() == [("c***@acme.cn",)]
        comments = con.execute(
            "select comment from duckdb_columns() where table_name = 'fct_leads' and column_name = 'email'"
        ).fetchall()
        stamp = con.execute(
            "select company_name_zh, run_id, is_made_up, as_of from meta_publication"
        ).fetchall()
    assert comments == [("E-mail, it's masked / 邮箱",)]
    assert stamp[0][:3] == ("示例", "r1", True)
    assert stamp[0][3].isoformat() == "2026-11-22T16:00:00+00:00"
    record = json.loads((serve / "publication.json").read_text())
    assert record["rows"] == {"fct_leads": 3, "fct_loads": 1}
    assert b"canary" not in (serve / "marts.duckdb").read_bytes()


def test_files_are_read_only_and_parquet_lies_beside(warehouse: Path, serve: Path) -> None:
    _publish(warehouse, serve, "r1")
    files = [serve / "marts.duckdb", serve / "publication.json", *(serve / "parquet").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o444}
    rows = duckdb.sql(f"select count(*) from '{serve}/parquet/fct_leads.parquet'").fetchall()
    assert rows == [(3,)]
    assert not list(serve.glob(".next-*"))


def test_older_duckdb_can_open_the_file(warehouse: Path, serve: Path) -> None:
    # DuckDB 1.2 to 1.5 read storage versions up to 65 to 68; DuckDB 2.0 would write 69 by itself.
    _publish(warehouse, serve, "r1")
    header = (serve / "marts.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") <= 65


def test_an_open_reader_keeps_its_generation_and_a_new_one_sees_the_next(
    warehouse: Path, serve: Path
) -> None:
    _publish(warehouse, serve, "r1")
    reader = open_published(serve / "marts.duckdb")
    with duckdb.connect(str(warehouse)) as con:
        con.execute("insert into marts.fct_leads values (9, 'x@acme.cn')")
    _publish(warehouse, serve, "r2")
    assert reader.execute("select count(*) from fct_leads").fetchall() == [(3,)]
    reader.close()
    with open_published(serve / "marts.duckdb") as con:
        assert con.execute("select count(*) from fct_leads").fetchall() == [(4,)]


def test_a_candidate_alone_changes_nothing_for_readers(warehouse: Path, serve: Path) -> None:
    _publish(warehouse, serve, "r1")
    before = (serve / "marts.duckdb").stat().st_ino
    write_candidate(warehouse, serve, [LEADS, LOADS], _stamp("r2"), loads=1)
    assert candidate_marts(serve, "r2").is_file()
    assert (serve / "marts.duckdb").stat().st_ino == before
    assert json.loads((serve / "publication.json").read_text())["run_id"] == "r1"


def test_rows_missing_from_the_warehouse_are_noticed_and_the_last_generation_stays(
    warehouse: Path, serve: Path
) -> None:
    _publish(warehouse, serve, "r1")
    with pytest.raises(PublicationRefused, match="The warehouse knows 1 loads, the landing zone 2"):
        write_candidate(warehouse, serve, [LEADS, LOADS], _stamp("r2"), loads=2)
    assert not candidate_folder(serve, "r2").exists()
    assert json.loads((serve / "publication.json").read_text())["run_id"] == "r1"


def test_a_column_that_should_be_masked_but_is_gone_is_noticed(warehouse: Path, serve: Path) -> None:
    renamed = Mart("fct_leads", "", {"e_mail": "email"}, {})
    with pytest.raises(PublicationRefused, match=r"masked column\(s\) e_mail are not in the table"):
        write_candidate(warehouse, serve, [renamed], _stamp("r1"), loads=1)


def test_without_a_whole_candidate_nothing_is_published(warehouse: Path, serve: Path) -> None:
    with pytest.raises(PublicationRefused, match="no candidate"):
        publish_candidate(serve, "r1")
    # As a kill between the marts and the last file leaves it.
    write_candidate(warehouse, serve, [LEADS, LOADS], _stamp("r1"), loads=1)
    (candidate_folder(serve, "r1") / "publication.json").unlink()
    with pytest.raises(PublicationRefused, match="no candidate"):
        publish_candidate(serve, "r1")


def test_a_killed_runs_candidate_is_cleared_away(warehouse: Path, serve: Path) -> None:
    write_candidate(warehouse, serve, [LEADS, LOADS], _stamp("r1"), loads=1)
    write_candidate(warehouse, serve, [LEADS, LOADS], _stamp("r2"), loads=1)
    assert [path.name for path in serve.glob(".next-*")] == [".next-r2"]


@pytest.mark.parametrize(
    "attempt",
    [
        "copy fct_leads to '{tmp}/stolen.csv'",
        "from read_csv('/etc/hostname')",
        "attach '{tmp}/other.duckdb'",
        "set enable_external_access = true",
        "delete from fct_leads",
        "install httpfs",
    ],
)
def test_a_query_can_do_nothing_but_read(warehouse: Path, serve: Path, tmp_path: Path, attempt: str) -> None:
    _publish(warehouse, serve, "r1")
    with open_published(serve / "marts.duckdb") as con, pytest.raises(duckdb.Error):
        con.execute(attempt.format(tmp=tmp_path))
