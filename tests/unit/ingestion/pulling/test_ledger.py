"""The ledger beside a running pull: reading it disturbs nothing, and two pulls of one moment are two."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from ingestion.pulling.ledger import PullLedger
from ingestion.pulling.record import SCHEMA, Certificate, PullRecord

UNTIL = datetime(2026, 11, 23, tzinfo=UTC)


def record(pull_id: str) -> PullRecord:
    return PullRecord(pull_id, "leads", "crm", "Lead", None, UNTIL.isoformat(), None, Certificate())


def test_a_zone_without_pulls_can_be_read(tmp_path: Path) -> None:
    PullLedger(tmp_path).prepare_reading()
    assert pq.read_schema(tmp_path / "pulls.parquet") == SCHEMA
    running = tmp_path / "pulling" / "leads.ndjson"
    running.write_bytes(b"{}")
    PullLedger(tmp_path).prepare_reading()
    assert running.exists()


def test_two_pulls_of_one_moment_are_two_in_their_order(tmp_path: Path) -> None:
    ledger = PullLedger(tmp_path)
    ledger.prepare()
    made = []
    for _ in range(11):
        made.append(ledger.new_id("leads", UNTIL))
        ledger.write(record(made[-1]), None)
    assert len(set(made)) == 11
    assert [one.pull_id for one in ledger.all("leads")] == made
