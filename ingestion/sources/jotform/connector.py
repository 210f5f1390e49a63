"""Jotform as a kind of system: its resource, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.jotform.client import SYSTEM, JotformClient
from ingestion.sources.jotform.resources import SUBMISSION, Submissions
from ingestion.sources.jotform.schema import JotformSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {SUBMISSION: ("submissions of one form (option form)", "单个表单（选项 form）的提交记录")}


class JotformConnector:
    """A connection with Jotform."""

    def __init__(self, settings: JotformSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._client = JotformClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource(SYSTEM, name, _RESOURCES)
        form = read_options(name, options, required=["form"])["form"]
        return Submissions(
            self._client, form, ZoneInfo(self._settings.time_zone), self._settings.deleted_statuses
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="jotform",
    title_en="Jotform forms",
    title_zh="Jotform 表单",
    settings=JotformSettings,
    connect=JotformConnector,
    resources=_RESOURCES,
    certainty="core parameters and shapes from public code that calls the API; the rest from general "
    "knowledge",
)
