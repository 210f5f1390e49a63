"""Google Ads as a kind of system: its resources by name, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.google_ads.client import GoogleAdsClient
from ingestion.sources.google_ads.resources import CampaignSpend
from ingestion.sources.google_ads.schema import GoogleAdsSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {
    "campaign_spend": (
        "cost of each campaign by day (option customer_id)",
        "广告系列每日花费（选项 customer_id）",
    ),
}


class GoogleAdsConnector:
    """A connection with Google Ads."""

    def __init__(self, settings: GoogleAdsSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._client = GoogleAdsClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource("Google Ads", name, _RESOURCES)
        customer = read_options(name, options, ["customer_id"])["customer_id"].replace("-", "")
        if not customer.isdigit():
            raise ValueError(f"customer_id '{customer}' is no number; write it as 123-456-7890")
        return CampaignSpend(self._client, self._settings, customer)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="google_ads",
    title_en="Google Ads",
    title_zh="谷歌广告",
    settings=GoogleAdsSettings,
    connect=GoogleAdsConnector,
    resources=_RESOURCES,
    certainty="the call and its reply from the vendor's reference; errors and limits from general knowledge",
)
