"""Stage history, owners and pipelines of HubSpot, and its connector. Objects are in `objects`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Op, Resource, Window
from ingestion.sources.hubspot.client import HubspotClient
from ingestion.sources.hubspot.objects import ObjectResource, archived_at
from ingestion.sources.hubspot.schema import HubspotSettings, Record
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

RESOURCES: dict[str, tuple[str, str]] = {
    "contacts": ("Contacts, with archived and merged ones", "联系人（含归档与合并）"),
    "companies": ("Companies, with archived and merged ones", "公司（含归档与合并）"),
    "deals": ("Deals, with archived and merged ones", "交易（含归档与合并）"),
    "deal_stage_history": ("Each stage a deal entered, again ones too", "交易阶段历史（含重复进入）"),
    "owners": ("Owners, active and archived", "负责人（含已归档）"),
    "deal_stages": ("The stages of the deal pipelines", "交易管道的阶段"),
}
_OBJECT_OPTIONS = ("properties", "associations")
_STAGE = "dealstage"


class DealStageHistory:
    """Every value that a deal's stage had: one record a value, with the deal's id as `dealId`.

    The history of the deals that changed in the window is read anew; entries landed before are unchanged.
    """

    is_incremental = True
    tells_deletions = True

    def __init__(self, client: HubspotClient) -> None:
        self._client = client
        self._deals = ObjectResource(client, "deals", {})

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the entries, page of deals by page of deals."""
        for deals in self._with_history() if window.is_full else self._changed(window):
            yield [item for deal in deals for item in _entries(deal)]

    def count(self, window: Window) -> int | None:  # noqa: ARG002
        """Return None: HubSpot counts deals, not what is in their history."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids of the entries; there is no cheaper way than to read them."""
        for items in self.read(window):
            yield [item.id for item in items]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the entry's key, which its id is made of."""
        deal, timestamp, value = id.split("|", 2)
        return {"dealId": deal, "timestamp": timestamp, "value": value}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002
        """Yield the entries of archived deals."""
        for deals in self._with_history(is_archived=True):
            yield [
                Item(item.id, item.record, archived_at(deal), Op.DELETE)
                for deal in deals
                for item in _entries(deal)
            ]

    def covers(self, window: Window) -> bool:
        """Whether every deal archived in the window is still listed."""
        return self._deals.covers(window)

    def _with_history(self, *, is_archived: bool = False) -> Iterator[list[Record]]:
        size = self._client.settings.history_page_size
        params = {"limit": str(size), "properties": "hs_object_id", "propertiesWithHistory": _STAGE}
        return self._client.listed("crm/v3/objects/deals", params, is_archived=is_archived)

    def _changed(self, window: Window) -> Iterator[list[Record]]:
        size = self._client.settings.history_page_size
        for page in self._deals.ids(window):
            ids = list(page)
            for start in range(0, len(ids), size):
                some = ids[start : start + size]
                yield self._client.batch("deals", some, propertiesWithHistory=(_STAGE,))


class Owners:
    """Everybody who owns or owned something: `archived` says who has left."""

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: HubspotClient) -> None:
        self._client = client

    def read(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002
        """Yield the owners page by page."""
        for owners in self._pages():
            yield [Item(owner["id"], owner, datetime.fromisoformat(owner["updatedAt"])) for owner in owners]

    def count(self, window: Window) -> int | None:  # noqa: ARG002
        """Return None: HubSpot does not count owners."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:  # noqa: ARG002
        """Yield the ids page by page."""
        for owners in self._pages():
            yield [owner["id"] for owner in owners]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the id alone."""
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002
        """Yield nothing: who is archived stays an owner of old deals."""
        return iter(())

    def _pages(self) -> Iterator[list[Record]]:
        for is_archived in (False, True):
            yield from self._client.listed("crm/v3/owners/", {"limit": "100"}, is_archived=is_archived)


class DealStages:
    """The stages of all deal pipelines, each with its pipeline as `pipelineId` and `pipelineLabel`."""

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: HubspotClient) -> None:
        self._client = client

    def read(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002
        """Yield the stages, pipeline by pipeline."""
        for pipeline in self._client.pipelines():
            named = {"pipelineId": pipeline["id"], "pipelineLabel": pipeline["label"]}
            yield [Item(f"{pipeline['id']}|{stage['id']}", stage | named) for stage in pipeline["stages"]]

    def count(self, window: Window) -> int | None:  # noqa: ARG002
        """Return None: a second reading proves it."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids, pipeline by pipeline."""
        for items in self.read(window):
            yield [item.id for item in items]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the protocol's word
        """Return the stage's and its pipeline's id."""
        pipeline, stage = id.split("|", 1)
        return {"pipelineId": pipeline, "id": stage}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002
        """Yield nothing: stages that are gone are no longer listed."""
        return iter(())


class HubspotConnector:
    """A connection to one portal."""

    def __init__(self, settings: HubspotSettings, clocks: Clocks) -> None:
        self._client = HubspotClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return a resource by its name."""
        if name not in RESOURCES:
            raise unknown_resource("HubSpot", name, RESOURCES)
        known = _OBJECT_OPTIONS if name in self._client.settings.modified else ()
        read_options(name, options, optional=known)
        match name:
            case "deal_stage_history":
                return DealStageHistory(self._client)
            case "owners":
                return Owners(self._client)
            case "deal_stages":
                return DealStages(self._client)
            case _:
                return ObjectResource(self._client, name, options)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _entries(deal: Record) -> Iterator[Item]:
    for entry in deal.get("propertiesWithHistory", {}).get(_STAGE, ()):
        changed = datetime.fromisoformat(entry["timestamp"])
        one = f"{deal['id']}|{entry['timestamp']}|{entry['value']}"
        yield Item(one, {**entry, "dealId": deal["id"]}, changed)


SPEC = SourceSpec(
    kind="hubspot",
    title_en="HubSpot",
    title_zh="HubSpot",
    settings=HubspotSettings,
    connect=HubspotConnector,
    resources=RESOURCES,
    certainty="Lists, search and its ceiling confirmed from public code; merged ids, rates and OAuth from "
    "general knowledge; never called live.",
)
