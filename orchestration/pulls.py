"""Pulling a source of this installation: its connection, its window, what its contract asks for anew.

What a pull does is in ingestion/pulling. The asset of a source is in `assets/pulled.py`, the command in
`cli/pull.py`.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ingestion.contracts.model import ApiSpec, Contract
from ingestion.http.errors import ApiError
from ingestion.landing.record import LOADED, LoadRecord
from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
from ingestion.pulling.pull import PullTask, pull, record_failure
from ingestion.pulling.record import BY_NOBODY, BY_SYSTEM, PullRecord
from orchestration.resources import Installation

# The figures of a certificate in the order in which they add up.
FIGURES = (
    *("reported", "read", "late", "moved", "missing", "repeated"),
    *("new", "updated", "unchanged", "deleted", "merged", "quarantined"),
)


@dataclass(frozen=True)
class Pulled:
    """One pull: its record, the load that it became (None when nothing was new), and what was read again."""

    record: PullRecord
    load: LoadRecord | None
    reread: tuple[LoadRecord, ...]

    @property
    def loads(self) -> tuple[LoadRecord, ...]:
        """Every load that this pull made."""
        return (*self.reread, *([self.load] if self.load else []))


def pull_source(
    installation: Installation, contract: Contract, at: datetime, *, is_full: bool = False
) -> Pulled:
    """Pull one source as of `at` (aware) and land what is new.

    Raises ApiError when the system cannot be read, ValueError when the contract asks for what it has not,
    LandingError and OSError when landing fails.
    """
    api = _api(contract)
    configuration = installation.configuration
    zone, ledger = LandingZone(installation.home.landing), PullLedger(installation.home.landing)
    test_leads = configuration.company.test_leads
    reread = tuple(_read_again(zone, contract, at, installation))
    connector = configuration.connections[api.connection].open()
    try:
        resource = connector.resource(api.resource, api.options)
        record = pull(PullTask(contract, resource, at, test_leads), zone, ledger, is_full=is_full)
    finally:
        connector.close()
    load = next((load for load in zone.loads() if load.load_id == record.load_id), None)
    return Pulled(record, load, reread)


def failed_pull(
    installation: Installation, contract: Contract, at: datetime, error: Exception, *, is_full: bool = False
) -> Pulled:
    """Record that a pull as of `at` could not be made because of `error`, and return what there is of it.

    Errors of a system's own say in one sentence what is wrong. Of any other the kind is told and not the
    text, which may be anything.
    """
    said = str(error)
    if not isinstance(error, (ApiError, ValueError)):
        said = f"a fault of the program ({type(error).__name__}); see the log."
    for secret in installation.configuration.connections[_api(contract).connection].secret_values:
        said = said.replace(secret, "***")
    ledger = PullLedger(installation.home.landing)
    return Pulled(record_failure(contract, at, said, ledger, is_full=is_full), None, ())


def certificate_row(record: PullRecord) -> dict[str, object]:
    """Return the certificate as one row for people."""
    certificate = dataclasses.asdict(record.certificate)
    return {
        "from": record.since or "the beginning",
        "until": record.until,
        **{name: certificate[name] for name in FIGURES},
        "counted by": certificate["counted_by"],
        "state": record.state,
        "explanation": record.failure or certificate["explanation"],
    }


def verdict(record: PullRecord) -> str:
    """Return a sentence that says whether a pull is complete, and why not."""
    found = record.certificate
    counter = "system" if found.counted_by == BY_SYSTEM else "second pass over ids"
    if record.is_proven:
        return (
            f"{record.source}: complete: {found.reported:,} reported by the {counter}, "
            f"{found.read:,} read; {found.new:,} new, {found.updated:,} updated, "
            f"{found.unchanged:,} unchanged, {found.deleted:,} deleted, {found.merged:,} merged, "
            f"{found.quarantined:,} quarantined."
        )
    if found.counted_by == BY_NOBODY:
        return f"{record.source}: not pulled: {record.failure}"
    why = record.failure or found.explanation or "the figures do not add up"
    return (
        f"{record.source}: NOT proven complete: {found.reported:,} reported, {found.read:,} read, "
        f"{found.missing:,} missing ({why}). What was read has landed; "
        "the next pull starts where this one did."
    )


def _api(contract: Contract) -> ApiSpec:
    if contract.api is None:
        raise ValueError(f"source {contract.source} is read from files; it is not pulled")
    return contract.api


def _read_again(
    zone: LandingZone, contract: Contract, at: datetime, installation: Installation
) -> Iterable[LoadRecord]:
    """Read earlier pulls again when the contract has changed since: their records will not come again."""
    own = [load for load in zone.loads() if load.source == contract.source]
    current = {load.file_hash for load in own if load.contract_fingerprint == contract.fingerprint}
    landed = dict.fromkeys(load.file_hash for load in own if load.status == LOADED)
    for file_hash in landed:
        if file_hash not in current:
            yield zone.replay(file_hash, contract, at, installation.configuration.company.test_leads)
