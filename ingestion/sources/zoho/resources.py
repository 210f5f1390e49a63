"""What is pulled from Zoho CRM: modules, the stage history of deals, users."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Op, Resource, Window, within_days
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec
from ingestion.sources.zoho.client import Row, ZohoClient
from ingestion.sources.zoho.schema import ZohoSettings

MODULES: dict[str, tuple[str, str]] = {
    "Leads": ("Leads, with deleted ones", "线索（含已删除）"),
    "Contacts": ("Contacts, with deleted ones", "联系人（含已删除）"),
    "Accounts": ("Accounts, with deleted ones", "客户（含已删除）"),
    "Deals": ("Deals, with deleted ones", "商机（含已删除）"),
    "Campaigns": ("Campaigns, with deleted ones", "市场活动（含已删除）"),
}
RESOURCES = MODULES | {
    "Stage_History": (
        "Each stage a deal entered; a request for each deal",
        "商机阶段历史（每个商机一次请求）",
    ),
    "users": ("Users, active and inactive", "用户（含停用）"),
}
_FIELDS_A_CALL = 50
_IDS_A_CALL = 100


class ModuleRecords:
    """The records of one module. Without option `fields` all of them are read."""

    is_incremental = True
    tells_deletions = True

    def __init__(self, client: ZohoClient, module: str, options: Mapping[str, Any]) -> None:
        self._client, self._module = client, module
        self._wanted = tuple(options.get("fields", ()))

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records page by page; what Zoho cannot give at once is asked for by the page's ids."""
        first, *others = self._field_lists
        for rows in self._client.changed(self._module, first, window.since):
            by_id = {row["id"]: row for row in rows}
            for fields in others:
                for some in _chunks(list(by_id), _IDS_A_CALL):
                    for more in self._client.by_ids(self._module, fields, some):
                        by_id[more["id"]] |= more
            yield [_item(row) for row in by_id.values()]

    def count(self, window: Window) -> int | None:
        """Return Zoho's count of everything; it counts no changes."""
        is_counted = window.is_full and self._client.settings.counts_records
        return self._client.count(self._module) if is_counted else None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids page by page."""
        for rows in self._client.changed(self._module, "Modified_Time", window.since):
            yield [row["id"] for row in rows if window.is_full or _changed(row) < window.until]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the id alone."""
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the deleted records; what was merged away is among them, without its survivor."""
        for rows in self._client.deleted(self._module, window.since):
            yield [
                Item(row["id"], row, datetime.fromisoformat(row["deleted_time"]), Op.DELETE) for row in rows
            ]

    def covers(self, window: Window) -> bool:
        """Whether everything deleted in the window is still listed."""
        return within_days(window, self._client.settings.deleted_days)

    @cached_property
    def _field_lists(self) -> list[str]:
        """The fields in lists as long as Zoho takes, the time of the change in each."""
        there = self._client.fields(self._module)
        unknown = [name for name in self._wanted if name not in there]
        if unknown:
            # Not a refusal of Zoho's: it leaves unknown fields out without a word.
            raise RequestRefused(
                f"Zoho's {self._module} have no field {', '.join(unknown)}; correct api.options.fields. "
                f"There are: {', '.join(sorted(there))}."
            )
        names = [name for name in self._wanted or there if name not in ("id", "Modified_Time")]
        lists = _chunks(names, _FIELDS_A_CALL - 1)
        return [",".join(["Modified_Time", *some]) for some in lists] or ["Modified_Time"]


class StageHistory:
    """Every stage a deal entered: one record an entry, with the deal's id as `Deal_Id`.

    Zoho gives it deal by deal: a request for each deal that changed in the window, and another for the proof.
    """

    is_incremental = True
    tells_deletions = True

    def __init__(self, client: ZohoClient) -> None:
        self._client = client
        self._deals = ModuleRecords(client, "Deals", {})
        self._fields = ",".join(client.settings.stage_history_fields)

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the entries deal by deal."""
        for deals in self._deals.ids(window):
            for deal in deals:
                for rows in self._client.related(f"Deals/{deal}/Stage_History", self._fields):
                    yield [_entry(deal, row) for row in rows]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - nothing counts entries
        """Return None."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids of the entries; there is no cheaper way than to read them."""
        for items in self.read(window):
            yield [item.id for item in items]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the entry's key, which its id is made of."""
        deal, time, stage = id.split("|", 2)
        return {"Deal_Id": deal, "Modified_Time": time, "Stage": stage}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: the history of a deleted deal cannot be asked for; a full pull finds it gone."""
        return iter(())


class Users:
    """Everybody who has or had a login."""

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: ZohoClient) -> None:
        self._client = client

    def read(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - all of them
        """Yield the users page by page."""
        for rows in self._client.users():
            yield [Item(row["id"], row) for row in rows]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - nothing counts them
        """Return None."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:  # noqa: ARG002 - all of them
        """Yield the ids page by page."""
        for rows in self._client.users():
            yield [row["id"] for row in rows]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the id alone."""
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing."""
        return iter(())


class ZohoConnector:
    """A connection to one org."""

    def __init__(self, settings: ZohoSettings, clocks: Clocks) -> None:
        self._client = ZohoClient(settings, clocks)
        self._modules = {**dict.fromkeys(MODULES), **dict.fromkeys(settings.custom_modules)}

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource by its name; custom modules are known by the settings."""
        if name not in self._modules and name not in RESOURCES:
            raise unknown_resource("Zoho CRM", name, {**self._modules, **RESOURCES})
        known = ("fields",) if name in self._modules else ()
        read_options(name, options, optional=known)
        if name == "Stage_History":
            return StageHistory(self._client)
        if name == "users":
            return Users(self._client)
        return ModuleRecords(self._client, name, options)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _item(row: Row) -> Item:
    return Item(row["id"], row, _changed(row))


def _entry(deal: str, row: Row) -> Item:
    one = f"{deal}|{row['Modified_Time']}|{row['Stage']}"
    return Item(one, {**row, "Deal_Id": deal}, _changed(row))


def _changed(row: Row) -> datetime:
    return datetime.fromisoformat(row["Modified_Time"])


def _chunks(names: list[str], size: int) -> list[list[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]


SPEC = SourceSpec(
    kind="zoho",
    title_en="Zoho CRM",
    title_zh="Zoho CRM",
    settings=ZohoSettings,
    connect=ZohoConnector,
    resources=RESOURCES,
    certainty="Paging ceiling, modified header and empty replies confirmed from public code; deleted "
    "records, counts and stage history from general knowledge; never called live.",
)
