"""What is pulled from Baidu: one account's report by campaign and day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ingestion.pulling.resource import Window
from ingestion.sources.baidu.client import BaiduClient
from ingestion.sources.baidu.schema import BaiduSettings
from ingestion.sources.daily import DailyReport


class CampaignSpend(DailyReport):
    """What each campaign of an account cost a day."""

    def __init__(self, client: BaiduClient, settings: BaiduSettings) -> None:
        super().__init__(settings.time_zone, settings.history_days, settings.days_per_request)
        self._client, self._type, self._columns = client, settings.report_type, list(settings.columns)

    def pages(self, first: date, last: date) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of the days from `first` to `last`, both included."""
        return self._client.pages(self._asked(first, last))

    def count(self, window: Window) -> int | None:
        """Return the system's total for the window's days."""
        return sum(self._client.total(self._asked(*days)) for days in self.ranges(window))

    def day_and_campaign(self, row: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return a row's day, its campaign's id and its campaign's name."""
        return row["date"], str(row["campaignId"]), row["campaignName"]

    def row_of(self, day: str, campaign_id: str, name: str) -> Mapping[str, Any]:
        """Return a row that holds no more than these three."""
        return {"date": day, "campaignId": campaign_id, "campaignName": name}

    def _asked(self, first: date, last: date) -> dict[str, Any]:
        return {
            "reportType": self._type,
            "startDate": first.isoformat(),
            "endDate": last.isoformat(),
            "timeUnit": "DAY",
            "columns": self._columns,
            "sorts": [{"column": name, "sortRule": "ASC"} for name in ("date", "campaignId")],
            "filters": [],
        }
