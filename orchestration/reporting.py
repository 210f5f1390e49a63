"""Making a report: which period is due, building its files, queueing its mails. No Dagster here.

What a report says and looks like is in `reports/`; who gets it in the company's reports.yml.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from orchestration.delivery import deliver
from orchestration.home import Home
from orchestration.resources import Installation
from reports.build import BuiltReport, build_report
from reports.delivery.notice import too_large_sentence
from reports.delivery.outbox import Outbox
from reports.delivery.store import Entry
from reports.period import Grain, Period
from reports.subscriptions import CADENCES

GRAINS = {"weekly": Grain.WEEK, "monthly": Grain.MONTH}


class ReportRefused(Exception):
    """A report that would say something untrue; the text says why and what to do."""


@dataclass(frozen=True)
class Made:
    """A report of one period: its files, what was built now, and the mails queued or delivered for it.

    Nothing is built when all of it was done before.
    """

    period: Period
    files: tuple[Path, ...]
    built: tuple[BuiltReport, ...] = ()
    mails: tuple[Entry, ...] = ()


def cadence_of(period: Period) -> str:
    """Return weekly for a week, monthly for a month."""
    return next(cadence for cadence, grain in GRAINS.items() if grain is period.grain)


def published_as_of(home: Home) -> datetime:
    """Return the moment the publication is as of.

    Raises:
        ReportRefused: when nothing is published.
    """
    try:
        record = json.loads((home.serve / "publication.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReportRefused("Nothing is published yet; run `leadmill run` first.") from None
    return datetime.fromisoformat(record["as_of"]).astimezone(UTC)


def due_period(installation: Installation, cadence: str, as_of: datetime) -> Period:
    """Return the last period that was complete at `as_of` in the company's zone."""
    return Period.last_complete(installation.configuration.company.local(as_of).date(), GRAINS[cadence])


def require_complete(installation: Installation, period: Period) -> None:
    """Refuse a period that the publication does not cover to its end.

    Raises:
        ReportRefused: as when the daily run failed, or the period is not over.
    """
    as_of = installation.configuration.company.local(published_as_of(installation.home))
    if as_of.date() <= period.end_on:
        raise ReportRefused(
            f"The publication is as of {as_of:%Y-%m-%d %H:%M}, and {period.code} ends on {period.end_on}: "
            "its figures would be too low. Wait until the period is over, or look why the daily run failed "
            "(`leadmill status`)."
        )


def folder_of(home: Home, period: Period) -> Path:
    """Return the folder with the reports of a period."""
    return home.reports / period.code


def _is_done(installation: Installation, name: str, period: Period, outbox: Outbox) -> bool:
    """True when the files are there and every subscriber's mail is in the outbox: nothing is left to do."""
    subscriptions = installation.configuration.subscriptions.of(name, cadence_of(period))
    wanted = {(s.language, one.casefold()) for s in subscriptions for one in s.recipients}
    queued = {
        (entry.language, entry.recipient.casefold())
        for entry in outbox.entries()
        if (entry.report, entry.period) == (name, period.code)
    }
    return bool(wanted) and wanted <= queued and bool(_files(installation.home, name, period))


def _files(home: Home, name: str, period: Period) -> tuple[Path, ...]:
    found = folder_of(home, period).glob(f"{name}-{period.code}-*")
    return tuple(sorted(path for path in found if path.suffix != ".part"))


def make_report(
    installation: Installation, name: str, period: Period, languages: Iterable[str], send: bool
) -> Made:
    """Build a report in the given languages; when `send`, queue its mails and deliver what is due.

    A mail that is in the outbox already, in whatever state, is not queued again.
    """
    home, configuration = installation.home, installation.configuration
    target = folder_of(home, period)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    built = {
        language: build_report(name, period, language, marts=home.marts, out_dir=target)
        for language in languages
    }
    queued: list[str] = []
    touched: list[Entry] = []
    if send:
        outbox = Outbox(home.outbox)
        sender = configuration.subscriptions.sender or configuration.company.data_owner
        where = configuration.subscriptions.files_at or str(target)
        for subscription in configuration.subscriptions.of(name, cadence_of(period)):
            report = built.get(subscription.language)
            if report is None:
                continue
            message = report.message(sender)
            for recipient in subscription.recipients:
                entry = outbox.enqueue(
                    *(name, period.code, subscription.language, recipient, message),
                    too_large=too_large_sentence(subscription.language, where),
                )
                queued.append(entry.key)
        touched = deliver(configuration.settings, home)
    files = tuple(sorted(path for report in built.values() for path in report.files.values()))
    return Made(period, files, tuple(built.values()), tuple(e for e in touched if e.key in queued))


def make_due_report(installation: Installation, name: str, cadence: str, as_of: datetime) -> Made:
    """Make the report of the last complete period, unless all of it was done before.

    Raises:
        ReportRefused: when the publication does not cover the period.
    """
    period = due_period(installation, cadence, as_of)
    require_complete(installation, period)
    send = not installation.home.is_rebuild
    if send and _is_done(installation, name, period, Outbox(installation.home.outbox)):
        return Made(period, _files(installation.home, name, period))
    return make_report(installation, name, period, languages_of(installation, name, cadence), send)


def languages_of(installation: Installation, name: str, cadence: str) -> list[str]:
    """Return the company's report languages, and those that somebody subscribed to."""
    configuration = installation.configuration
    subscribed = [item.language for item in configuration.subscriptions.of(name, cadence)]
    return list(dict.fromkeys([*configuration.company.languages, *subscribed]))


def report_names(cadence: str) -> list[str]:
    """Return the reports that exist at a cadence."""
    return [name for name, cadences in CADENCES.items() if cadence in cadences]
