"""Jinshuju as a kind of system: its resource, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.jinshuju.client import SYSTEM, JinshujuClient
from ingestion.sources.jinshuju.resources import ENTRY, Entries
from ingestion.sources.jinshuju.schema import JinshujuSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {ENTRY: ("entries of one form (option form)", "单个表单（选项 form）的数据")}


class JinshujuConnector:
    """A connection with Jinshuju."""

    def __init__(self, settings: JinshujuSettings, clocks: Clocks) -> None:
        self._client = JinshujuClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource(SYSTEM, name, _RESOURCES)
        form = read_options(name, options, required=["form"])["form"]
        return Entries(self._client, form)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="jinshuju",
    title_en="Jinshuju forms",
    title_zh="金数据表单",
    settings=JinshujuSettings,
    connect=JinshujuConnector,
    resources=_RESOURCES,
    certainty="paths, paging, times and statuses from the published documentation; rate limit unknown",
)
