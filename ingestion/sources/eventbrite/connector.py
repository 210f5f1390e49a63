"""Eventbrite as a kind of system: its resources by name, and what it declares about itself."""

from collections.abc import Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Resource
from ingestion.sources.eventbrite.client import SYSTEM, EventbriteClient
from ingestion.sources.eventbrite.resources import ATTENDEE, Attendees
from ingestion.sources.eventbrite.schema import EventbriteSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {
    ATTENDEE: (
        "attendees of the organization, or of one event (option event_id)",
        "主办方全部活动或单个活动（选项 event_id）的参会人",
    )
}


class EventbriteConnector:
    """A connection with Eventbrite."""

    def __init__(self, settings: EventbriteSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._client = EventbriteClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource(SYSTEM, name, _RESOURCES)
        given = read_options(name, options, optional=["event_id", "expand"])
        event, organization = given.get("event_id"), self._settings.organization_id
        if not event and not organization:
            raise ValueError(
                f"resource '{name}' needs the option 'event_id', or its connection an organization_id"
            )
        path = f"v3/events/{event}/attendees/" if event else f"v3/organizations/{organization}/attendees/"
        return Attendees(
            self._client, path, given.get("expand", ""), lists_forever=self._settings.lists_forever
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="eventbrite",
    title_en="Eventbrite attendees",
    title_zh="Eventbrite 活动参会人",
    settings=EventbriteSettings,
    connect=EventbriteConnector,
    resources=_RESOURCES,
    certainty="paths, parameters and paging from public tool documentation; errors and limits from general "
    "knowledge",
)
