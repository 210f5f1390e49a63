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

from tests.unit.ingestion.landing.made import MOMENT, Company

RECORDS, LEADS = st.sampled_from(["r1", "r2", "r3", "r4"]), st.sampled_from(["L1", "L2", "L3"])


def note(company: Company, state: dict[str, str], run_id: str = "run") -> int:
    assigned = pa.table(
        {"lead_record_id": list(state), "lead_id": list(state.values())},
        schema=pa.schema([("lead_record_id", pa.string()), ("lead_id", pa.string())]),
    )
    return company.zone.note_assignments(assigned, run_id, MOMENT, MOMENT + timedelta(hours=1))


def restored(company: Company, publication: int) -> dict[str, str]:
    with duckdb.connect() as con:
        rows = con.execute(
            "select lead_record_id, arg_max(coalesce(lead_id, ''), publication) from read_parquet(?) "
            "where publication <= ? group by all",
            [str(company.root / "identity" / "*.parquet"), publication],
        ).fetchall()
    return {record: lead for record, lead in rows if lead}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_only_what_changed_is_noted(company: Company) -> None:
    assert note(company, {"r1": "L1", "r2": "L2"}, "first") == 2
    assert note(company, {"r1": "L1", "r2": "L2"}, "second") == 0
    assert note(company, {"r1": "L1", "r2": "L1", "r3": "L3"}, "third") == 2
    assert note(company, {"r2": "L1", "r3": "L3"}, "fourth") == 1
    files = sorted(path.name for path in (company.root / "identity").glob("0*.parquet"))
    assert files == ["00000001.parquet", "00000002.parquet", "00000003.parquet"]
    rows = pq.read_table(company.root / "identity" / files[1]).to_pylist()
    assert [(row["lead_record_id"], row["lead_id"], row["run_id"]) for row in rows] == [
        ("r2", "L1", "third"), ("r3", "L3", "third")
    ]  # fmt: skip
    assert {(row["as_of"], row["published_at"]) for row in rows} == {(MOMENT, MOMENT + timedelta(hours=1))}
    (gone,) = pq.read_table(company.root / "identity" / files[2]).to_pylist()
    assert (gone["lead_record_id"], gone["lead_id"]) == ("r1", None)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.dictionaries(RECORDS, LEADS), min_size=1, max_size=5))
def test_every_published_state_comes_back(states: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        company = Company(Path(folder))
        publication = 0
        for state in states:
            publication += note(company, state) > 0
            assert restored(company, publication) == state
