"""What is pulled from Ocean Engine: an advertiser's clues, and its report by project and day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ingestion.pulling.resource import Item, Window
from ingestion.sources.daily import DailyReport
from ingestion.sources.ocean_engine.client import OceanEngineClient
from ingestion.sources.ocean_engine.schema import OceanEngineSettings

_CLUES = "open_api/2/tools/clue/get/"
_REPORT = "open_api/v3.0/report/custom/get/"
_SECOND = timedelta(seconds=1)


class Clues:
    """The clues of an advertiser, asked for by when they were made; when one changed is not told.

    So the overlap of the contract says how long a clue's state is followed. Which clues are gone is not
    told either, and an id that is missing may just be too old: nothing is taken as deleted.
    """

    is_incremental = True
    tells_deletions = False

    def __init__(self, client: OceanEngineClient, settings: OceanEngineSettings, advertiser: str) -> None:
        self._client, self._advertiser = client, advertiser
        self._zone = ZoneInfo(settings.time_zone)
        self._step = timedelta(days=settings.clue_days_per_request)
        self._history = timedelta(days=settings.clue_history_days)

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the clues made in the window."""
        for clues in self._pages(window):
            yield [Item(str(clue["clue_id"]), clue) for clue in clues]

    def count(self, window: Window) -> int | None:
        """Return the system's total for the window."""
        return sum(self._client.total(_CLUES, asked) for asked in self._ranges(window))

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids of the clues made in the window; the system always sends the whole clue."""
        for clues in self._pages(window):
            yield [str(clue["clue_id"]) for clue in clues]

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002, ARG002
        """Return False: an id does not tell its age."""
        return False

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the clue's id."""
        return {"clue_id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - none are told
        """Yield nothing: the system tells no deletion."""
        return iter(())

    def _pages(self, window: Window) -> Iterator[list[dict[str, Any]]]:
        for asked in self._ranges(window):
            yield from self._client.pages(_CLUES, asked, "list")

    def _ranges(self, window: Window) -> Iterator[dict[str, Any]]:
        """Yield the window in parts short enough to be asked for; both ends of each are seconds in it."""
        start = (window.since or window.until - self._history).replace(microsecond=0)
        while start < window.until:
            end = min(start + self._step - _SECOND, window.until.replace(microsecond=0))
            yield {
                "advertiser_ids": [int(self._advertiser)],
                "start_time": self._text(start),
                "end_time": self._text(end),
            }
            start = end + _SECOND

    def _text(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")


class Report(DailyReport):
    """What each project of an advertiser cost a day."""

    def __init__(self, client: OceanEngineClient, settings: OceanEngineSettings, advertiser: str) -> None:
        super().__init__(settings.time_zone, settings.report_history_days, settings.report_days_per_request)
        self._client, self._advertiser, self._topic = client, advertiser, settings.data_topic
        self._day_of, self._metrics = settings.day_dimension, list(settings.metrics)
        self._id_of, self._name_of = settings.campaign_id_dimension, settings.campaign_name_dimension

    def pages(self, first: date, last: date) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of the days from `first` to `last`, both included."""
        return self._client.pages(_REPORT, self._asked(first, last), "rows")

    def count(self, window: Window) -> int | None:
        """Return the system's total for the window's days."""
        return sum(self._client.total(_REPORT, self._asked(*days)) for days in self.ranges(window))

    def day_and_campaign(self, row: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return a row's day, its project's id and its project's name."""
        found = row["dimensions"]
        return found[self._day_of][:10], str(found[self._id_of]), found[self._name_of]

    def row_of(self, day: str, campaign_id: str, name: str) -> Mapping[str, Any]:
        """Return a row that holds no more than these three."""
        return {"dimensions": {self._day_of: day, self._id_of: campaign_id, self._name_of: name}}

    def _asked(self, first: date, last: date) -> dict[str, Any]:
        return {
            "advertiser_id": self._advertiser,
            "data_topic": self._topic,
            "dimensions": [self._day_of, self._id_of, self._name_of],
            "metrics": self._metrics,
            "filters": [],
            "order_by": [{"field": self._day_of, "type": "ASC"}],
            "start_time": first.isoformat(),
            "end_time": last.isoformat(),
        }
