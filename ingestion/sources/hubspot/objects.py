"""HubSpot's objects: contacts, companies, deals. A full pull lists them, an increment searches them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.pulling.resource import Item, Op, Window, within_days
from ingestion.sources.hubspot.client import HubspotClient
from ingestion.sources.hubspot.schema import Filter, Record

# Addresses longer than about 8,000 characters are refused on the way.
_LONGEST_LIST = 6000


class ObjectResource:
    """One kind of object. Without option `properties` all of them are read.

    Option `associations` adds to each record the ids of associated objects, as
    `associations.<kind>.{id, ids}`: `id` is the primary one, else the first.
    """

    is_incremental = True
    tells_deletions = True

    def __init__(self, client: HubspotClient, kind: str, options: Mapping[str, Any]) -> None:
        self._client, self._kind = client, kind
        self._wanted = tuple(options.get("properties", ()))
        self._others = tuple(options.get("associations", ()))

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the objects page by page."""
        for records in self._listed() if window.is_full else self._found(window, self._properties):
            if self._others and records:
                self._associate(records)
            yield [
                Item(record["id"], record, datetime.fromisoformat(record["updatedAt"])) for record in records
            ]

    def count(self, window: Window) -> int | None:
        """Return the search's total."""
        return self._client.total(self._kind, self.changed(window), self._properties)

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids page by page: of everything by the list, which no index delays."""
        pages = (
            self._client.listed(self._path, {"limit": self._limit, "properties": "hs_object_id"})
            if window.is_full
            else self._found(window, ("hs_object_id",))
        )
        for records in pages:
            yield [record["id"] for record in records]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the id alone."""
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield what was merged away, which survivors name, then what is archived."""
        merged = self._client.settings.merged[self._kind]
        has_merged: Filter = {"propertyName": merged, "operator": "HAS_PROPERTY"}
        for records in self._client.found(self._kind, [*self.changed(window), has_merged], (merged,)):
            yield [item for record in records for item in _merged(record, merged)]
        params = {"limit": self._limit, "properties": "hs_object_id"}
        for records in self._client.listed(self._path, params, is_archived=True):
            yield [Item(record["id"], record, archived_at(record), Op.DELETE) for record in records]

    def covers(self, window: Window) -> bool:
        """Whether everything archived in the window is still listed."""
        return within_days(window, self._client.settings.archive_days)

    def changed(self, window: Window) -> list[Filter]:
        """Return the conditions for changes in the window; none for everything."""
        if window.since is None:
            return []
        modified = self._client.settings.modified[self._kind]
        return [
            {"propertyName": modified, "operator": "GTE", "value": _epoch_ms(window.since)},
            {"propertyName": modified, "operator": "LT", "value": _epoch_ms(window.until)},
        ]

    @property
    def _path(self) -> str:
        return f"crm/v3/objects/{self._kind}"

    @property
    def _limit(self) -> str:
        return str(self._client.settings.page_size)

    @cached_property
    def _properties(self) -> tuple[str, ...]:
        there = self._client.properties(self._kind)
        unknown = [name for name in self._wanted if name not in there]
        if unknown:
            # Not a refusal of HubSpot's: it leaves unknown properties out without a word.
            raise RequestRefused(
                f"HubSpot's {self._kind} have no property {', '.join(unknown)}; correct "
                f"api.options.properties. There are: {', '.join(sorted(there))}."
            )
        return self._wanted or tuple(there)

    def _found(self, window: Window, properties: tuple[str, ...]) -> Iterator[list[Record]]:
        return self._client.found(self._kind, self.changed(window), properties)

    def _listed(self) -> Iterator[list[Record]]:
        """List with all properties; with names too long for an address, read each page by its ids."""
        names = ",".join(self._properties)
        if len(names) <= _LONGEST_LIST:
            yield from self._client.listed(self._path, {"limit": self._limit, "properties": names})
            return
        for page in self._client.listed(self._path, {"limit": self._limit, "properties": "hs_object_id"}):
            ids = [record["id"] for record in page]
            yield self._client.batch(self._kind, ids, properties=self._properties) if ids else []

    def _associate(self, records: list[Record]) -> None:
        """Lists could show associations, but searches cannot, and both must give the same record."""
        for other in self._others:
            found = self._client.associated(self._kind, other, [record["id"] for record in records])
            for record in records:
                to = found.get(record["id"], [])
                ids = [str(one["toObjectId"]) for one in to]
                primary = [str(one["toObjectId"]) for one in to if _is_primary(one)]
                first = next(iter(primary or ids), None)
                record.setdefault("associations", {})[other] = {"id": first, "ids": sorted(ids)}


def archived_at(record: Record) -> datetime:
    """Return when an object was archived."""
    return datetime.fromisoformat(record.get("archivedAt") or record["updatedAt"])


def _merged(record: Record, name: str) -> Iterator[Item]:
    """Ids stand as "id;id", for contacts with times as "id:ms;id:ms", the survivor's own among them."""
    changed = datetime.fromisoformat(record["updatedAt"])
    for part in (record["properties"].get(name) or "").split(";"):
        loser = part.split(":")[0].strip()
        if loser and loser != record["id"]:
            yield Item(loser, {"id": loser}, changed, Op.MERGE, record["id"])


def _is_primary(association: Mapping[str, Any]) -> bool:
    kinds = association.get("associationTypes", ())
    return any("primary" in str(kind.get("label") or "").lower() for kind in kinds)


def _epoch_ms(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))
