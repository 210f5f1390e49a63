"""As of when a run works. The one place where a run's time comes from; models and reports get it from here.

A run started by hand or by schedule works as of its own creation; a tag on the run overrides that, for the
rebuild of a past day. A folder with the made-up sample company lives on that company's day.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import dagster as dg

from orchestration.home import Home
from orchestration.resources import Installation

AS_OF_TAG = "leadmill/as_of"


def as_of_tags(as_of: datetime) -> dict[str, str]:
    """Return the run tags that make a run work as of `as_of` (aware)."""
    return {AS_OF_TAG: as_of.astimezone(UTC).isoformat()}


def present(home: Home, time_zone: str) -> datetime:
    """Return the UTC instant that is "now" in a data folder: the clock's, or the made-up company's day."""
    if home.made_up is not None:
        return first_moment(home.made_up.date, time_zone).astimezone(UTC)
    return datetime.now(UTC)


def run_as_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> datetime:
    """Return the UTC instant that the run works as of: the same in each of its steps."""
    tag = context.run.tags.get(AS_OF_TAG)
    if tag is not None:
        return datetime.fromisoformat(tag).astimezone(UTC)
    installation: Installation = context.resources.installation
    if installation.home.made_up is not None:
        return present(installation.home, installation.configuration.company.time_zone)
    record = context.instance.get_run_record_by_id(context.run.run_id)
    if record is None:
        raise dg.Failure(f"run {context.run.run_id} is not recorded")
    created: datetime = record.create_timestamp
    return created.astimezone(UTC)


def parse_as_of(text: str, time_zone: str) -> datetime:
    """Read '2026-11-23' (its first moment in `time_zone`) or an ISO 8601 instant.

    Raises:
        ValueError: for anything else, with the forms that are understood.
    """
    zone = ZoneInfo(time_zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no moment; write 2026-11-23 or 2026-11-23T18:00:00+08:00") from error
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def first_moment(day: date, time_zone: str) -> datetime:
    """Return midnight at the beginning of `day` in `time_zone`."""
    return datetime.combine(day, time(), ZoneInfo(time_zone))
