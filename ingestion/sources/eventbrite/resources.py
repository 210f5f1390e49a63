"""Eventbrite's attendees as a resource: changed since a time, page by page."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ingestion.pulling.resource import Item, Window
from ingestion.sources.eventbrite.client import EventbriteClient

ATTENDEE = "attendee"


class Attendees:
    """The attendees at `path`: of an event or of all events of an organization.

    Someone who cancelled or was refunded is a change like any other: `cancelled`, `refunded` and `status` say
    so. There is no upper bound of the time of change; what is younger than the window comes along.
    """

    is_incremental = True

    def __init__(self, client: EventbriteClient, path: str, expand: str, *, lists_forever: bool) -> None:
        self._client, self._path = client, path
        self._expand = {"expand": expand} if expand else {}
        self.tells_deletions = lists_forever

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the attendees."""
        parsed = datetime.fromisoformat
        for page in self._client.pages(self._path, {**_since(window), **self._expand}):
            yield [Item(str(one["id"]), one, parsed(one["changed"])) for one in page]

    def count(self, window: Window) -> int | None:
        """Return Eventbrite's own count of what changed since the window's start."""
        return self._client.count(self._path, _since(window))

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids; pages are no cheaper for it."""
        for page in self._client.pages(self._path, _since(window)):
            yield [str(one["id"]) for one in page]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return what stands for an attendee who is listed no more."""
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - they are changes
        """Yield nothing: who cancels stays in the list."""
        return iter(())


def _since(window: Window) -> dict[str, str]:
    """The parameter that asks for changes, to the second below; nothing for everything."""
    if window.since is None:
        return {}
    return {"changed_since": window.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
