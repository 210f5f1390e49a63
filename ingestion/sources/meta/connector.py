"""Meta as a kind of system: its resources by name, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.meta.client import MetaClient
from ingestion.sources.meta.resources import Insights, Leads
from ingestion.sources.meta.schema import MetaSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {
    "leads": ("leads of one lead form (option form_id)", "一个线索表单的线索（选项 form_id）"),
    "insights": (
        "cost of each campaign by day (option account_id)",
        "广告系列每日花费（选项 account_id）",
    ),
}


class MetaConnector:
    """A connection with Meta."""

    def __init__(self, settings: MetaSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._client = MetaClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name == "leads":
            return Leads(self._client, self._settings, read_options(name, options, ["form_id"])["form_id"])
        if name == "insights":
            account = read_options(name, options, ["account_id"])["account_id"]
            return Insights(self._client, self._settings, account)
        raise unknown_resource("Meta", name, _RESOURCES)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="meta",
    title_en="Meta lead ads and insights",
    title_zh="Meta 线索广告与投放数据",
    settings=MetaSettings,
    connect=MetaConnector,
    resources=_RESOURCES,
    certainty="fields and keys as public code calls them; limits and error codes from general knowledge",
)
