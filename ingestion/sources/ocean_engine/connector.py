"""Ocean Engine as a kind of system: its resources by name, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.ocean_engine.client import OceanEngineClient
from ingestion.sources.ocean_engine.resources import Clues, Report
from ingestion.sources.ocean_engine.schema import OceanEngineSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {
    "clues": ("clues of an advertiser (option advertiser_id)", "广告主的线索（选项 advertiser_id）"),
    "report": (
        "cost of each project by day (option advertiser_id)",
        "项目每日消耗（选项 advertiser_id）",
    ),
}


class OceanEngineConnector:
    """A connection with Ocean Engine."""

    def __init__(self, settings: OceanEngineSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._client = OceanEngineClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource("Ocean Engine", name, _RESOURCES)
        advertiser = read_options(name, options, ["advertiser_id"])["advertiser_id"]
        if not advertiser.isdigit():
            raise ValueError(f"advertiser_id '{advertiser}' is no number; it stands in the account's address")
        made = Clues if name == "clues" else Report
        return made(self._client, self._settings, advertiser)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="ocean_engine",
    title_en="Ocean Engine (Douyin)",
    title_zh="巨量引擎（抖音）",
    settings=OceanEngineSettings,
    connect=OceanEngineConnector,
    resources=_RESOURCES,
    certainty="paths and clues as public code calls them; report names and codes from general knowledge",
)
