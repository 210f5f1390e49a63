"""The landing zone: its public face. What a load does inside is in `loading`, where things lie in `layout`.

A load happens in this order: raw bytes, typed rows, quarantine, commit record, and only then is the inbox
file removed. Each step survives a crash, and a load without a commit record is done again from the start.
"""

import dataclasses
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import arrow_schema
from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.inbox import name_fault
from ingestion.landing import assignments, outcome, quarantine
from ingestion.landing.assignments import AssignmentJournal
from ingestion.landing.decisions import Decisions, Entity, MatchDecision, Pair, Verdict
from ingestion.landing.durable import create_private, make_folder, move_into_place
from ingestion.landing.errors import LandingError
from ingestion.landing.intake import release, take_in
from ingestion.landing.layout import Layout
from ingestion.landing.loading import Loaded, load_file
from ingestion.landing.lock import held
from ingestion.landing.manifest import Manifest
from ingestion.landing.record import HELD, LOADED, REFUSED, LoadRecord, load_id_of, utc_text
from ingestion.mapping.batch import LoadStamp
from ingestion.readers.result import PARSER_VERSION, FileRefused

_SCHEMA_FILE = "_schema.parquet"


class LandingZone:
    """A landing zone below `root`. One writer at a time; another waits up to `patience_seconds`."""

    def __init__(self, root: Path, patience_seconds: float = 600) -> None:
        self._layout = Layout(root)
        self._manifest = Manifest(self._layout)
        self._decisions = Decisions(self._layout)
        self._patience = patience_seconds
        self._has_folders = False

    def prepare(self) -> None:
        """Make the folders and the files that dbt expects, and remove what a killed run left behind.

        Nothing that a commit record stands for is touched. Raw bytes without one are kept.
        """
        with self._alone():
            for leftover in sorted(self._layout.staging.rglob("*"), reverse=True):
                leftover.rmdir() if leftover.is_dir() else leftover.unlink()
            known = {record.load_id for record in self._manifest.all()}
            for folder in self._layout.data_folders():
                for path in folder.glob("*.parquet"):
                    if path.stem not in known and path.name != _SCHEMA_FILE:
                        path.unlink()
            self._write_schemas()
            self._manifest.export()
            self._decisions.export()

    def prepare_reading(self) -> None:
        """Make sure that what landed under an earlier version can be read; nothing else changes."""
        with self._alone():
            self._write_schemas()
            self._decisions.export()

    def land(
        self,
        path: Path,
        contract: Contract,
        file_name: str,
        landed_at: datetime,
        test_leads: TestLeadRules,
    ) -> LoadRecord:
        """Load a file from the inbox and remove it there; returns its commit record.

        `file_name` is its path below the inbox, `landed_at` an aware moment. The same bytes under the same
        contract change nothing: the earlier record is returned. A file that departs from its contract is
        no error but a record with status refused. Raises LandingError when the file cannot be taken in (it
        stays in the inbox), OSError when the disk fails.
        """
        if fault := name_fault(file_name):
            raise LandingError(f"The file name {file_name!r} {fault}; rename the file.")
        with self._alone():
            raw = take_in(path, self._layout)
            stamp = self._stamp(contract, file_name, raw.file_hash, landed_at)
            record = self._load(contract, stamp, test_leads)
            release(raw)
        return record

    def replay(
        self, identifier: str, contract: Contract, landed_at: datetime, test_leads: TestLeadRules
    ) -> LoadRecord:
        """Load kept raw bytes again, as after a contract was mended; returns the commit record.

        `identifier` is a load id, or at least 8 characters of a file hash. Raises LandingError when nothing,
        or more than one file, answers to it, or when the file belongs to another source.
        """
        with self._alone():
            earlier = self._find(identifier)
            if earlier.source != contract.source:
                raise LandingError(
                    f"{identifier} is of source {earlier.source}, the contract of {contract.source}."
                )
            stamp = self._stamp(contract, earlier.file_name, earlier.file_hash, landed_at)
            return self._load(contract, stamp, test_leads)

    def approve(self, load_id: str, approved_at: datetime) -> LoadRecord:
        """Release a held load as if it had landed at `approved_at`; returns its new record.

        So a report as of an earlier moment stays as it was. Raises LandingError when the load is not held,
        or when a newer snapshot would be replaced by it.
        """
        with self._alone():
            record = self._manifest.get(load_id)
            if record is None or record.status != HELD:
                state = "unknown" if record is None else record.status
                raise LandingError(f"Load {load_id} is {state}; only a held load can be approved.")
            newer = [
                other
                for other in self._manifest.all()
                if other.source == record.source
                and other.status == LOADED
                and other.landed_at > record.landed_at
            ]
            if record.delivery == "snapshot" and newer:
                raise LandingError(
                    f"{newer[-1].file_name} was loaded since; approving {load_id} would replace it by older "
                    "data. Deliver the file again if it is the right one."
                )
            note = f"It was held at {record.landed_at} ({record.rule}: {record.reason}) and then approved."
            approved = dataclasses.replace(
                record,
                status=LOADED,
                rule=None,
                reason=None,
                remedy=None,
                landed_at=utc_text(approved_at),
                warnings=[*record.warnings, note],
            )
            self._manifest.write(approved)
            return approved

    def loads(self) -> list[LoadRecord]:
        """Return every commit record, oldest first."""
        return self._manifest.all()

    def export_tables(self) -> None:
        """Rewrite `loads.parquet` and `decisions.parquet`, through which dbt reads manifest and decisions."""
        with self._alone():
            self._manifest.export()
            self._decisions.export()

    def decide(
        self,
        entity: Entity,
        decision: Verdict,
        pairs: Iterable[Pair],
        decided_at: datetime,
        decided_by: str,
        note: str,
    ) -> MatchDecision:
        """Record that pairs of records are the same person or company, or not; returns the decision."""
        with self._alone():
            taken = self._decisions.write(entity, decision, pairs, decided_at, decided_by, note)
            self._decisions.export()
            return taken

    def decisions(self) -> list[MatchDecision]:
        """Return every human decision, in the order in which they were taken."""
        return self._decisions.all()

    def note_assignments(
        self, leads: pa.Table, accounts: pa.Table, run_id: str, as_of: datetime, published_at: datetime
    ) -> tuple[int, int]:
        """Add to the journals which records were published in another lead or account than before.

        `leads` and `accounts` have the columns of `assignments.LEADS` and `assignments.ACCOUNTS`. Returns how
        many lead records, and how many company records, that were.
        """
        layout = self._layout
        with self._alone():
            of_leads = AssignmentJournal(assignments.LEADS, layout.assignments, layout.staging)
            of_accounts = AssignmentJournal(assignments.ACCOUNTS, layout.account_assignments, layout.staging)
            return (
                of_leads.append(leads, run_id, as_of, published_at),
                of_accounts.append(accounts, run_id, as_of, published_at),
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._has_folders:
            for folder in self._layout.folders():
                make_folder(folder)
            self._has_folders = True
        with held(self._layout.lock, self._patience):
            yield

    def _stamp(self, contract: Contract, file_name: str, file_hash: str, landed_at: datetime) -> LoadStamp:
        utc_text(landed_at)  # refuses a moment without a zone before anything happens
        return LoadStamp(
            load_id=load_id_of(file_hash, contract.fingerprint),
            source=contract.source,
            system=contract.system,
            file_name=file_name,
            file_hash=file_hash,
            landed_at=landed_at,
        )

    def _load(self, contract: Contract, stamp: LoadStamp, test_leads: TestLeadRules) -> LoadRecord:
        earlier = self._manifest.get(stamp.load_id)
        # A file that was refused is worth another try with a newer reader.
        if earlier and not (earlier.status == REFUSED and earlier.parser_version != PARSER_VERSION):
            return earlier
        raw = self._layout.raw(stamp.file_hash)
        with tempfile.TemporaryDirectory(dir=self._layout.staging) as folder:
            work = Path(folder)
            try:
                loaded = load_file(self._engine, raw, contract, stamp, test_leads, work)
            except FileRefused as refused:
                record = outcome.of_refused(contract, stamp, raw, refused)
            else:
                record = outcome.of_loaded(contract, stamp, raw, loaded, self._manifest.all())
                self._keep(loaded, stamp)
        self._manifest.write(record)
        return record

    def _keep(self, loaded: Loaded, stamp: LoadStamp) -> None:
        """Move the finished files to their places; without a commit record they still count for nothing."""
        for folder in self._layout.data_folders():
            (folder / f"{stamp.load_id}.parquet").unlink(missing_ok=True)
        for name in loaded.typed.rows:
            move_into_place(loaded.typed.path(name), self._layout.typed(name, stamp.load_id))
        if loaded.quarantine.is_used:
            move_into_place(loaded.quarantine.path, self._layout.quarantine(stamp.load_id))

    @cached_property
    def _engine(self) -> duckdb.DuckDBPyConnection:
        """A database in memory to map with; opening one takes 30 ms, more than mapping a small file."""
        return duckdb.connect(":memory:")

    def _find(self, identifier: str) -> LoadRecord:
        found = [
            record
            for record in self._manifest.all()
            if record.load_id == identifier
            or (len(identifier) >= 8 and record.file_hash.startswith(identifier))
        ]
        if len({record.file_hash for record in found}) != 1:
            what = "No load answers" if not found else "More than one file answers"
            raise LandingError(f"{what} to {identifier}; give a load id of `files list`.")
        return found[-1]

    def _write_schemas(self) -> None:
        for name, entity in ENTITIES.items():
            self._write_schema(arrow_schema(entity), self._layout.typed_folder(name))
        self._write_schema(quarantine.SCHEMA, self._layout.quarantines)
        self._write_schema(assignments.LEADS.schema, self._layout.assignments)
        self._write_schema(assignments.ACCOUNTS.schema, self._layout.account_assignments)

    def _write_schema(self, schema: pa.Schema, folder: Path) -> None:
        """Give a folder its Parquet file without rows, so that dbt can read a table nothing was landed of."""
        path = folder / _SCHEMA_FILE
        if path.exists() and pq.read_schema(path) == schema:
            return
        beside = self._layout.staging / _SCHEMA_FILE
        create_private(beside)
        pq.write_table(schema.empty_table(), beside)
        move_into_place(beside, path)
