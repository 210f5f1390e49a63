"""The submissions of a Jotform as a resource: all of them each time, because edits cannot be asked for."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from ingestion.pulling.resource import Item, Window
from ingestion.sources.jotform.client import JotformClient

SUBMISSION = "submission"


class Submissions:
    """The submissions of one form.

    Only the filter by creation is known, so an edit would be missed: each pull reads everything, and lands
    what differs. Rows move to other pages while some are deleted, and there is no count of submissions, so a
    second pass over ids closes the gap. Times come in the account's `zone`.
    """

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: JotformClient, form: str, zone: tzinfo, deleted: tuple[str, ...]) -> None:
        self._client, self._form, self._zone, self._deleted = client, form, zone, frozenset(deleted)

    def read(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - always everything
        """Yield the submissions that are not in the trash."""
        parsed, zone = datetime.fromisoformat, self._zone
        for page in self._pages():
            yield [
                Item(
                    str(one["id"]),
                    one,
                    parsed(one.get("updated_at") or one["created_at"]).replace(tzinfo=zone),
                )
                for one in page
            ]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - there is none
        """Return None: a page says only how many rows it has itself."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:  # noqa: ARG002 - always everything
        """Yield the ids; pages are no cheaper for it."""
        for page in self._pages():
            yield [str(one["id"]) for one in page]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return what stands for a submission that is listed no more."""
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it does not tell
        """Yield nothing: what is gone is found by listing."""
        return iter(())

    def _pages(self) -> Iterator[list[dict[str, Any]]]:
        for page in self._client.pages(self._form):
            yield [one for one in page if one.get("status") not in self._deleted]
