"""What is pulled out of Fxiaoke: objects by their API names, standard ones and a company's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Window
from ingestion.sources.fxiaoke.client import Filters, FxiaokeClient, since_until
from ingestion.sources.fxiaoke.login import SYSTEM
from ingestion.sources.fxiaoke.schema import FxiaokeSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

# The key under which a record gets the labels of its choices; no field is called so.
LABELS = "_labels"
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


class CrmObject:
    """The records of one object.

    The values of choices get their labels in `_labels`, from the object's description. The system counts; it
    tells no deletions, so ids that are no longer listed are gone.
    """

    is_incremental = True
    tells_deletions = False
    key: tuple[str, ...] = ("_id",)

    def __init__(self, client: FxiaokeClient, name: str, fields: list[str]) -> None:
        self._client, self._name, self._wanted = client, name, fields
        self._updated = client.settings.updated_field
        self._labels: Mapping[str, Mapping[str, str]] | None = None

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the records page by page, by id."""
        labels, updated = self._described(), self._updated
        fields = list(dict.fromkeys([*self.key, updated, *self._wanted])) if self._wanted else None
        for page in self._client.pages(self._name, self._filters(window), fields):
            items = []
            for record in page:
                if labels:
                    record[LABELS] = {
                        field: names[value]
                        for field, names in labels.items()
                        if (value := str(record.get(field))) in names
                    }
                changed = record.get(updated)
                moment = datetime.fromtimestamp(int(changed) / 1000, UTC) if changed else None
                items.append(Item(self.id_of(record), record, moment))
            yield items

    def count(self, window: Window) -> int | None:
        """Return the system's own total."""
        self._described()
        return self._client.total(self._name, self._filters(window))

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids in a pass that asks for nothing else."""
        for page in self._client.pages(self._name, self._filters(window), list(self.key)):
            yield [self.id_of(record) for record in page]

    def id_of(self, record: Mapping[str, Any]) -> str:
        """Return what identifies a record, from the fields in `key`."""
        return str(record["_id"])

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the id alone."""
        return {"_id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: no list of deleted records is known."""
        return iter(())

    def _filters(self, window: Window) -> Filters:
        if window.since is None:
            return []
        return since_until(self._updated, _milliseconds(window.since), _milliseconds(window.until))

    def _described(self) -> Mapping[str, Mapping[str, str]]:
        """The labels of choices, read once a pull; raises RequestRefused for fields that there are not."""
        if self._labels is None:
            found = self._client.describe(self._name)
            missing = [name for name in self._wanted if name not in found.fields]
            if missing:
                listed = ", ".join(f"{name} ({label})" for name, label in found.fields.items())
                raise RequestRefused(
                    f"{SYSTEM}'s object {self._name} has no field '{missing[0]}'; its fields are: {listed}. "
                    "Correct the option fields."
                )
            self._labels = found.labels
        return self._labels


class StageEntries(CrmObject):
    """The stage that each opportunity stands in and since when: one record for each time it entered a stage.

    The system keeps no history. Entries that were pulled stay when the opportunity goes on, so the history
    grows from the first pull on, with stages that are entered again; none between two pulls is seen.
    """

    def __init__(self, client: FxiaokeClient) -> None:
        settings = client.settings
        self.key = ("_id", settings.stage_time)
        super().__init__(client, "NewOpportunityObj", [settings.stage_field, settings.stage_time])

    def id_of(self, record: Mapping[str, Any]) -> str:
        """Return the opportunity's id with the time of its entry, which may be blank."""
        return f"{record['_id']}@{record.get(self.key[1]) or ''}"

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002, ARG002 - the protocol's words
        """Return False: only the newest entry is listed, so a missing one says nothing."""
        return False


class FxiaokeConnector:
    """One connection to Fxiaoke."""

    def __init__(self, settings: FxiaokeSettings, clocks: Clocks) -> None:
        self._client = FxiaokeClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> CrmObject:
        """Return an object. Option: fields, separated by commas (none: all)."""
        if name not in _OBJECTS and not _OWN.fullmatch(name):
            raise unknown_resource(SYSTEM, name, _OBJECTS)
        if name == _STAGES:
            read_options(name, options)
            return StageEntries(self._client)
        given = read_options(name, options, (), ("fields",))
        fields = [field.strip() for field in given.get("fields", "").split(",") if field.strip()]
        return CrmObject(self._client, name, fields)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


SPEC = SourceSpec(
    kind="fxiaoke",
    title_en="Fxiaoke (ShareCRM)",
    title_zh="纷享销客",
    settings=FxiaokeSettings,
    connect=FxiaokeConnector,
    resources=_OBJECTS,
    certainty="From public callers and a digest of the vendor's pages; descriptions and totals unverified.",
)
