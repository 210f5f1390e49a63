"""One pull of one source, from its window to its certificate. What an API is like is in `sources/`."""

import dataclasses
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.landing.record import LOADED, LoadRecord, utc_text
from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
from ingestion.pulling.proof import Proof, prove
from ingestion.pulling.record import BY_NOBODY, Certificate, PullRecord
from ingestion.pulling.resource import Forgetting, Item, Op, RecycleBin, Resource, Window
from ingestion.pulling.spool import Spool


@dataclass(frozen=True)
class PullTask:
    """What is pulled, how it is read, and where it lands. `started_at` is aware."""

    contract: Contract
    resource: Resource
    started_at: datetime
    test_leads: TestLeadRules


def pull(task: PullTask, zone: LandingZone, ledger: PullLedger, *, is_full: bool = False) -> PullRecord:
    """Pull what changed since the last proven pull, or with `is_full` everything; return the record.

    The rows are durable before the record is, and the record before anything starts from it: a pull that is
    killed is made again and changes nothing twice. After a record that is not proven the next pull starts
    where this one did. Raises ApiError when the system cannot be read, LandingError when landing fails.
    """
    contract, resource = task.contract, task.resource
    window = _window(task, ledger, is_full)
    pull_id = ledger.new_id(contract.source, window.until)
    spool_path = ledger.work_file(f"{pull_id}.ndjson")
    known = ledger.known(contract.source)
    with sparing_collector(), Spool(spool_path, known, task.started_at) as spool:
        before = resource.count(window)
        _read(resource, window, spool)
        for page in resource.deletions(window):
            for item in page:
                spool.take_gone(item)
        proof = prove(resource, window, spool, before, lambda: _read(resource, window, spool))
        # A full pull has all ids at hand, and finds also what the system has forgotten that it deleted.
        if proof.is_proven and (window.is_full or not _is_told(resource, window)):
            _sweep(resource, window, spool, proof, known.live())
    load: LoadRecord | None = None
    if spool.has_news:
        load = zone.land(
            spool_path, contract, f"{contract.source}/{pull_id}.ndjson", task.started_at, task.test_leads
        )
    else:
        spool_path.unlink()
    is_landed = load is None or load.status == LOADED
    record = PullRecord(
        pull_id=pull_id,
        source=contract.source,
        system=contract.system,
        resource=contract.api.resource if contract.api else "",
        since=utc_text(window.since) if window.since else None,
        until=utc_text(window.until),
        load_id=load.load_id if load else None,
        certificate=_certificate(spool, proof, load),
        failure=None if load is None or is_landed else f"{load.status}: {load.reason}",
        new_fields=_new_fields(ledger, contract, load),
    )
    ledger.write(record, spool.news() if load is not None and is_landed else None)
    return record


def record_failure(
    contract: Contract, started_at: datetime, failure: str, ledger: PullLedger, *, is_full: bool = False
) -> PullRecord:
    """Write the record of a pull that could not read its system, and return it.

    `failure` says why, in one sentence. The window is the one that was to be read.
    """
    since = None if is_full else _last_proven_until(contract, ledger)
    record = PullRecord(
        pull_id=ledger.new_id(contract.source, started_at),
        source=contract.source,
        system=contract.system,
        resource=contract.api.resource if contract.api else "",
        since=utc_text(since) if since else None,
        until=utc_text(started_at),
        load_id=None,
        certificate=Certificate(counted_by=BY_NOBODY),
        failure=" ".join(failure.split()),
    )
    ledger.write(record, None)
    return record


@contextmanager
def sparing_collector() -> Iterator[None]:
    """Keep what is there already out of the search for garbage while pages come and go.

    Each page is thousands of small objects, and looking through all imported modules again and again took
    four fifths of the time that parsing a page took (2026-11: 29 against 6 microseconds a row).
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _window(task: PullTask, ledger: PullLedger, is_full: bool) -> Window:
    since = None if is_full or not task.resource.is_incremental else _last_proven_until(task.contract, ledger)
    return Window(since, task.started_at)


def _last_proven_until(contract: Contract, ledger: PullLedger) -> datetime | None:
    """The end of the last proven pull, less the overlap that catches late index entries and unlike clocks."""
    last = ledger.last_proven(contract.source)
    if last is None or contract.api is None:
        return None
    return datetime.fromisoformat(last.until) - timedelta(minutes=contract.api.overlap_minutes)


def _read(resource: Resource, window: Window, spool: Spool) -> None:
    for page in resource.read(window):
        for item in page:
            spool.take(item)


def _is_told(resource: Resource, window: Window) -> bool:
    """Whether the system tells all deletions in the window."""
    return resource.tells_deletions and (not isinstance(resource, RecycleBin) or resource.covers(window))


def _sweep(resource: Resource, window: Window, spool: Spool, proof: Proof, live: set[str]) -> None:
    """Write tombstones for landed ids that the system no longer lists."""
    scope = Window(None, window.until)
    if isinstance(resource, Forgetting):
        scope = window
        live = {one for one in live if resource.would_list(one, window)}
    if scope != window:
        existing = _ids(resource, scope)
    elif proof.listed is not None:
        existing = set(proof.listed)
    else:
        existing = set(spool.seen)
    gone = live - existing - spool.seen.keys()
    if gone:
        # A tombstone needs two listings that agree: one page that was lost must not delete a hundred leads.
        gone -= _ids(resource, scope)
    for one in sorted(gone):
        spool.take_gone(Item(one, resource.tombstone(one), None, Op.DELETE))


def _ids(resource: Resource, scope: Window) -> set[str]:
    return {one for page in resource.ids(scope) for one in page}


def _certificate(spool: Spool, proof: Proof, load: LoadRecord | None) -> Certificate:
    certificate = Certificate(
        counted_by=proof.counted_by,
        reported=proof.reported,
        read=proof.read,
        late=proof.late,
        repeated=spool.repeated,
        moved=proof.moved,
        missing=proof.missing,
        new=spool.new,
        updated=spool.updated,
        unchanged=spool.unchanged,
        deleted=spool.deleted,
        merged=spool.merged,
        quarantined=load.lines_quarantined if load else 0,
        explanation=proof.explanation,
    )
    return dataclasses.replace(certificate, is_proven=proof.is_proven and certificate.is_balanced)


def _new_fields(ledger: PullLedger, contract: Contract, load: LoadRecord | None) -> list[str]:
    """The load's warnings about fields that the contract does not name, unless an earlier pull had them."""
    if load is None:
        return []
    known = {warning for record in ledger.all(contract.source) for warning in record.new_fields}
    return [warning for warning in load.warnings if warning not in known]
