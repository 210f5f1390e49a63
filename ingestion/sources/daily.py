"""Advertising reports: rows by day, which the system corrects for some weeks. No system's calls here."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ingestion.pulling.resource import Item, Window

_SEPARATOR = "|"


class DailyReport(ABC):
    """A report by day and campaign. Its window is days, in the account's zone: the last one is not over yet.

    No row says when it changed, so each pull asks for the days of the window anew, and the overlap that the
    contract gives is how long figures are corrected. An id is day|campaign id|campaign name: everything that
    may stand in the canonical key is in it, so that a renamed campaign is a new row and the old one goes.
    """

    is_incremental = True
    tells_deletions = False

    def __init__(self, time_zone: str, history_days: int, days_per_request: int) -> None:
        """`history_days` is how far back the system answers, `days_per_request` the longest range at once."""
        self._zone = ZoneInfo(time_zone)
        self._history, self._step = timedelta(days=history_days), timedelta(days=days_per_request)

    @abstractmethod
    def pages(self, first: date, last: date) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of the days from `first` to `last`, both included."""

    @abstractmethod
    def day_and_campaign(self, row: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return a row's day as YYYY-MM-DD, its campaign's id and its campaign's name."""

    @abstractmethod
    def row_of(self, day: str, campaign_id: str, name: str) -> Mapping[str, Any]:
        """Return a row that holds no more than these three."""

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the rows of the window's days."""
        for first, last in self.ranges(window):
            for rows in self.pages(first, last):
                yield [Item(self._id(row), row) for row in rows]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - some reports have no count
        """Return None: there is no count."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids of the window's days, by a report of its own."""
        for first, last in self.ranges(window):
            for rows in self.pages(first, last):
                yield [self._id(row) for row in rows]

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002 - the field's own word
        """Whether the id's day is one of the window's."""
        first, last = self._days(window)
        return first.isoformat() <= id.partition(_SEPARATOR)[0] <= last.isoformat()

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the row of an id, without figures."""
        day, campaign_id, name = id.split(_SEPARATOR, 2)
        return self.row_of(day, campaign_id, name)

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - no report tells them
        """Yield nothing: a row that is gone is just not in the report."""
        return iter(())

    def ranges(self, window: Window) -> Iterator[tuple[date, date]]:
        """Yield the window's days as ranges that are short enough to be asked for, both ends included."""
        first, last = self._days(window)
        while first <= last:
            yield first, min(last, first + self._step - timedelta(days=1))
            first += self._step

    def _days(self, window: Window) -> tuple[date, date]:
        last = (window.until - timedelta(microseconds=1)).astimezone(self._zone).date()
        oldest = last - self._history + timedelta(days=1)
        return (oldest if window.since is None else max(oldest, self._day(window.since))), last

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _id(self, row: Mapping[str, Any]) -> str:
        return _SEPARATOR.join(self.day_and_campaign(row))
