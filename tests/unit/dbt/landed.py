"""A tiny landing zone written from Python dicts, and dbt run over it in this process.

Only for tests of the dbt project: no reader, contract or mapping takes part. Each dbt run costs seconds, so a
test module builds its world once (module-scoped fixture) and asks the warehouse many questions.

The project is parsed once in a process, which costs six times as much as building the staging models: what is
parsed names a link in place of a world's folder, and the link is turned to the world at work.
"""

import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from dbt.cli.main import dbtRunner

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import arrow_schema
from ingestion.landing import assignments, decisions
from ingestion.pulling.record import SCHEMA as PULLS
from orchestration.dbt_inprocess import close_connections

PROJECT = Path(__file__).parents[3] / "dbt_project"
LANDED_AT = datetime(2026, 11, 1, 2, tzinfo=UTC)

Row = Mapping[str, Any]

_TEXT, _INT, _INSTANT = pa.string(), pa.int64(), pa.timestamp("us", tz="UTC")
_LOADS = pa.schema(
    [
        *((name, _TEXT) for name in ("load_id", "source", "system", "delivery", "file_name", "file_hash")),
        ("bytes", _INT),
        *((name, _TEXT) for name in ("contract_fingerprint", "parser_version", "status")),
        *((name, _TEXT) for name in ("rule", "reason", "remedy", "encoding")),
        *((f"lines_{kind}", _INT) for kind in ("in", "header", "blank", "loaded", "quarantined")),
        ("rows", _TEXT),
        ("rows_total", _INT),
        ("warnings", _TEXT),
        ("landed_at", _INSTANT),
    ]
)
_QUARANTINE = pa.schema(
    [
        *((name, _TEXT) for name in ("load_id", "source", "file_name", "file_hash")),
        ("line", _INT),
        *((name, _TEXT) for name in ("raw", "rule", "column", "reason", "remedy")),
        ("landed_at", _INSTANT),
        ("replay_state", _TEXT),
    ]
)

_LINKS = tempfile.TemporaryDirectory(prefix="leadmill-")


@functools.cache
def _parsed_project() -> Any:
    """The project as the environment of the first world has it, which is that of all but for the link."""
    parsed = dbtRunner().invoke(["parse", "--quiet"])
    assert parsed.success, parsed.exception
    return parsed.result


@dataclass
class LandedWorld:
    """A LEADMILL_HOME that holds nothing but a landing zone."""

    home: Path
    loads: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for entity in ENTITIES.values():
            self._write(f"typed/{entity.plural}/_schema.parquet", arrow_schema(entity), [])
        self._write("quarantine/_schema.parquet", _QUARANTINE, [])
        self._write("loads.parquet", _LOADS, [])
        self._write("pulls.parquet", PULLS, [])
        self._write("decisions.parquet", decisions.SCHEMA, [])
        self._write("identity/_schema.parquet", assignments.LEADS.schema, [])
        self._write("identity/accounts/_schema.parquet", assignments.ACCOUNTS.schema, [])

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    def land(
        self,
        source: str,
        rows: Mapping[str, Sequence[Row]],
        *,
        system: str | None = None,
        landed_at: datetime = LANDED_AT,
        file_name: str | None = None,
        file_hash: str | None = None,
        delivery: str = "increment",
        quarantined: Iterable[Row] = (),
        **manifest: Any,
    ) -> str:
        """Land one file's rows, given as {entity name: rows}; returns the load id."""
        file_name = file_name or f"{source}-{len(self.loads)}.csv"
        file_hash = file_hash or hashlib.sha256(f"{source}{file_name}{len(self.loads)}".encode()).hexdigest()
        load_id = f"{file_hash[:16]}-{len(self.loads):08d}"
        stamp = {
            "_load_id": load_id,
            "_source": source,
            "_system": system or source,
            "_file": file_name,
            "_file_hash": file_hash,
            "_landed_at": landed_at,
        }
        for name, entity_rows in rows.items():
            entity = ENTITIES[name]
            landed = [{**stamp, "_line": line, **row} for line, row in enumerate(entity_rows, start=2)]
            self._write(f"typed/{entity.plural}/{load_id}.parquet", arrow_schema(entity), landed)
        file = {"load_id": load_id, "source": source, "file_name": file_name, "file_hash": file_hash}
        lines = [{**file, "landed_at": landed_at, "replay_state": "open", **line} for line in quarantined]
        if lines:
            self._write(f"quarantine/{load_id}.parquet", _QUARANTINE, lines)
        counts = {name: len(entity_rows) for name, entity_rows in rows.items()}
        lines_loaded = max(counts.values(), default=0)
        self.loads.append(
            {
                **file,
                "system": system or source,
                "delivery": delivery,
                "status": "loaded",
                "lines_in": lines_loaded + len(lines) + 1,
                "lines_header": 1,
                "lines_blank": 0,
                "lines_loaded": lines_loaded,
                "lines_quarantined": len(lines),
                "rows": json.dumps(counts),
                "rows_total": sum(counts.values()),
                "warnings": "[]",
                "landed_at": landed_at,
                **manifest,
            }
        )
        self._write("loads.parquet", _LOADS, self.loads)
        return load_id

    def pull(self, source: str, until: datetime, **figures: Any) -> None:
        """Record one pull, with these figures of its certificate."""
        counts = {name: 0 for name in PULLS.names if pa.types.is_integer(PULLS.field(name).type)}
        self.pulls.append(
            {
                **counts,
                "pull_id": f"{source}-{len(self.pulls):04d}",
                "source": source,
                "system": source,
                "resource": "Lead",
                "until": until,
                "counted_by": "system",
                "state": "proven",
                "is_proven": True,
                "new_fields": "[]",
                **figures,
            }
        )
        self._write("pulls.parquet", PULLS, self.pulls)

    def decide(
        self, decision: str, one: str, other: str, *, decided_at: datetime = LANDED_AT, note: str = ""
    ) -> None:
        """Record a human decision about two lead records: same or different."""
        sequence = len(self.decisions) + 1
        self.decisions.append(
            {
                "decision_id": f"decision{sequence}",
                "sequence": sequence,
                "entity": "lead",
                "record_id_l": min(one, other),
                "record_id_r": max(one, other),
                "decision": decision,
                "decided_at": decided_at,
                "decided_by": "tester",
                "note": note,
            }
        )
        self._write("decisions.parquet", decisions.SCHEMA, self.decisions)

    def publish(self, publication: int, assigned: Mapping[str, str | None], as_of: datetime) -> None:
        """Note in the journal which records a publication put into another lead: {record: lead or None}."""
        stamp = {
            "publication": publication,
            "run_id": f"run{publication}",
            "as_of": as_of,
            "published_at": as_of,
        }
        rows = [{**stamp, "lead_record_id": record, "lead_id": lead} for record, lead in assigned.items()]
        self._write(f"identity/{publication:08d}.parquet", assignments.LEADS.schema, rows)

    def _write(self, name: str, schema: pa.Schema, rows: Sequence[Row]) -> None:
        path = self.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        known = set(schema.names)
        for row in rows:
            assert known.issuperset(row), f"{name} has no {set(row) - known}"
        pq.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema), path)

    def dbt(self, *arguments: str, environment: Mapping[str, str] | None = None, on_event: Any = None) -> Any:
        """Run dbt in this process and return its result; raises AssertionError when it failed.

        `on_event` is called with every event of dbt.
        """
        given = {
            "LEADMILL_HOME": str(self._link()),
            "DBT_TARGET_PATH": str(self.home / "target"),
            "DBT_LOG_PATH": str(self.home / "logs"),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_PROJECT_DIR": str(PROJECT),
            "DO_NOT_TRACK": "1",
        }
        here = Path.cwd()
        try:
            with mock.patch.dict(os.environ, {**given, **(environment or {})}):
                # Another environment may mean other seeds: they are parsed for themselves.
                manifest = None if environment else _parsed_project()
                runner = dbtRunner(manifest=manifest, callbacks=[on_event] if on_event else [])
                result = runner.invoke([*arguments, "--quiet"])
        finally:
            os.chdir(here)
            # dbt keeps the database open, and locked, for as long as the process lives.
            close_connections()
        assert result.success, result.exception or [
            (item.node.name, item.message) for item in result.result if item.status in ("error", "fail")
        ]
        return result

    def _link(self) -> Path:
        """Turn the link to this world, for dbt and for views, and return it."""
        link = Path(_LINKS.name) / "home"
        link.unlink(missing_ok=True)
        link.symlink_to(self.home)
        return link

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the warehouse that dbt built."""
        self._link()
        with duckdb.connect(str(self.home / "warehouse" / "leadmill.duckdb"), read_only=True) as warehouse:
            return warehouse.sql(sql).fetchall()

    def records(self, sql: str) -> list[dict[str, Any]]:
        """Like `query`, each row as a dict."""
        self._link()
        with duckdb.connect(str(self.home / "warehouse" / "leadmill.duckdb"), read_only=True) as warehouse:
            return warehouse.sql(sql).to_arrow_table().to_pylist()
