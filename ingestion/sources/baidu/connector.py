"""Baidu as a kind of system: its resources by name, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.baidu.client import BaiduClient
from ingestion.sources.baidu.resources import CampaignSpend
from ingestion.sources.baidu.schema import BaiduSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {"campaign_spend": ("cost of each campaign by day", "推广计划每日消费")}


class BaiduConnector:
    """A connection with Baidu."""

    def __init__(self, settings: BaiduSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._client = BaiduClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource("Baidu", name, _RESOURCES)
        read_options(name, options)
        return CampaignSpend(self._client, self._settings)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="baidu",
    title_en="Baidu search ads",
    title_zh="百度营销（搜索推广）",
    settings=BaiduSettings,
    connect=BaiduConnector,
    resources=_RESOURCES,
    certainty="the report call as public code makes it; the token call and all failure codes unverified",
)
