"""What a person who asks "is everything well?" needs to know, gathered from the data folder.

How it is shown is in `cli/status.py`.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dagster import DagsterRunStatus

from ingestion.landing.record import EMPTY, HELD, LOADED, REFUSED, LoadRecord
from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
from orchestration.configuration import Configuration
from orchestration.execution import open_instance, outcome_of
from orchestration.home import Home
from orchestration.home_lock import is_alive
from orchestration.inbox import left_lying, scan_inbox
from orchestration.jobs import DELIVER
from orchestration.moment import present
from orchestration.pulls import verdict
from orchestration.resources import Installation
from reports.delivery.outbox import Outbox

CADENCE_DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92}
_GRACE = timedelta(days=3)
# A daily run that has not published for longer than this has failed or was not started.
_STALE = timedelta(hours=36)
_SHOWN_FILES = 10


@dataclass(frozen=True)
class Item:
    """One line of the status."""

    name: str
    text: str
    needs_attention: bool = False


def _age(moment: datetime, now: datetime) -> str:
    hours = (now - moment).total_seconds() / 3600
    return f"{hours:.0f} h ago" if hours < 48 else f"{hours / 24:.0f} days ago"


def _last_run(home: Home) -> Item:
    """The newest run of this command line or of the scheduler, apart from deliveries of mail."""
    with open_instance(home) as instance:
        records = [
            record for record in instance.get_run_records(limit=20) if record.dagster_run.job_name != DELIVER
        ]
        if not records:
            return Item("last run", "none yet; `leadmill run` starts one", needs_attention=True)
        run, created = records[0].dagster_run, records[0].create_timestamp.astimezone(UTC)
        text = f"{created:%Y-%m-%d %H:%M}Z {run.job_name}: {run.status.value.lower()}"
        if run.status is DagsterRunStatus.STARTED and is_alive(home.dagster / "alive", run.run_id) is False:
            return Item("last run", f"{text}, but its process is gone; run again", needs_attention=True)
        if run.status is not DagsterRunStatus.FAILURE:
            return Item("last run", text)
        outcome = outcome_of(instance, run.run_id, home.logs)
    causes = [*outcome.checks_blocked.values(), *(f"{step}: {why}" for step, why in outcome.failures.items())]
    return Item("last run", f"{text}: {' '.join(causes)}; logs in {home.logs / 'runs'}", needs_attention=True)


def _publication(home: Home, now: datetime) -> Item:
    try:
        record = json.loads((home.serve / "publication.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Item("publication", "none yet", needs_attention=True)
    as_of, published = (datetime.fromisoformat(record[key]) for key in ("as_of", "published_at"))
    made_up = " (made-up sample company)" if record["is_made_up"] else ""
    text = f"as of {as_of.astimezone(UTC):%Y-%m-%d %H:%M}Z, run {record['run_id'][:8]}"
    return Item(
        "publication",
        f"{text}, published {_age(published, now)}{made_up}",
        needs_attention=now - published > _STALE,
    )


def _files(records: Sequence[LoadRecord]) -> Iterator[Item]:
    """Files whose newest attempt was refused or waits for approval, and the lines in quarantine."""
    newest: dict[tuple[str, str], LoadRecord] = {}
    for record in sorted(records, key=lambda record: record.landed_at):
        newest[record.source, record.file_hash] = record
    states = Counter(record.status for record in newest.values())
    yield Item(
        "files", ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none landed yet"
    )
    for status in (REFUSED, HELD):
        waiting = [record for record in newest.values() if record.status == status]
        for record in waiting[-_SHOWN_FILES:]:
            yield Item(
                f"  {status}",
                f"{record.file_name} ({record.load_id}): {record.reason} {record.remedy}".strip(),
                needs_attention=True,
            )
    lines = sum(record.lines_quarantined for record in newest.values() if record.status == LOADED)
    yield Item("quarantine", f"{lines:,} line(s); `leadmill files quarantine` lists them")


def _inbox(configuration: Configuration, home: Home) -> Iterator[Item]:
    found = scan_inbox(Installation(configuration, home))
    yield Item("inbox", f"{len(found.claimed)} to land, {len(found.incomplete)} still being written")
    for line in left_lying(found):
        yield Item("  not picked up", line, needs_attention=True)


def _sources(configuration: Configuration, records: Sequence[LoadRecord], now: datetime) -> Iterator[Item]:
    for contract in configuration.contracts:
        if contract.api is not None:
            continue
        landed = [
            datetime.fromisoformat(record.landed_at)
            for record in records
            if record.source == contract.source and record.status in (LOADED, EMPTY)
        ]
        days = CADENCE_DAYS.get(contract.cadence)
        name = f"source {contract.source}"
        if not landed:
            yield Item(name, f"{contract.cadence}: nothing landed yet", needs_attention=days is not None)
            continue
        late = days is not None and now - max(landed) > timedelta(days=days) + _GRACE
        overdue = "; OVERDUE" if late else ""
        yield Item(
            name, f"{contract.cadence}: last landed {_age(max(landed), now)}{overdue}", needs_attention=late
        )


def _pulls(configuration: Configuration, home: Home, now: datetime) -> Iterator[Item]:
    """How old the newest pull of each source is that was proven complete, and whether the last one was."""
    ledger = PullLedger(home.landing)
    for contract in configuration.contracts:
        if contract.api is None:
            continue
        name = f"source {contract.source}"
        pulls = ledger.all(contract.source)
        proven = ledger.last_proven(contract.source)
        if not pulls:
            yield Item(name, f"{contract.api.connection}: never pulled", needs_attention=True)
            continue
        age = (
            f"last proven complete {_age(datetime.fromisoformat(proven.until), now)}"
            if proven
            else "never proven"
        )
        days = CADENCE_DAYS.get(contract.cadence)
        limit = timedelta(days=days) + _GRACE if days is not None else None
        is_late = limit is not None and (proven is None or now - datetime.fromisoformat(proven.until) > limit)
        overdue = "; OVERDUE" if is_late else ""
        last = "" if pulls[-1].is_proven else f"; {verdict(pulls[-1])}"
        yield Item(
            name,
            f"{contract.api.connection}: {age}{overdue}{last}",
            needs_attention=is_late or not pulls[-1].is_proven,
        )


def _outbox(home: Home) -> Iterator[Item]:
    if not (home.outbox / "outbox.db").is_file():
        yield Item("outbox", "empty")
        return
    entries = Outbox(home.outbox).entries()
    states = Counter(entry.state for entry in entries)
    yield Item("outbox", ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "empty")
    for entry in entries:
        if entry.state in ("failed", "unknown"):
            yield Item(f"  {entry.state}", f"{entry.key}: {entry.detail}", needs_attention=True)


def look(configuration: Configuration, home: Home) -> list[Item]:
    """Return everything worth knowing, the most important first."""
    clock = datetime.now(UTC)
    # The made-up company lives on a day of its own, so its files are as old as they are on that day.
    now = present(home, configuration.company.time_zone)
    records = LandingZone(home.landing).loads()
    return [
        _last_run(home),
        _publication(home, clock),
        *_inbox(configuration, home),
        *_files(records),
        *_outbox(home),
        *_sources(configuration, records, now),
        *_pulls(configuration, home, now),
    ]
