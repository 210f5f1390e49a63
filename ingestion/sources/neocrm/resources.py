"""What is pulled out of Neocrm: objects by their API keys, standard ones and a company's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Window
from ingestion.sources.labelled_objects import (
    EnteredStages,
    LabelledObject,
    milliseconds,
    require_fields,
    wanted_fields,
)
from ingestion.sources.neocrm.client import NeocrmClient
from ingestion.sources.neocrm.login import SYSTEM
from ingestion.sources.neocrm.schema import NeocrmSettings
from ingestion.sources.spec import SourceSpec

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


class XObject(LabelledObject):
    """The records of one object.

    Codes of picklists and stages get their labels in `_labels`, from the object's description. The system
    counts; it tells no deletions, so ids that are no longer listed are gone.
    """

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
            yield self.items(page, labels, updated)

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

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the id alone."""
        return {"id": int(id)}

    def _condition(self, window: Window) -> str:
        if window.since is None:
            return ""
        since, until = milliseconds(window.since), milliseconds(window.until)
        return f" where {self._updated} >= {since} and {self._updated} < {until}"

    def _describe(self) -> None:
        """Find out the fields, as there is no `select *`, and the labels of codes; once a pull."""
        if self._fields:
            return
        settings, found = self._client.settings, self._client.describe(self._name)
        require_fields(SYSTEM, self._name, self._wanted, found.fields)
        chosen = self._wanted or list(found.fields)
        self._fields = list(dict.fromkeys([*self.key, self._updated, *chosen]))
        self._labels = {field: names for field, names in found.labels.items() if field in self._fields}
        if settings.stage_field in self._fields:
            query = f"select id, {settings.stage_name} from {settings.stage_object} order by id limit 1000"
            stages = self._client.rows(query)
            self._labels[settings.stage_field] = {str(row["id"]): row[settings.stage_name] for row in stages}


class StageEntries(EnteredStages, XObject):
    """The stages that opportunities were seen to enter."""

    def __init__(self, client: NeocrmClient) -> None:
        settings = client.settings
        self.stage_time = settings.stage_time
        super().__init__(client, "opportunity", [settings.stage_field, settings.stage_time])


class NeocrmConnector:
    """One connection to Neocrm."""

    def __init__(self, settings: NeocrmSettings, clocks: Clocks) -> None:
        self._client = NeocrmClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> XObject:
        """Return an object. Option: fields, separated by commas (none: all that its description names)."""
        fields = wanted_fields(SYSTEM, name, options, _OBJECTS, _OWN.fullmatch, _STAGES)
        return StageEntries(self._client) if name == _STAGES else XObject(self._client, name, fields)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="neocrm",
    title_en="Neocrm (Xiaoshouyi)",
    title_zh="销售易",
    settings=NeocrmSettings,
    connect=NeocrmConnector,
    resources=_OBJECTS,
    certainty="From public code that calls the API; no page of the vendor's found, nothing tried live.",
)
