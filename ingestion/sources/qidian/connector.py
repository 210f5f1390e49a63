"""Tencent Qidian as a kind of system: its resources by name, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.qidian.client import SYSTEM, QidianClient
from ingestion.sources.qidian.resources import CUSTOMER, Customers
from ingestion.sources.qidian.schema import QidianSettings
from ingestion.sources.spec import SourceSpec

_RESOURCES = {CUSTOMER: ("customers, one request each", "客户（每个客户一次请求）")}


class QidianConnector:
    """A connection with Tencent Qidian."""

    def __init__(self, settings: QidianSettings, clocks: Clocks) -> None:
        self._client = QidianClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource(SYSTEM, name, _RESOURCES)
        read_options(name, options)
        return Customers(self._client)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="qidian",
    title_en="Tencent Qidian customers",
    title_zh="腾讯企点客户",
    settings=QidianSettings,
    connect=QidianConnector,
    resources=_RESOURCES,
    certainty="paths and shapes from the vendor's public SDK; error codes and field names unknown",
)
