"""Typeform as a kind of system: its resource, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec
from ingestion.sources.typeform.client import SYSTEM, TypeformClient
from ingestion.sources.typeform.resources import RESPONSE, Responses
from ingestion.sources.typeform.schema import TypeformSettings

_RESOURCES = {RESPONSE: ("responses to one form (option form)", "单个表单（选项 form）的答卷")}


class TypeformConnector:
    """A connection with Typeform."""

    def __init__(self, settings: TypeformSettings, clocks: Clocks) -> None:
        self._client = TypeformClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource(SYSTEM, name, _RESOURCES)
        form = read_options(name, options, required=["form"])["form"]
        return Responses(self._client, form)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="typeform",
    title_en="Typeform forms",
    title_zh="Typeform 表单",
    settings=TypeformSettings,
    connect=TypeformConnector,
    resources=_RESOURCES,
    certainty="parameters and shapes from public documentation; limits and that responses never change from "
    "general knowledge",
)
