"""What is pulled out of Neocrm: objects by their API keys, standard ones and a company's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Window
from ingestion.sources.neocrm.client import NeocrmClient
from ingestion.sources.neocrm.login import SYSTEM
from ingestion.sources.neocrm.schema import NeocrmSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

# The key under which a record gets the labels of its codes; no field is called so.
LABELS = "_labels"
_STAGES = "opportunity.stages"
_OBJECTS = {
    "lead": ("Leads", "销售线索"),
    "account": ("Accounts", "客户"),
    "contact": ("Contacts", "联系人"),
    "opportunity": ("Opportunities, with the names of their stages", "销售机会（含阶段名称）"),
    _STAGES: ("The stages that opportunities were seen to enter", "销售机会进入各阶段的记录"),
    "oppProcess": ("Definitions of the sales stages", "销售阶段定义"),
    "visitRecord": ("Follow-ups", "跟进/拜访记录"),
    "user": ("Users", "用户"),
    "<name>__c": ("Any object of the company's own", "任意自定义对象"),
}
_OWN = re.compile(r"[A-Za-z][A-Za-z0-9_]*__c")


class XObject:
    """The records of one object.

    Codes of picklists and stages get their labels in `_labels`, from the object's description. The system
    counts; it tells no deletions, so ids that are no longer listed are gone.
    """

    is_incremental = True
    tells_deletions = False
    key: tuple[str, ...] = ("id",)

    def __init__(self, client: NeocrmClient, name: str, fields: list[str]) -> None:
        self._client, self._name, self._wanted = client, name, fields
        self._updated = client.settings.updated_field
        self._fields: list[str] = []
        self._labels: dict[str, Mapping[str, str]] = {}

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records page by page, by scrolling."""
        self._describe()
        updated, labels = self._updated, self._labels
        query = f"select {', '.join(self._fields)} from {self._name}{self._condition(window)}"
        for page in self._client.scroll(query):
            items = []
            for record in page:
                if labels:
                    record[LABELS] = {
                        field: names[code]
                        for field, names in labels.items()
                        if (code := str(record.get(field))) in names
                    }
                changed = record.get(updated)
                moment = datetime.fromtimestamp(int(changed) / 1000, UTC) if changed else None
                items.append(Item(self.id_of(record), record, moment))
            yield items

    def count(self, window: Window) -> int | None:
        """Return the system's own count."""
        self._describe()
        return self._client.count(f"select count(id) as total from {self._name}{self._condition(window)}")

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids in their order, each page after the last id of the one before: nothing can shift."""
        rows, last = self._client.settings.listing_rows, 0
        condition = self._condition(window)
        while True:
            where = f"{condition} and id > {last}" if condition else f" where id > {last}"
            query = f"select {', '.join(self.key)} from {self._name}{where} order by id limit {rows}"
            page = self._client.rows(query, after=last)
            yield [self.id_of(record) for record in page]
            if len(page) < rows:
                return
            last = int(page[-1]["id"])

    def id_of(self, record: Mapping[str, Any]) -> str:
        """Return what identifies a record, from the fields in `key`."""
        return str(record["id"])

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the id alone."""
        return {"id": int(id)}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: no list of deleted records is known."""
        return iter(())

    def _condition(self, window: Window) -> str:
        if window.since is None:
            return ""
        since, until = _milliseconds(window.since), _milliseconds(window.until)
        return f" where {self._updated} >= {since} and {self._updated} < {until}"

    def _describe(self) -> None:
        """Find out the fields, as there is no `select *`, and the labels of codes; once a pull."""
        if self._fields:
            return
        settings, found = self._client.settings, self._client.describe(self._name)
        missing = [name for name in self._wanted if name not in found.fields]
        if missing:
            listed = ", ".join(f"{name} ({label})" for name, label in found.fields.items())
            raise RequestRefused(
                f"{SYSTEM}'s object {self._name} has no field '{missing[0]}'; its fields are: {listed}. "
                "Correct the option fields."
            )
        chosen = self._wanted or list(found.fields)
        self._fields = list(dict.fromkeys([*self.key, self._updated, *chosen]))
        self._labels = {field: names for field, names in found.labels.items() if field in self._fields}
        if settings.stage_field in self._fields:
            query = f"select id, {settings.stage_name} from {settings.stage_object} order by id limit 1000"
            stages = self._client.rows(query)
            self._labels[settings.stage_field] = {str(row["id"]): row[settings.stage_name] for row in stages}


class StageEntries(XObject):
    """The stage that each opportunity stands in and since when: one record for each time it entered a stage.

    The system keeps no history. Entries that were pulled stay when the opportunity goes on, so the history
    grows from the first pull on, with stages that are entered again; none between two pulls is seen.
    """

    def __init__(self, client: NeocrmClient) -> None:
        settings = client.settings
        self.key = ("id", settings.stage_time)
        super().__init__(client, "opportunity", [settings.stage_field, settings.stage_time])

    def id_of(self, record: Mapping[str, Any]) -> str:
        """Return the opportunity's id with the time of its entry, which may be blank."""
        return f"{record['id']}@{record.get(self.key[1]) or ''}"

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002, ARG002 - the protocol's words
        """Return False: only the newest entry is listed, so a missing one says nothing."""
        return False


class NeocrmConnector:
    """One connection to Neocrm."""

    def __init__(self, settings: NeocrmSettings, clocks: Clocks) -> None:
        self._client = NeocrmClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> XObject:
        """Return an object. Option: fields, separated by commas (none: all that its description names)."""
        if name not in _OBJECTS and not _OWN.fullmatch(name):
            raise unknown_resource(SYSTEM, name, _OBJECTS)
        if name == _STAGES:
            read_options(name, options)
            return StageEntries(self._client)
        given = read_options(name, options, (), ("fields",))
        return XObject(
            self._client, name, [f.strip() for f in given.get("fields", "").split(",") if f.strip()]
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


SPEC = SourceSpec(
    kind="neocrm",
    title_en="Neocrm (Xiaoshouyi)",
    title_zh="销售易",
    settings=NeocrmSettings,
    connect=NeocrmConnector,
    resources=_OBJECTS,
    certainty="From public code that calls the API; no page of the vendor's found, nothing tried live.",
)
