"""What is pulled from Google Ads: one account's report by campaign and day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ingestion.sources.daily import DailyReport
from ingestion.sources.google_ads.client import GoogleAdsClient
from ingestion.sources.google_ads.schema import GoogleAdsSettings

_FIELDS = ("segments.date", "customer.id", "customer.currency_code", "campaign.id", "campaign.name")


class CampaignSpend(DailyReport):
    """What each campaign of an account cost a day, in millionths of the account's currency."""

    def __init__(self, client: GoogleAdsClient, settings: GoogleAdsSettings, customer_id: str) -> None:
        super().__init__(settings.time_zone, settings.history_days, settings.days_per_request)
        self._client, self._customer = client, customer_id
        self._select = ", ".join((*_FIELDS, *settings.metrics))

    def pages(self, first: date, last: date) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of the days from `first` to `last`, both included."""
        query = f"SELECT {self._select} FROM campaign WHERE segments.date BETWEEN '{first}' AND '{last}'"
        return self._client.stream(self._customer, query)

    def day_and_campaign(self, row: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return a row's day, its campaign's id and its campaign's name."""
        campaign = row["campaign"]
        return row["segments"]["date"], campaign["id"], campaign["name"]

    def row_of(self, day: str, campaign_id: str, name: str) -> Mapping[str, Any]:
        """Return a row that holds no more than these three."""
        return {"segments": {"date": day}, "campaign": {"id": campaign_id, "name": name}}
