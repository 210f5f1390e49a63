"""What a connector gives the engine: records by page, counts, ids, deletions. `pull` uses it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable


class Op(StrEnum):
    """What is said about an id: this is how it is now, it is gone, or it went into another."""

    UPSERT = "upsert"
    DELETE = "delete"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Item:
    """One record as the system gave it.

    `id` is the system's own, as text whatever the system calls it, and unique within the resource. `record`
    is JSON as it came, with nothing renamed; for a deletion or a merge it holds at least what the contract
    reads the id from. `changed_at` (with a zone) is the system's own time of the change, None where it keeps
    none: then the pull's time counts. `merged_into` is the surviving id of a merge.
    """

    id: str
    record: Mapping[str, Any]
    changed_at: datetime | None = None
    op: Op = Op.UPSERT
    merged_into: str | None = None


@dataclass(frozen=True)
class Window:
    """The changes asked for: since <= changed < until, both aware. `since` None: everything that exists.

    `until` is fixed when the pull starts, so a record that changes while it is read falls out of this window
    and into the next one.
    """

    since: datetime | None
    until: datetime

    @property
    def is_full(self) -> bool:
        """Whether everything is asked for."""
        return self.since is None


def within_days(window: Window, days: int) -> bool:
    """Whether the window reaches back no further than this; a full one does not ask for changes."""
    return window.since is None or window.until - window.since <= timedelta(days=days)


class Resource(Protocol):
    """One kind of record of one system. A connector gives one of these for each name it lists."""

    @property
    def is_incremental(self) -> bool:
        """Whether the system can be asked for changes since a time; otherwise each pull reads everything."""

    @property
    def tells_deletions(self) -> bool:
        """Whether the system lists what was deleted; otherwise ids no longer listed are taken as gone."""

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records changed in the window, page by page, each page as it comes.

        A record may come twice and pages may overlap. Records changed after `until` may be among them: the
        engine lands them all the same. Nothing that stayed unchanged while it was read may be missing, else
        the certificate fails.
        """

    def count(self, window: Window) -> int | None:
        """Return how many records the system itself says the window holds; None when it gives no count."""

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids in the window in a pass of its own, as cheaply as the system allows.

        With a full window: every id that exists now. It proves completeness where there is no count, finds
        what is missing where the count differs, and what was deleted where the system does not tell.
        """

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the record that stands for an id that is gone: only what the contract reads the id from."""

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield what was deleted or merged away in the window; nothing where the system does not tell."""


@runtime_checkable
class Forgetting(Protocol):
    """A resource whose system forgets: that an id is not listed means nothing where it would not be anyway.

    Reports that go back some years, leads that are kept for some days. Only ids that `would_list` names are
    taken as gone when they are missing, and the window's own listing says so.
    """

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002 - the field's own word
        """Whether the system would list this id in the window if the record still existed."""


@runtime_checkable
class RecycleBin(Protocol):
    """A resource whose system tells deletions, but only for some days, as a recycle bin does.

    After a longer pause ids that are no longer listed are taken as gone, as if the system told nothing.
    """

    def covers(self, window: Window) -> bool:
        """Whether the system still tells everything that was deleted in the window."""


class Connector(Protocol):
    """A system's connection: what can be pulled from it."""

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource by the name that a contract gives.

        `options` are the contract's own (form id, fields, account ...). Raises ValueError, saying which names
        or options there are, when it knows no such resource or option.
        """

    def close(self) -> None:
        """Close open connections."""
