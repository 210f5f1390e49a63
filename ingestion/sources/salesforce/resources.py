"""What is pulled from Salesforce: any object, one class; they differ only in what describe says of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Op, Resource, Window, within_days
from ingestion.sources.salesforce.client import SalesforceClient
from ingestion.sources.salesforce.schema import SalesforceSettings
from ingestion.sources.spec import SourceSpec

OBJECTS: dict[str, tuple[str, str]] = {
    "Lead": ("Leads, with deletions and merges", "线索（含删除与合并）"),
    "Contact": ("Contacts, with deletions and merges", "联系人（含删除与合并）"),
    "Account": ("Accounts, with deletions and merges", "客户（含删除与合并）"),
    "Opportunity": ("Opportunities", "商机"),
    "OpportunityHistory": ("Every change of an opportunity's stage, amount or date", "商机阶段历史"),
    "OpportunityContactRole": ("Contacts of opportunities", "商机联系人角色"),
    "Campaign": ("Campaigns", "市场活动"),
    "CampaignMember": ("Leads and contacts of campaigns", "市场活动成员"),
    "Task": ("Tasks: calls, e-mails, to-dos", "任务"),
    "Event": ("Calendar events: meetings, visits", "日程"),
    "User": ("Users, the owners of records", "用户"),
}
_OPTIONS = ("fields", "related")
# Parts of these are fields of their own, or they cannot be queried in numbers.
_UNREADABLE = {"address", "location", "base64"}
_LONGEST_SELECT = 12_000


@dataclass(frozen=True)
class _Layout:
    """What of an object is read, and which of the system fields it has."""

    select: str
    has_deleted: bool
    has_master: bool


class SalesforceObject:
    """The records of one object. Without option `fields` every field that the user may see is read.

    Everything goes through queryAll, because query leaves out archived tasks and events.
    """

    is_incremental = True

    def __init__(
        self, client: SalesforceClient, name: str, options: Mapping[str, Any], settings: SalesforceSettings
    ) -> None:
        self._client, self._name = client, name
        self._swept = name in settings.swept_objects
        self._bin_days = settings.recycle_bin_days
        self._wanted = tuple(options.get("fields", ()))
        self._related = tuple(options.get("related", ()))

    @property
    def tells_deletions(self) -> bool:
        """Whether the recycle bin keeps its deletions, or there can be none."""
        return not self._swept

    def covers(self, window: Window) -> bool:
        """Whether the recycle bin still holds what was deleted in the window."""
        return within_days(window, self._bin_days)

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records page by page."""
        for rows in self._client.pages(f"SELECT {self._layout.select} {self._live(window)}"):
            yield [Item(row["Id"], row, datetime.fromisoformat(row["SystemModstamp"])) for row in rows]

    def count(self, window: Window) -> int | None:
        """Return Salesforce's own count."""
        return self._client.count(self._live(window))

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids page by page."""
        for rows in self._client.pages(f"SELECT Id {self._live(window)}"):
            yield [row["Id"] for row in rows]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the id alone."""
        return {"Id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield what lies in the recycle bin; of a merge the loser lies there and names the survivor."""
        layout = self._layout
        if not layout.has_deleted:
            return
        select = f"{layout.select}, MasterRecordId" if layout.has_master else layout.select
        deleted = self._where("IsDeleted = true", _since(window))
        yield [_gone(row) for row in self._client.deleted(f"SELECT {select} {deleted}")]

    @cached_property
    def _layout(self) -> _Layout:
        readable = {
            field["name"]: None
            for field in self._client.fields(self._name)
            if field["type"] not in _UNREADABLE
        }
        unknown = [name for name in self._wanted if name not in readable]
        if unknown:
            raise RequestRefused(
                f"Salesforce's {self._name} has no field {', '.join(unknown)} that this user may see; "
                f"correct api.options.fields. There are: {', '.join(sorted(readable))}."
            )
        system = [name for name in ("Id", "SystemModstamp", "IsDeleted") if name in readable]
        if "SystemModstamp" not in readable:
            raise RequestRefused(f"Salesforce's {self._name} has no SystemModstamp, so it cannot be pulled.")
        # Which record survived stands with deletions only: always blank in a live record.
        chosen = dict.fromkeys([*system, *(self._wanted or readable), *self._related])
        chosen.pop("MasterRecordId", None)
        select = ", ".join(chosen)
        if len(select) > _LONGEST_SELECT:
            raise RequestRefused(
                f"Salesforce's {self._name} has {len(chosen)} fields, too many for one query; name those you "
                "need in api.options.fields."
            )
        return _Layout(select, "IsDeleted" in readable, "MasterRecordId" in readable)

    def _live(self, window: Window) -> str:
        """With a full window everything that exists, also what changed after `until`."""
        live = "IsDeleted = false" if self._layout.has_deleted else ""
        until = "" if window.is_full else f"SystemModstamp < {_literal(window.until)}"
        return self._where(live, _since(window), until)

    def _where(self, *conditions: str) -> str:
        given = " AND ".join(condition for condition in conditions if condition)
        return f"FROM {self._name} WHERE {given}" if given else f"FROM {self._name}"


class SalesforceConnector:
    """A connection to one org."""

    def __init__(self, settings: SalesforceSettings, clocks: Clocks) -> None:
        self._client = SalesforceClient(settings, clocks)
        self._settings = settings

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return an object's records; custom objects are known by their __c."""
        if name not in OBJECTS and not name.endswith("__c"):
            raise ValueError(
                f"Salesforce has no resource '{name}'; there are {', '.join(OBJECTS)}, and custom objects "
                "by their API name (..__c)"
            )
        unknown = sorted(options.keys() - set(_OPTIONS))
        if unknown:
            raise ValueError(f"'{unknown[0]}' is no option of Salesforce; there are {', '.join(_OPTIONS)}")
        return SalesforceObject(self._client, name, options, self._settings)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _gone(row: dict[str, Any]) -> Item:
    survivor = row.get("MasterRecordId")
    changed = datetime.fromisoformat(row["SystemModstamp"])
    return Item(row["Id"], row, changed, Op.MERGE if survivor else Op.DELETE, survivor or None)


def _since(window: Window) -> str:
    return f"SystemModstamp >= {_literal(window.since)}" if window.since else ""


def _literal(moment: datetime) -> str:
    """SOQL's unquoted form, in whole seconds: what lies between is asked for twice, never missed."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


SPEC = SourceSpec(
    kind="salesforce",
    title_en="Salesforce",
    title_zh="Salesforce",
    settings=SalesforceSettings,
    connect=SalesforceConnector,
    resources=OBJECTS,
    certainty="Queries, paging and errors confirmed from the vendor's pages; logins and deletions from "
    "general knowledge; never called live.",
)
