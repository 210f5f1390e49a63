"""Telling the data owner: which failures become a message, to whom, and in which words of ours.

How a notice looks, and that each cause gives one a day, is decided in `reports/delivery/notice.py`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from ingestion.contracts.model import Contract
from ingestion.landing.messages import about_load
from ingestion.landing.record import HELD, LoadRecord
from orchestration.delivery import transport_for
from orchestration.execution import RunOutcome
from orchestration.resources import Installation
from reports.delivery.notice import Kind, NoticeAddress, owner_notice
from reports.delivery.outbox import Outbox, OutboxError
from reports.delivery.store import Entry


def _notify(
    installation: Installation, kind: Kind, cause: str, details: Sequence[str], owner: str | None = None
) -> None:
    """Queue a notice and try to send it. Nothing is sent from a rebuild: somebody is looking at it."""
    if installation.home.is_rebuild:
        return
    configuration = installation.configuration
    company = configuration.company
    language = company.languages[0]
    address = NoticeAddress(
        sender=configuration.subscriptions.sender or company.data_owner,
        owner=owner or company.data_owner,
        language=language,
        company=company.name.zh if language == "zh-CN" else company.name.en,
        time_zone=company.time_zone,
    )
    outbox = Outbox(installation.home.outbox)
    owner_notice(
        outbox, address, kind, day=company.local(datetime.now(UTC)).date(), cause=cause, details=details
    )
    outbox.deliver(transport_for(configuration.settings, installation.home))


def notify_of_load(installation: Installation, contract: Contract, record: LoadRecord) -> None:
    """Tell the owner of a source that one of its files was refused, or is held for approval."""
    wish = "approve" if record.status == HELD else "replay"
    details = [
        about_load(record),
        f"leadmill files {wish} {record.load_id}",
    ]
    _notify(installation, "files", record.load_id, details, contract.owner)


def notify_of_pull(installation: Installation, contract: Contract, said: str) -> None:
    """Tell the owner of a source that a pull failed, or could not prove that it is complete."""
    details = [said, f"leadmill pull {contract.source}"]
    _notify(installation, "pull", contract.source, details, contract.owner)


def notify_of_inbox(installation: Installation, lines: Sequence[str]) -> None:
    """Tell the data owner of files in the inbox that nobody will ever pick up."""
    _notify(installation, "files", "inbox", lines)


def notify_of_run(installation: Installation, job: str, outcome: RunOutcome) -> None:
    """Tell the data owner that a run failed, or that a data check stopped it."""
    if outcome.is_blocked:
        cause = "-".join(sorted(outcome.checks_blocked))
        _notify(installation, "check", cause[:120], list(outcome.checks_blocked.values()))
    else:
        details = [f"{step}: {reason}" for step, reason in outcome.failures.items()]
        cause = "-".join([job, *sorted(outcome.failures)])
        _notify(installation, "run", cause[:120], details or [f"{job}: {outcome.run_id}"])


def notify_of_mail(installation: Installation, touched: Sequence[Entry]) -> None:
    """Tell the data owner of mails that failed for good or whose fate is unknown."""
    for entry in touched:
        if entry.state in ("failed", "unknown") and not entry.report.startswith("notice-"):
            try:
                _notify(installation, "delivery", entry.key, [f"{entry.key}: {entry.state}: {entry.detail}"])
            except OutboxError:
                return
