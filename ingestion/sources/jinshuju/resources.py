"""The entries of a Jinshuju form as a resource: all of them each time, because edits cannot be asked for."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ingestion.pulling.resource import Item, Window
from ingestion.sources.jinshuju.client import JinshujuClient

ENTRY = "entry"


class Entries:
    """The entries of one form.

    Jinshuju filters by creation only, so an edit would be missed: each pull reads everything, and lands what
    differs. Deleted entries are those no longer listed.
    """

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: JinshujuClient, form: str) -> None:
        self._client, self._form = client, form

    def read(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - always everything
        """Yield the entries; their times come in UTC."""
        parsed = datetime.fromisoformat
        for page in self._client.pages(self._form):
            yield [
                Item(str(one["serial_number"]), one, parsed(one.get("updated_at") or one["created_at"]))
                for one in page
            ]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - the total knows no window
        """Return the form's total."""
        return self._client.count(self._form)

    def ids(self, window: Window) -> Iterator[Iterable[str]]:  # noqa: ARG002 - always everything
        """Yield the serial numbers; pages are no cheaper for it."""
        for page in self._client.pages(self._form):
            yield [str(one["serial_number"]) for one in page]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return what stands for an entry that is listed no more."""
        return {"serial_number": int(id)}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it does not tell
        """Yield nothing: what is gone is found by listing."""
        return iter(())
