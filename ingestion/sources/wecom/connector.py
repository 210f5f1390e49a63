"""WeCom as a kind of system: its resources by name, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec
from ingestion.sources.wecom.client import SYSTEM, WecomClient
from ingestion.sources.wecom.resources import EXTERNAL_CONTACT, MEMBER, ExternalContacts, Members
from ingestion.sources.wecom.schema import WecomSettings

_RESOURCES = {
    EXTERNAL_CONTACT: ("customers, once for each member who added them", "外部联系人（每位添加成员一条）"),
    MEMBER: ("members with customer contact, one request each", "配置了客户联系的成员（每人一次请求）"),
}


class WecomConnector:
    """A connection with WeCom."""

    def __init__(self, settings: WecomSettings, clocks: Clocks) -> None:
        self._client = WecomClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource(SYSTEM, name, _RESOURCES)
        read_options(name, options)
        return ExternalContacts(self._client) if name == EXTERNAL_CONTACT else Members(self._client)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="wecom",
    title_en="WeCom customer contacts",
    title_zh="企业微信客户联系",
    settings=WecomSettings,
    connect=WecomConnector,
    resources=_RESOURCES,
    certainty="the list of customers from the vendor's documentation; token call and error codes unconfirmed",
)
