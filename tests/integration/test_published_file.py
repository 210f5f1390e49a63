"""The published file of the sample company: who can open it, what it says of itself, what it hides."""

import re
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration.home import Home
from orchestration.publish.generation import STORAGE_VERSION
from tests.integration.running import files_below, query

pytestmark = pytest.mark.integration

# DuckDB's file format 65 came with 1.2; older numbers are read by newer versions, never the other way round.
_FORMAT_OF_DUCKDB_1_2 = 65


def test_it_opens_in_duckdb_1_2_and_newer(sample_run: Home) -> None:
    head = sample_run.marts.read_bytes()[:20]
    assert head[8:12] == b"DUCK"
    assert int.from_bytes(head[12:20], "little") <= _FORMAT_OF_DUCKDB_1_2
    tags = query(sample_run, "select tags from duckdb_databases() where database_name = 'marts'")
    assert tags[0][0]["storage_version"].startswith(STORAGE_VERSION)


def test_readers_may_read_it_and_nobody_writes_it(sample_run: Home) -> None:
    files = [path for path in sample_run.serve.rglob("*") if path.is_file()]
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o444"}
    folders = [sample_run.serve, sample_run.serve / "parquet"]
    assert {oct(path.stat().st_mode & 0o777) for path in folders} == {"0o755"}
    private = [sample_run.landing, sample_run.warehouse.parent, sample_run.outbox, sample_run.reports]
    assert {oct(path.stat().st_mode & 0o777) for path in private} == {"0o700"}


def test_the_parquet_beside_it_holds_the_same_rows(sample_run: Home) -> None:
    folder = sample_run.serve / "parquet"
    tables = {name for (name,) in query(sample_run, "select table_name from duckdb_tables()")}
    assert {path.stem for path in folder.iterdir()} == tables
    assert len(tables) > 20
    with duckdb.connect(str(sample_run.marts), read_only=True) as con:
        for name in sorted(tables):
            here, there = f'(from "{name}")', f"(from '{folder / name}.parquet')"
            for one, other in ((here, there), (there, here)):
                lost = con.execute(f"select count(*) from ({one} except all {other})").fetchall()
                assert lost == [(0,)], name


def test_it_says_that_the_company_is_made_up_and_as_of_when(sample_run: Home) -> None:
    rows = query(
        sample_run,
        "select as_of, time_zone, currency, is_made_up, company_name_en, company_name_zh "
        "from meta_publication",
    )
    assert rows == [
        (
            datetime.fromisoformat("2026-11-22T16:00:00+00:00"),
            "Asia/Shanghai",
            "CNY",
            True,
            "Hengrui Smart Manufacturing (made up)",
            "示例：恒锐智造（虚构公司）",
        )
    ]


def _landed_contacts(home: Home) -> tuple[set[str], set[str]]:
    """Return the e-mail addresses and the last nine digits of the phone numbers of all landed people."""
    emails, phones = set[str](), set[str]()
    for plural in ("leads", "contacts"):
        for path in (home.landing / "typed" / plural).glob("*.parquet"):
            found = pq.read_table(path, columns=["email", "phone"])
            emails |= {str(text).strip().casefold() for text in found["email"].to_pylist() if text}
            digits = (re.sub(r"\D", "", str(text)) for text in found["phone"].to_pylist() if text)
            phones |= {number[-9:] for number in digits if len(number) >= 9}
    assert len(emails) > 2000 and len(phones) > 2000
    return emails, phones


def _published_texts(home: Home) -> set[str]:
    columns = query(
        home,
        "select table_name, column_name from duckdb_columns() join duckdb_tables() using (table_name) "
        "where data_type = 'VARCHAR' and not duckdb_tables.internal",
    )
    return {
        text
        for table, column in columns
        for (text,) in query(home, f'select distinct "{column}" from "{table}" where "{column}" is not null')
    }


def test_nobody_can_be_written_to_or_called_from_it(sample_run: Home) -> None:
    emails, phones = _landed_contacts(sample_run)
    leaked = set()
    for text in _published_texts(sample_run):
        words = {word.strip(".,;:()<>\"'").casefold() for word in text.split()}
        numbers = (re.sub(r"\D", "", found) for found in re.findall(r"\+?\d[\d ()./-]{7,}", text))
        if words & emails or any(number[-9:] in phones for number in numbers):
            leaked.add(text)
    assert leaked == set()


def test_no_bytes_of_contacts_are_left_in_the_files(sample_run: Home) -> None:
    emails, _ = _landed_contacts(sample_run)
    some = sorted(emails)[::25]
    for name, content in files_below(sample_run.serve).items():
        found = [email for email in some if email.encode() in content]
        assert found == [], name


def test_masked_columns_are_filled(sample_run: Home) -> None:
    """Masking hides, it does not empty: an analyst sees which leads can be reached."""
    for table in ("fct_leads", "dim_contacts"):
        rows = query(
            sample_run,
            "select count(*), count(*) filter (email like '_***@_%'), count(*) filter (email is not null), "
            "count(*) filter (phone_e164 like '+%****__'), count(*) filter (phone_e164 is not null), "
            f"count(*) filter (full_name like '_**'), count(*) filter (full_name is not null) from {table}",
        )
        everybody, emails, with_email, phones, with_phone, names, with_name = rows[0]
        assert everybody * 0.5 < emails == with_email, table
        assert everybody * 0.5 < phones == with_phone, table
        assert everybody * 0.9 < names == with_name, table


def test_every_mart_and_column_is_described(sample_run: Home) -> None:
    assert query(sample_run, "select table_name from duckdb_tables() where comment is null order by all") == [
        ("meta_publication",)
    ]
    bare = query(
        sample_run,
        "select table_name, column_name from duckdb_columns() join duckdb_tables() using (table_name) "
        "where duckdb_columns.comment is null and table_name <> 'meta_publication' order by all",
    )
    assert bare == []


def test_nothing_but_the_publication_is_served(sample_run: Home) -> None:
    names = {name for name in files_below(sample_run.serve) if Path(name).parent != Path("parquet")}
    assert names == {"marts.duckdb", "publication.json"}
