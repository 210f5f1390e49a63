"""Human decisions are kept whole, in order, and as the table that dbt reads."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ingestion.landing.errors import LandingError
from tests.unit.ingestion.landing.made import MOMENT, Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_a_decision_is_a_file_of_its_own_and_rows_of_the_table(company: Company) -> None:
    assert pq.read_table(company.root / "decisions.parquet").num_rows == 0
    taken = company.zone.decide(
        "lead", "different", [("b:2", "a:1"), ("a:1", "b:2"), ("a:1", "c:3")], MOMENT, "wu", ""
    )
    assert taken.pairs == (("a:1", "b:2"), ("a:1", "c:3"))
    path = company.root / "decisions" / f"{taken.decision_id}.json"
    assert json.loads(path.read_bytes())["decided_at"] == "2026-11-23T08:00:00.000000+00:00"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = pq.read_table(company.root / "decisions.parquet").to_pylist()
    assert [(row["record_id_l"], row["record_id_r"]) for row in rows] == list(taken.pairs)
    assert {(row["decision"], row["decided_at"], row["decided_by"]) for row in rows} == {
        ("different", MOMENT, "wu")
    }
    assert company.zone.decisions() == [taken]


def test_decisions_of_one_moment_keep_their_order(company: Company) -> None:
    verdicts = ["same", "different", "same"]
    for verdict in verdicts:
        company.zone.decide("lead", verdict, [("a:1", "b:2")], MOMENT, "wu", "")  # type: ignore[arg-type]
    assert [(taken.sequence, taken.decision) for taken in company.zone.decisions()] == list(
        enumerate(verdicts, start=1)
    )
    assert len({taken.decision_id for taken in company.zone.decisions()}) == 3


def test_a_decision_says_what_it_is_about_and_is_of_leads_where_it_does_not(company: Company) -> None:
    company.zone.decide("account", "same", [("crm:1", "erp:1")], MOMENT, "wu", "")
    taken = company.zone.decide("lead", "same", [("a:1", "b:2")], MOMENT, "wu", "")
    path = company.root / "decisions" / f"{taken.decision_id}.json"
    path.write_text(path.read_text().replace(',\n "entity": "lead"', ""))
    company.zone.prepare_reading()
    assert [taken.entity for taken in company.zone.decisions()] == ["account", "lead"]
    rows = pq.read_table(company.root / "decisions.parquet").to_pylist()
    assert [(row["entity"], row["record_id_l"]) for row in rows] == [("account", "crm:1"), ("lead", "a:1")]
    path.write_text(path.read_text().replace("wu", 'wu", "entity": "deal'))
    with pytest.raises(LandingError, match="is about 'deal'; it must be one of lead, account"):
        company.zone.decisions()


def test_preparing_the_zone_writes_the_table_anew(company: Company) -> None:
    company.zone.decide("lead", "same", [("a:1", "b:2")], MOMENT, "wu", "called them")
    (company.root / "decisions.parquet").unlink()
    company.zone.prepare()
    (row,) = pq.read_table(company.root / "decisions.parquet").to_pylist()
    assert (row["sequence"], row["note"]) == (1, "called them")


@pytest.mark.parametrize("pairs", [[], [("a:1", "a:1")]])
def test_a_decision_about_no_pair_is_refused(company: Company, pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(LandingError, match="A decision needs"):
        company.zone.decide("lead", "same", pairs, MOMENT + timedelta(days=1), "wu", "")
    assert company.zone.decisions() == []


@pytest.mark.parametrize("content", ["{", "{}", '{"pairs": 3}'])
def test_a_damaged_decision_is_named(company: Company, content: str) -> None:
    (company.root / "decisions" / "0badc0de.json").write_text(content)
    with pytest.raises(LandingError, match=r"0badc0de\.json is damaged"):
        company.zone.decisions()


def test_a_decision_that_is_neither_is_refused(company: Company) -> None:
    taken = company.zone.decide("lead", "same", [("a:1", "b:2")], MOMENT, "wu", "")
    path = company.root / "decisions" / f"{taken.decision_id}.json"
    path.write_text(path.read_text().replace('"same"', '"maybe"'))
    with pytest.raises(LandingError, match="must be one of same, different"):
        company.zone.decisions()
