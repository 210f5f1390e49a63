"""Speaking with Fxiaoke: queries page by page, totals, and descriptions of objects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.http.message import Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.sources.fxiaoke.judge import FxiaokeJudge
from ingestion.sources.fxiaoke.login import SYSTEM, TOKEN_RATE, Login
from ingestion.sources.fxiaoke.schema import FxiaokeSettings

_DESCRIBE = "/cgi/crm/v2/object/describe"
Filters = list[dict[str, Any]]


@dataclass(frozen=True)
class Description:
    """An object's fields with their labels, and the options of choices: {field: {value: label}}."""

    fields: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]


class FxiaokeClient:
    """One connection."""

    def __init__(self, settings: FxiaokeSettings, clocks: Clocks) -> None:
        self.settings = settings
        judge = FxiaokeJudge(settings)
        # A token call that is one too many is allowed again after up to a minute.
        patient = Limits(first_pause=5.0, rates={"token": TOKEN_RATE})
        self._login = ApiSession(SYSTEM, settings.base_url, judge.token, limits=patient, clocks=clocks)
        rate = Rate(settings.calls_per_window, settings.window_seconds)
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            judge.data,
            authorization=Login(self._login, settings).authorization(clocks),
            limits=Limits(rates={"query": rate, "describe": rate}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._login.close()
        self._session.close()

    def describe(self, name: str) -> Description:
        """Return an object's description; raises RequestRefused for a name that is none."""

        def fields_of(told: Any) -> dict[str, Any] | None:
            described = (told.get("data") or {}).get("describe")
            return described.get("fields") if isinstance(described, dict) else None

        body = {self.settings.describe_key: name, "includeDetail": True}
        try:
            fields = self._session.ask(Request("POST", _DESCRIBE, json=body, endpoint="describe"), fields_of)
        except RequestRefused as error:
            raise RequestRefused(
                f"{SYSTEM} does not describe the object '{name}': {error} Correct the contract's resource; "
                "own objects end with __c."
            ) from error
        return Description(
            {key: field.get("label", "") for key, field in fields.items()},
            {
                key: {str(option["value"]): option["label"] for option in field["options"]}
                for key, field in fields.items()
                if field.get("options")
            },
        )

    def pages(self, name: str, filters: Filters, fields: list[str] | None) -> Iterator[list[dict[str, Any]]]:
        """Yield an object's records in the order of their ids, page by page.

        Each page is asked for by the last id of the one before, as offsets end at 10,000. `fields` None gives
        all fields.
        """
        size, before, last = self.settings.page_size, "", None
        while True:
            beyond: Filters = [] if last is None else [_filter("_id", "GT", last)]
            page = self._page(name, _query(size, [*filters, *beyond], fields), before)
            if page:
                yield page
                before, last = page[0]["_id"], page[-1]["_id"]
            if len(page) < size:
                return

    def total(self, name: str, filters: Filters) -> int | None:
        """Return how many records there are; None where the system gives no total though asked for it."""

        def total_of(told: Any) -> tuple[int | None] | None:
            data = told.get("data")
            if not isinstance(data, dict) or "dataList" not in data or int(data.get("limit", 1)) != 1:
                return None
            total = int(data.get("total") or 0)
            return (None if total == 0 and data["dataList"] else total,)

        query = _query(1, filters, ["_id"])
        return self._session.ask(_list_request(name, query, is_counted=True), total_of)[0]

    def _page(self, name: str, query: dict[str, Any], before: str) -> list[dict[str, Any]]:
        def page_of(told: Any) -> list[dict[str, Any]] | None:
            data = told.get("data")
            rows = data.get("dataList") if isinstance(data, dict) else None
            if not isinstance(rows, list) or int(data.get("limit", query["limit"])) != query["limit"]:
                return None
            return None if rows and rows[0]["_id"] == before else rows

        return self._session.ask(_list_request(name, query), page_of)


def since_until(field: str, since: int, until: int) -> Filters:
    """Return the filters for since <= field < until, in milliseconds."""
    return [_filter(field, "GTE", str(since)), _filter(field, "LT", str(until))]


def _filter(field: str, operator: str, value: str) -> dict[str, Any]:
    return {"field_name": field, "field_values": [value], "operator": operator}


def _query(limit: int, filters: Filters, fields: list[str] | None) -> dict[str, Any]:
    query: dict[str, Any] = {
        "limit": limit,
        "offset": 0,
        "filters": filters,
        "orders": [{"fieldName": "_id", "isAsc": True}],
    }
    if fields is not None:
        query["fieldProjection"] = fields
    return query


def _list_request(name: str, query: dict[str, Any], *, is_counted: bool = False) -> Request:
    path = "/cgi/crm/custom/v2/data/query" if name.endswith("__c") else "/cgi/crm/v2/data/query"
    data = {
        "dataObjectApiName": name,
        "find_explicit_total_num": is_counted,
        "search_query_info": query,
    }
    return Request("POST", path, json={"data": data}, endpoint="query")
