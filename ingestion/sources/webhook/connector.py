"""The deliveries that the intake stored, as a resource, and what this kind declares about itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ingestion.http.session import Clocks
from ingestion.intake.store import Store
from ingestion.pulling.resource import Item, Op, Resource, Window
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec
from ingestion.sources.webhook.records import ID_FIELD, item_of
from ingestion.sources.webhook.schema import WebhookSettings

DELIVERY = "delivery"
_RESOURCES = {DELIVERY: ("what one form pushed", "单个表单推送的数据")}
_PAGE = 500


@dataclass(frozen=True)
class _Newest:
    """The delivery that says last what became of a record."""

    name: str
    changed_at: datetime
    received_at: datetime
    op: Op

    @property
    def order(self) -> tuple[datetime, datetime]:
        """By the time of the change; of one time the delivery that came later."""
        return self.changed_at, self.received_at


class Deliveries:
    """The newest delivery of each record, among all that are kept and had come when the pull began.

    Those that landed before are read again, so that an older delivery that comes late is known to be older.
    That a record is in none of them means nothing. Only what came `keep_days` before the start of the window,
    which a proven pull has landed, is removed.
    """

    is_incremental = True
    tells_deletions = True

    def __init__(self, settings: WebhookSettings) -> None:
        self._store, self._scheme = Store(settings.folder), settings.scheme
        self._keep = timedelta(days=settings.keep_days)
        self._known: dict[str, _Newest] | None = None

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records that were not removed."""
        return self._items(window, is_gone=False)

    def count(self, window: Window) -> int | None:
        """Return how many records the deliveries speak of."""
        newest = self._newest(window).values()
        return sum(one.op is Op.UPSERT and one.changed_at < window.until for one in newest)

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids of the records that were not removed."""
        yield [
            one
            for one, newest in self._newest(window).items()
            if newest.op is Op.UPSERT and newest.changed_at < window.until
        ]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the record's id alone."""
        return {ID_FIELD[self._scheme]: id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records that were removed."""
        return self._items(window, is_gone=True)

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002, ARG002 - the interface's
        """Return False: deliveries are kept for some days only."""
        return False

    def _items(self, window: Window, *, is_gone: bool) -> Iterator[Iterable[Item]]:
        newest = self._newest(window).values()
        names = [one.name for one in newest if (one.op is Op.DELETE) is is_gone]
        for start in range(0, len(names), _PAGE):
            yield [item_of(self._scheme, self._store.read(name)) for name in names[start : start + _PAGE]]

    def _newest(self, window: Window) -> dict[str, _Newest]:
        """By record, looked up once: what comes while a pull runs belongs to the next one."""
        if self._known is None:
            if window.since is not None:
                self._store.forget(window.since - self._keep)
            self._known = {}
            for name in self._store.names():
                stored = self._store.read(name)
                item = item_of(self._scheme, stored)
                changed_at = item.changed_at or stored.received_at
                found = _Newest(name, changed_at, stored.received_at, item.op)
                before = self._known.get(item.id)
                if before is None or found.order > before.order:
                    self._known[item.id] = found
        return self._known


class WebhookConnector:
    """The deliveries of one connection. Nothing is asked of any system."""

    def __init__(self, settings: WebhookSettings, clocks: Clocks) -> None:  # noqa: ARG002 - nothing waits
        self._settings = settings

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource; raises ValueError, saying what there is, for unknown names and options."""
        if name not in _RESOURCES:
            raise unknown_resource("The intake", name, _RESOURCES)
        read_options(name, options)
        return Deliveries(self._settings)

    def close(self) -> None:
        """Do nothing: no connection was opened."""


SPEC = SourceSpec(
    kind="webhook",
    title_en="Webhooks (intake)",
    title_zh="表单推送（接收端）",
    settings=WebhookSettings,
    connect=WebhookConnector,
    resources=_RESOURCES,
    certainty="signatures of Jiandaoyun and Typeform from the vendors' pages; Jinshuju publishes none",
)
