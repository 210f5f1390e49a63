"""An explanation holds the matches that join the records, and their parts add up."""

from pathlib import Path

import duckdb
import pytest

from orchestration.explaining import WarehouseBusy, explain, values_of
from tests.unit.orchestration.identity_marts import write_marts


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    write_marts(tmp_path / "marts.duckdb")
    return tmp_path / "marts.duckdb"


@pytest.mark.parametrize("identifier", ["La", "a:3"])
def test_a_lead_is_joined_by_as_few_matches_as_can_be_the_strongest_first(
    marts: Path, identifier: str
) -> None:
    found = explain(marts, identifier)
    assert found.lead_id == "La"
    assert [record.lead_record_id for record in found.records] == ["a:1", "a:2", "a:3"]
    # What a person decided comes before any weight.
    assert [(match.records, match.reason) for match in found.ties] == [
        (("a:2", "a:3"), "human_same"),
        (("a:1", "a:2"), "weight"),
    ]
    assert [match.records for match in found.other_matches] == [("a:1", "a:3")]
    assert [(match.records, match.decided_by) for match in found.kept_apart] == [(("a:1", "b:1"), "wu")]


def test_the_parts_add_up_and_what_is_missing_is_no_part(marts: Path) -> None:
    found = explain(marts, "La")
    match = found.ties[1]
    assert [(part.comparison, part.agreement, part.weight) for part in match.parts] == [
        ("prior", "Before any evidence", -14.0),
        ("person", "Same name", 9.0),
        ("email", "Same address", 15.0),
        ("phone", "Other number", -2.0),
    ]
    assert sum(part.weight for part in match.parts) == match.weight
    assert [part.comparison for part in found.other_matches[0].parts] == ["prior", "person"]
    assert found.ties[0].parts == ()


def test_a_lead_of_one_record_has_nothing_to_join(marts: Path) -> None:
    found = explain(marts, "Lc")
    assert (len(found.records), found.ties, found.kept_apart) == (1, (), ())


def test_values_come_from_the_private_warehouse(tmp_path: Path) -> None:
    warehouse = tmp_path / "leadmill.duckdb"
    with duckdb.connect(str(warehouse)) as con:
        con.execute("create schema intermediate")
        con.execute(
            "create table intermediate.int_lead_records_standardised as select * from (values "
            "('a:1', '王伟', 'Acme', 'w@acme.cn', null, null, 'CEO', null, null), "
            "('a:2', 'Wang Wei', null, null, null, null, null, null, null)) as records "
            "(lead_record_id, full_name, company, email, phone_e164, birth_date, title, region, industry)"
        )
    assert values_of(warehouse, ["a:2"]) == {"a:2": {"person": "Wang Wei", "mailbox": "Wang Wei"}}
    assert values_of(warehouse, ["a:1"])["a:1"]["domain"] == "w@acme.cn, Acme"
    with pytest.raises(WarehouseBusy, match="leave out --values"):
        values_of(tmp_path / "none.duckdb", ["a:1"])
