"""What is pulled from Meta: leads of a page's forms or of one, and one ad account's report."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import orjson

from ingestion.pulling.resource import Item, Window
from ingestion.sources.daily import DailyReport
from ingestion.sources.meta.client import MetaClient
from ingestion.sources.meta.schema import MetaSettings

# The key that is added to a lead: what was answered, by the question's name.
ANSWERS = "answers"

_LEAD_FIELDS = (
    "id,created_time,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,is_organic,"
    "platform,field_data"
)
_REPORT_FIELDS = "campaign_id,campaign_name,account_currency,spend,impressions,clicks,actions"


class Leads:
    """The leads of forms. None ever changes; that Meta forgets them after 90 days deletes nothing here.

    `form_id` names one form; with `page_id` it is all of the page, which are asked for anew in each pass.
    """

    is_incremental = True
    tells_deletions = False

    def __init__(
        self, client: MetaClient, settings: MetaSettings, *, form_id: str | None, page_id: str | None
    ) -> None:
        self._client, self._form, self._page = client, form_id, page_id
        self._limit = str(settings.leads_per_page)

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the leads created since the window's begin, the newest of each form first."""
        for leads in self._pages(window, _LEAD_FIELDS):
            for lead in leads:
                lead[ANSWERS] = {
                    answer["name"]: ", ".join(answer["values"]) for answer in lead.get("field_data", ())
                }
            yield [Item(lead["id"], lead, datetime.fromisoformat(lead["created_time"])) for lead in leads]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - Meta counts no leads in a window
        """Return None: there is no count."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids of the same leads, without their answers."""
        for leads in self._pages(window, "id"):
            yield [lead["id"] for lead in leads]

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002, ARG002
        """Return False: an id does not tell its age, so one that is missing may just be 90 days old."""
        return False

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the lead's id."""
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - Meta tells none
        """Yield nothing: Meta tells no deletion."""
        return iter(())

    def _pages(self, window: Window, fields: str) -> Iterator[list[dict[str, Any]]]:
        params = {"fields": fields, "limit": self._limit}
        if window.since is not None:
            # Whole seconds, and the operator leaves out the second it is given.
            after = {"field": "time_created", "operator": "GREATER_THAN"}
            params["filtering"] = _json([{**after, "value": int(window.since.timestamp()) - 1}])
        for form in self._forms():
            yield from self._client.pages(f"{form}/leads", params)

    def _forms(self) -> list[str]:
        if self._form is not None:
            return [self._form]
        params = {"fields": "id", "limit": self._limit}
        return [
            form["id"] for page in self._client.pages(f"{self._page}/leadgen_forms", params) for form in page
        ]


class Insights(DailyReport):
    """What each campaign of an ad account cost a day. Figures are restated for up to 28 days."""

    def __init__(self, client: MetaClient, settings: MetaSettings, account_id: str) -> None:
        super().__init__(
            settings.time_zone, settings.insights_history_days, settings.insights_days_per_request
        )
        self._client, self._edge = client, f"act_{account_id.removeprefix('act_')}/insights"
        self._limit = str(settings.insights_per_page)

    def pages(self, first: date, last: date) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of the days from `first` to `last`, both included."""
        params = {
            "level": "campaign",
            "time_increment": "1",
            "fields": _REPORT_FIELDS,
            "time_range": _json({"since": first.isoformat(), "until": last.isoformat()}),
            "limit": self._limit,
        }
        return self._client.pages(self._edge, params)

    def day_and_campaign(self, row: Mapping[str, Any]) -> tuple[str, str, str]:
        """Return a row's day, its campaign's id and its campaign's name."""
        return row["date_start"], row["campaign_id"], row["campaign_name"]

    def row_of(self, day: str, campaign_id: str, name: str) -> Mapping[str, Any]:
        """Return a row that holds no more than these three."""
        return {"date_start": day, "campaign_id": campaign_id, "campaign_name": name}


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
