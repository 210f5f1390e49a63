"""What is pulled out of Fxiaoke: objects by their API names, standard ones and a company's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Window
from ingestion.sources.fxiaoke.client import Filters, FxiaokeClient, since_until
from ingestion.sources.fxiaoke.login import SYSTEM
from ingestion.sources.fxiaoke.schema import FxiaokeSettings
from ingestion.sources.labelled_objects import (
    EnteredStages,
    LabelledObject,
    milliseconds,
    require_fields,
    wanted_fields,
)
from ingestion.sources.spec import SourceSpec

_STAGES = "NewOpportunityObj.stages"
_OBJECTS = {
    "LeadsObj": ("Leads", "销售线索"),
    "AccountObj": ("Accounts", "客户"),
    "ContactObj": ("Contacts", "联系人"),
    "NewOpportunityObj": ("Opportunities", "商机 2.0"),
    _STAGES: ("The stages that opportunities were seen to enter", "商机进入各阶段的记录"),
    "OpportunityObj": ("Opportunities of the first generation", "商机 1.0"),
    "ActiveRecordObj": ("Follow-ups", "销售记录"),
    "PersonnelObj": ("Employees", "人员"),
    "<name>__c": ("Any object of the company's own", "任意自定义对象"),
}
_OWN = re.compile(r"[A-Za-z][A-Za-z0-9_]*__c")


class CrmObject(LabelledObject):
    """The records of one object.

    The values of choices get their labels in `_labels`, from the object's description. The system counts; it
    tells no deletions, so ids that are no longer listed are gone.
    """

    id_field = "_id"

    def __init__(self, client: FxiaokeClient, name: str, fields: list[str]) -> None:
        self._client, self._name, self._wanted = client, name, fields
        self._updated = client.settings.updated_field
        self._labels: Mapping[str, Mapping[str, str]] | None = None

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records page by page, by id."""
        labels, updated = self._described(), self._updated
        fields = list(dict.fromkeys([*self.key, updated, *self._wanted])) if self._wanted else None
        for page in self._client.pages(self._name, self._filters(window), fields):
            yield self.items(page, labels, updated)

    def count(self, window: Window) -> int | None:
        """Return the system's own total."""
        self._described()
        return self._client.total(self._name, self._filters(window))

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids in a pass that asks for nothing else."""
        for page in self._client.pages(self._name, self._filters(window), list(self.key)):
            yield [self.id_of(record) for record in page]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the id alone."""
        return {"_id": id}

    def _filters(self, window: Window) -> Filters:
        if window.since is None:
            return []
        return since_until(self._updated, milliseconds(window.since), milliseconds(window.until))

    def _described(self) -> Mapping[str, Mapping[str, str]]:
        """The labels of choices, read once a pull; raises RequestRefused for fields that there are not."""
        if self._labels is None:
            found = self._client.describe(self._name)
            require_fields(SYSTEM, self._name, self._wanted, found.fields)
            self._labels = found.labels
        return self._labels


class StageEntries(EnteredStages, CrmObject):
    """The stages that opportunities were seen to enter."""

    def __init__(self, client: FxiaokeClient) -> None:
        settings = client.settings
        self.stage_time = settings.stage_time
        super().__init__(client, "NewOpportunityObj", [settings.stage_field, settings.stage_time])


class FxiaokeConnector:
    """One connection to Fxiaoke."""

    def __init__(self, settings: FxiaokeSettings, clocks: Clocks) -> None:
        self._client = FxiaokeClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> CrmObject:
        """Return an object. Option: fields, separated by commas (none: all)."""
        fields = wanted_fields(SYSTEM, name, options, _OBJECTS, _OWN.fullmatch, _STAGES)
        return StageEntries(self._client) if name == _STAGES else CrmObject(self._client, name, fields)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="fxiaoke",
    title_en="Fxiaoke (ShareCRM)",
    title_zh="纷享销客",
    settings=FxiaokeSettings,
    connect=FxiaokeConnector,
    resources=_OBJECTS,
    certainty="From public callers and a digest of the vendor's pages; descriptions and totals unverified.",
)
