"""Lines that were pulled out of a system: their envelope becomes columns, and tombstones pass every check."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson

from ingestion.contracts.model import Contract
from ingestion.mapping.batch import MappedBatch, map_batch
from ingestion.readers.ndjson import read_ndjson
from ingestion.readers.result import FileReading
from tests.unit.ingestion.mapping.made import NO_TESTS, STAMP, contract

_API = {"files": None, "format": {"type": "ndjson"}, "api": {"connection": "crm", "resource": "Lead"}}
PULLED = contract(
    [
        {
            "entity": "lead",
            "fields": {
                "lead_id": "id",
                "created_at": {"column": "at", "formats": ["iso"]},
                "channel": {"value": "web"},
            },
            "required": ["created_at"],
        },
        {
            "entity": "opportunity",
            "only_when": ["deal"],
            "fields": {"opportunity_id": "deal", "stage": {"value": "won"}},
        },
    ],
    {"id": "Id", "at": "Created", "deal": "Deal"},
    **_API,
)


def line(record: dict[str, Any], **envelope: Any) -> str:
    said = {"id": "1", "op": "upsert", "changed_at": "2026-11-20T08:00:00+08:00", "merged_into": None}
    return orjson.dumps({**record, "_leadmill": {**said, **envelope}}).decode()


def landed(tmp_path: Path, *lines: str, made: Contract = PULLED) -> tuple[FileReading, list[MappedBatch]]:
    path = tmp_path / "pull.ndjson"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_ndjson(path, made)
    with duckdb.connect() as con:
        return reading, [map_batch(con, made, batch, STAMP, NO_TESTS) for batch in reading.batches]


def test_the_envelope_becomes_columns_and_is_no_extra(tmp_path: Path) -> None:
    reading, (mapped,) = landed(tmp_path, line({"Id": "1", "Created": "2026-11-01", "Odd": 5}))
    (lead,) = mapped.tables["lead"].to_pylist()
    assert lead["_record_id"] == "1"
    assert lead["_changed_at"] == datetime(2026, 11, 20, tzinfo=UTC)
    assert lead["_is_deleted"] is False
    assert lead["_merged_into"] is None
    assert lead["_extra"] == '{"Odd":5}'
    assert not any("_leadmill" in warning for warning in reading.warnings)
    assert mapped.tables["opportunity"].num_rows == 0


def test_a_tombstone_needs_nothing_but_its_id_and_stands_in_every_entity(tmp_path: Path) -> None:
    gone = line({"Id": "7", "Created": "no time"}, id="7", op="merge", merged_into="1")
    _, (mapped,) = landed(tmp_path, gone, line({"Id": "8"}, id="8", op="delete"))
    assert mapped.rejected == []
    for entity in ("lead", "opportunity"):
        rows = mapped.tables[entity].to_pylist()
        assert [(row["_record_id"], row["_is_deleted"], row["_merged_into"]) for row in rows] == [
            ("7", True, "1"),
            ("8", True, None),
        ]
    assert mapped.tables["lead"]["lead_id"].to_pylist() == ["7", "8"]


def test_a_living_record_is_checked_as_ever(tmp_path: Path) -> None:
    _, (mapped,) = landed(tmp_path, line({"Id": "1"}), line({"Id": "2", "Created": "soon"}, id="2"))
    assert [bad.rule for bad in mapped.rejected] == ["missing_required", "bad_timestamp"]


def test_a_line_without_an_envelope_is_quarantined(tmp_path: Path) -> None:
    reading, batches = landed(tmp_path, '{"Id": "1"}', line({"Id": "2", "Created": "2026-11-01"}))
    assert [(bad.line, bad.rule) for bad in reading.rejected] == [(1, "no_envelope")]
    assert sum(mapped.tables["lead"].num_rows for mapped in batches) == 1


def test_in_a_file_the_key_means_nothing(tmp_path: Path) -> None:
    made = contract(
        [{"entity": "lead", "fields": {"lead_id": "id", "channel": {"value": "web"}}}],
        {"id": "Id"},
        files="web/*.ndjson",
        format={"type": "ndjson"},
    )
    _, (mapped,) = landed(tmp_path, line({"Id": "1"}, op="delete"), made=made)
    (lead,) = mapped.tables["lead"].to_pylist()
    assert (lead["_record_id"], lead["_is_deleted"]) == (None, False)
    assert "_leadmill" in lead["_extra"]
