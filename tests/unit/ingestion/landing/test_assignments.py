"""The journal holds what changed from publication to publication, and gives every published state back."""

import tempfile
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.landing.assignments import ACCOUNTS, LEADS, Assigned
from tests.unit.ingestion.landing.made import MOMENT, Company

STAMP = ("publication", "run_id", "as_of", "published_at")

RECORDS, GOLDEN = st.sampled_from(["r1", "r2", "r3", "r4"]), st.sampled_from(["g1", "g2", "g3"])
State = dict[str, str]


def note(
    company: Company, leads: State, accounts: State | None = None, run_id: str = "run"
) -> tuple[int, int]:
    tables = [
        pa.Table.from_pylist(
            [
                {about.record: record, about.golden: golden, "named_after": f"lead {golden}"}
                for record, golden in state.items()
            ],
            pa.schema([field for field in about.schema if field.name not in STAMP]),
        )
        for about, state in ((LEADS, leads), (ACCOUNTS, accounts or {}))
    ]
    return company.zone.note_assignments(*tables, run_id, MOMENT, MOMENT + timedelta(hours=1))


def restored(folder: Path, about: Assigned, publication: int) -> State:
    with duckdb.connect() as con:
        rows = con.execute(
            f"select {about.record}, arg_max(coalesce({about.golden}, ''), publication) "
            "from read_parquet(?) where publication <= ? group by all",
            [str(folder / "*.parquet"), publication],
        ).fetchall()
    return {record: golden for record, golden in rows if golden}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_only_what_changed_is_noted(company: Company) -> None:
    assert note(company, {"r1": "L1", "r2": "L2"}, run_id="first") == (2, 0)
    assert note(company, {"r1": "L1", "r2": "L2"}, run_id="second") == (0, 0)
    assert note(company, {"r1": "L1", "r2": "L1", "r3": "L3"}, run_id="third") == (2, 0)
    assert note(company, {"r2": "L1", "r3": "L3"}, run_id="fourth") == (1, 0)
    files = sorted(path.name for path in (company.root / "identity").glob("0*.parquet"))
    assert files == ["00000001.parquet", "00000002.parquet", "00000003.parquet"]
    rows = pq.read_table(company.root / "identity" / files[1]).to_pylist()
    assert [(row["lead_record_id"], row["lead_id"], row["run_id"]) for row in rows] == [
        ("r2", "L1", "third"), ("r3", "L3", "third")
    ]  # fmt: skip
    assert {(row["as_of"], row["published_at"]) for row in rows} == {(MOMENT, MOMENT + timedelta(hours=1))}
    (gone,) = pq.read_table(company.root / "identity" / files[2]).to_pylist()
    assert (gone["lead_record_id"], gone["lead_id"]) == ("r1", None)


def test_accounts_have_a_journal_of_their_own_that_says_what_they_are_named_after(company: Company) -> None:
    assert note(company, {"r1": "L1"}, {"crm:1": "A1"}) == (1, 1)
    assert note(company, {"r1": "L1"}, {}) == (0, 1)
    files = sorted((company.root / "identity" / "accounts").glob("0*.parquet"))
    (there,), (gone,) = (pq.read_table(path).to_pylist() for path in files)
    assert (there["account_record_id"], there["account_id"], there["named_after"]) == (
        "crm:1",
        "A1",
        "lead A1",
    )
    assert (gone["account_record_id"], gone["account_id"], gone["named_after"]) == ("crm:1", None, None)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*(st.dictionaries(RECORDS, GOLDEN) for _ in range(2))), min_size=1, max_size=5))
def test_every_published_state_comes_back(states: list[tuple[State, State]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        company = Company(Path(folder))
        journals = company.root / "identity", company.root / "identity" / "accounts"
        publications = [0, 0]
        for state in states:
            changed = note(company, *state)
            publications = [known + (new > 0) for known, new in zip(publications, changed, strict=True)]
            for folder_of, about, wanted, publication in zip(
                journals, (LEADS, ACCOUNTS), state, publications, strict=True
            ):
                assert restored(folder_of, about, publication) == wanted
