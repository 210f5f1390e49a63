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
    "leads": (
        "leads of all lead forms of a page (option page_id), or of one (form_id)",
        "主页全部线索表单（选项 page_id）或单个表单（form_id）的线索",
    ),
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
            given = read_options(name, options, optional=["page_id", "form_id"])
            if len(given) != 1:
                raise ValueError(
                    "resource 'leads' needs one option: page_id for all forms of a page, or form_id"
                )
            return Leads(
                self._client, self._settings, form_id=given.get("form_id"), page_id=given.get("page_id")
            )
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
