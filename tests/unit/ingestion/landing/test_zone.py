"""What a load leaves in the landing zone, and what it does not."""

import hashlib
import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import arrow_schema
from ingestion.contracts.model import TestLeadRules
from ingestion.landing import zone
from ingestion.landing.errors import LandingError
from ingestion.landing.zone import LandingZone
from tests.unit.ingestion.landing.made import HEADER, MOMENT, NO_TESTS, Company, contract, lead, leads


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_a_prepared_zone_has_every_table_dbt_reads(company: Company) -> None:
    for name, entity in ENTITIES.items():
        assert pq.read_schema(company.root / "typed" / entity.plural / "_schema.parquet") == arrow_schema(
            ENTITIES[name]
        )
        assert company.typed(entity.plural) == []
    assert company.quarantined() == []
    assert pq.read_table(company.root / "loads.parquet").num_rows == 0


def test_a_zone_of_an_earlier_version_can_be_read_again(company: Company) -> None:
    path = company.root / "typed" / "leads" / "_schema.parquet"
    old = pq.read_schema(path)
    pq.write_table(old.remove(old.get_field_index("_record_id")).empty_table(), path)
    leftover = company.root / "staging" / "of_a_running_load"
    leftover.write_bytes(b"")
    LandingZone(company.root).prepare_reading()
    assert pq.read_schema(path) == arrow_schema(ENTITIES["lead"])
    assert leftover.exists(), "a run may be landing meanwhile"


def test_a_load_keeps_raw_bytes_typed_rows_and_a_record_and_empties_the_inbox(company: Company) -> None:
    content = leads(3)
    record = company.land(content)
    file_hash = hashlib.sha256(content.encode()).hexdigest()
    assert record.load_id == f"{file_hash[:16]}-{contract().fingerprint[:8]}"
    assert (record.status, record.lines_in, record.lines_loaded, record.lines_header) == ("loaded", 4, 3, 1)
    assert (record.rows, record.rows_total, record.encoding) == ({"lead": 3}, 3, "utf-8")
    assert record.is_balanced
    assert (company.root / "raw" / file_hash[:2] / file_hash).read_bytes() == content.encode()
    rows = company.typed()
    assert [row["lead_id"] for row in rows] == ["L1", "L2", "L3"]
    assert {row["_line"] for row in rows} == {2, 3, 4}
    assert {row["_landed_at"] for row in rows} == {MOMENT}
    assert {(row["_file"], row["_load_id"]) for row in rows} == {("web/a.csv", record.load_id)}
    stored = json.loads((company.root / "manifest" / f"{record.load_id}.json").read_bytes())
    assert stored["landed_at"] == "2026-11-23T08:00:00.000000+00:00"
    assert company.zone.loads() == [record]
    assert not (company.inbox / "web" / "a.csv").exists()


def test_files_are_private_and_raw_bytes_write_once(company: Company) -> None:
    company.land(leads(1) + "bad\n")
    for path in company.root.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.is_dir():
            assert mode == 0o700, path
        elif "raw" in path.parts:
            assert mode == 0o444, path
        else:
            assert mode == 0o600, path


def test_the_same_bytes_twice_are_one_load(company: Company) -> None:
    first = company.land(leads(2))
    again = company.land(leads(2), name="web/copy.csv", at=MOMENT + timedelta(days=1))
    assert again == first
    assert len(company.typed()) == 2
    assert len(company.zone.loads()) == 1
    assert not (company.inbox / "web" / "copy.csv").exists()


def test_the_same_name_with_other_bytes_is_a_new_load(company: Company) -> None:
    company.land(leads(2))
    company.land(leads(2, first=3))
    assert sorted(row["lead_id"] for row in company.typed()) == ["L1", "L2", "L3", "L4"]
    assert len(company.zone.loads()) == 2


def test_bad_lines_are_quarantined_with_file_line_raw_text_rule_and_reason(company: Company) -> None:
    content = (
        HEADER + lead(1) + "L2,too short\n" + "\n" + "L3,  ,x@y.com,2026-11-01 10:00:00\n" + "L4,n,e,never\n"
    )
    record = company.land(content)
    assert (record.lines_in, record.lines_loaded, record.lines_quarantined) == (6, 1, 3)
    assert (record.lines_blank, record.lines_header, record.rows_total) == (1, 1, 1)
    bad = sorted(company.quarantined(), key=lambda row: row["line"])
    assert [(row["line"], row["raw"]) for row in bad] == [
        (3, "L2,too short"),
        (5, "L3,  ,x@y.com,2026-11-01 10:00:00"),
        (6, "L4,n,e,never"),
    ]
    assert bad[0]["rule"] == "ragged_row"
    for row in bad:
        assert row["file_name"] == "web/a.csv"
        assert row["file_hash"] == record.file_hash
        assert row["landed_at"] == MOMENT
        assert row["replay_state"] == "open"
        assert row["reason"]
        assert row["remedy"]


def test_test_leads_are_quarantined(company: Company) -> None:
    record = company.land(leads(2) + lead(3, name="测试"), tests=TestLeadRules(names=("测试",)))
    assert (record.lines_loaded, record.lines_quarantined) == (2, 1)
    assert [row["rule"] for row in company.quarantined()] == ["test_lead"]


def test_a_refused_file_keeps_its_bytes_says_why_and_can_be_replayed(company: Company) -> None:
    content = leads(2).replace("email", "mail address")
    record = company.land(content)
    assert (record.status, record.rule, record.lines_in, record.rows_total) == (
        "refused",
        "missing_column",
        3,
        0,
    )
    assert "'email'" in str(record.reason)
    assert record.remedy
    assert company.typed() == []
    assert not (company.inbox / "web" / "a.csv").exists()

    mended = contract(columns={"id": "id", "name": "name", "email": "mail address", "at": "at"})
    replayed = company.zone.replay(record.load_id, mended, MOMENT + timedelta(days=1), NO_TESTS)
    assert (replayed.status, replayed.lines_loaded) == ("loaded", 2)
    assert replayed.file_hash == record.file_hash
    assert replayed.load_id != record.load_id
    assert replayed.file_name == "web/a.csv"
    assert [row["_load_id"] for row in company.typed()] == [replayed.load_id] * 2
    by_hash = company.zone.replay(record.file_hash[:12], mended, MOMENT, NO_TESTS)
    assert by_hash == replayed


def test_a_replay_that_makes_no_sense_is_an_error(company: Company) -> None:
    record = company.land(leads(1))
    with pytest.raises(LandingError, match="No load answers"):
        company.zone.replay("0123456789", contract(), MOMENT, NO_TESTS)
    with pytest.raises(LandingError, match="is of source web"):
        company.zone.replay(record.load_id, contract(source="other"), MOMENT, NO_TESTS)


def test_a_refused_file_is_read_again_by_a_newer_reader(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = company.land("nothing,here\n1,2\n")
    monkeypatch.setattr("ingestion.landing.zone.PARSER_VERSION", "next")
    monkeypatch.setattr("ingestion.landing.outcome.PARSER_VERSION", "next")
    again = company.zone.replay(refused.load_id, contract(), MOMENT, NO_TESTS)
    assert (again.load_id, again.parser_version) == (refused.load_id, "next")


@pytest.mark.parametrize(("content", "header", "blank"), [("", 0, 0), ("\n\n", 0, 2), (HEADER, 1, 0)])
def test_a_file_without_records_is_empty_and_replaces_nothing(
    company: Company, content: str, header: int, blank: int
) -> None:
    record = company.land(content, of=contract(delivery="snapshot"))
    assert (record.status, record.lines_header, record.lines_blank) == ("empty", header, blank)
    assert record.is_balanced


def test_a_fall_in_volume_is_held_until_approved(company: Company) -> None:
    watched = contract(volume={"min_share": 0.5})
    for day in range(3):
        loaded = company.land(leads(10, first=10 * day), at=MOMENT + timedelta(days=day), of=watched)
        assert loaded.status == "loaded"
    held = company.land(leads(4, first=100), at=MOMENT + timedelta(days=3), of=watched)
    assert (held.status, held.rule, held.lines_loaded) == ("held", "volume", 4)
    assert "10 (median)" in str(held.reason)
    assert held.load_id in str(held.remedy)

    with pytest.raises(LandingError, match="unknown"):
        company.zone.approve("nothing", MOMENT)
    later = MOMENT + timedelta(days=4)
    approved = company.zone.approve(held.load_id, later)
    assert (approved.status, approved.reason) == ("loaded", None)
    assert approved.landed_at.startswith("2026-11-27T08:00")
    assert "It was held" in approved.warnings[-1]
    assert approved in company.zone.loads()
    with pytest.raises(LandingError, match="is loaded"):
        company.zone.approve(held.load_id, later)


def test_a_snapshot_of_which_nothing_can_be_loaded_does_not_replace_the_last_one(company: Company) -> None:
    snapshot = contract(delivery="snapshot")
    company.land(leads(3), of=snapshot)
    record = company.land(HEADER + "L1,,x,never\n", of=snapshot, at=MOMENT + timedelta(days=1))
    assert (record.status, record.rule) == ("held", "nothing_loaded")


def test_an_old_snapshot_is_not_approved_over_a_newer_one(company: Company) -> None:
    snapshot = contract(delivery="snapshot")
    held = company.land(HEADER + "L1,,x,never\n", of=snapshot)
    company.land(leads(3), of=snapshot, at=MOMENT + timedelta(days=1))
    with pytest.raises(LandingError, match="was loaded since"):
        company.zone.approve(held.load_id, MOMENT + timedelta(days=2))


def test_loads_are_exported_for_dbt(company: Company) -> None:
    record = company.land(leads(2) + "x\n")
    company.zone.export_tables()
    (row,) = pq.read_table(company.root / "loads.parquet").to_pylist()
    assert row["load_id"] == record.load_id
    assert json.loads(row["rows"]) == {"lead": 2}
    assert row["landed_at"] == MOMENT
    assert (row["lines_in"], row["lines_quarantined"], row["reason"]) == (4, 1, None)


def test_prepare_removes_what_a_killed_run_left_and_nothing_else(company: Company) -> None:
    record = company.land(leads(2) + "x\n")
    (company.root / "typed" / "leads" / "dead-beef.parquet").write_bytes(b"half")
    (company.root / "quarantine" / "dead-beef.parquet").write_bytes(b"half")
    (company.root / "staging" / "old").mkdir()
    (company.root / "staging" / "old" / "x.raw").write_bytes(b"half")
    company.zone.prepare()
    assert list((company.root / "staging").iterdir()) == []
    assert len(company.typed()) == 2
    assert len(company.quarantined()) == 1
    assert company.zone.loads() == [record]


@pytest.mark.parametrize(
    "name", ["../a.csv", "/etc/a.csv", "web/a\n.csv", "web//a.csv", "C:/a.csv", "web\\a.csv"]
)
def test_a_dangerous_name_is_not_landed(company: Company, name: str) -> None:
    path = company.deliver(leads(1))
    with pytest.raises(LandingError, match="rename the file"):
        company.zone.land(path, contract(), name, MOMENT, NO_TESTS)
    assert path.exists()
    assert company.zone.loads() == []


def test_links_and_pipes_are_not_landed(company: Company, tmp_path: Path) -> None:
    company.deliver(leads(1))
    link, fifo = company.inbox / "web" / "link.csv", company.inbox / "web" / "fifo.csv"
    link.symlink_to(company.inbox / "web" / "a.csv")
    os.mkfifo(fifo)
    for path in (link, fifo):
        with pytest.raises(LandingError, match="deliver a plain file"):
            company.zone.land(path, contract(), "web/x.csv", MOMENT, NO_TESTS)


def test_a_file_that_was_replaced_meanwhile_stays_in_the_inbox(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = company.deliver(leads(1))
    load_file = zone.load_file

    def replace_then_load(*arguments: Any) -> Any:
        path.unlink()
        path.write_text(leads(2))
        return load_file(*arguments)

    monkeypatch.setattr(zone, "load_file", replace_then_load)
    record = company.zone.land(path, contract(), "web/a.csv", MOMENT, NO_TESTS)
    assert record.lines_loaded == 1
    assert path.read_text() == leads(2)


def test_two_writers_do_not_land_at_once(company: Company) -> None:
    other = LandingZone(company.root, patience_seconds=0.1)
    with company.zone._alone(), pytest.raises(LandingError, match="Another run"):
        other.prepare()
    other.prepare()


def test_a_damaged_commit_record_is_named(company: Company) -> None:
    record = company.land(leads(1))
    (company.root / "manifest" / f"{record.load_id}.json").write_text("{")
    with pytest.raises(LandingError, match=record.load_id):
        company.zone.loads()


@pytest.mark.parametrize(
    "victim", ["ingestion.landing.typed.pq.ParquetWriter", "ingestion.landing.intake.os.fsync"]
)
def test_a_full_disk_leaves_the_file_in_the_inbox_for_the_next_run(
    company: Company, monkeypatch: pytest.MonkeyPatch, victim: str
) -> None:
    def full(*arguments: Any, **options: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(victim, full)
        with pytest.raises(OSError, match="No space left"):
            company.land(leads(2))
    assert (company.inbox / "web" / "a.csv").exists()
    assert company.zone.loads() == []
    assert list((company.root / "staging").iterdir()) == []
    assert company.land(leads(2)).lines_loaded == 2
    assert len(company.typed()) == 2
