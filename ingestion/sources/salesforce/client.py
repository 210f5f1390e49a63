"""Asking Salesforce: SOQL page by page, counts, and what an object's fields are."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from ingestion.http.errors import QuotaUsedUp, RequestRefused, ScopeMissing, Unavailable
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks
from ingestion.http.verdict import Again, Refused, Renew, Verdict, judge_status
from ingestion.sources.salesforce.auth import Login
from ingestion.sources.salesforce.schema import QueryPage, SalesforceSettings, SObjectField

_TRIES = 4
# What passes by itself, although its status does not say so.
_PASSING = {"QUERY_TIMEOUT", "SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW"}
_DENIED = {
    "INSUFFICIENT_ACCESS",
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "API_DISABLED_FOR_ORG",
    "API_NOT_ENABLED",
}


class SalesforceClient:
    """One org."""

    def __init__(self, settings: SalesforceSettings, clocks: Clocks) -> None:
        self._login = Login(settings, clocks)
        self._session = ApiSession(
            "Salesforce",
            settings.base_url,
            _judge,
            authorization=self._login.authorization(),
            hosts=settings.instance_hosts,
            clocks=clocks,
        )
        self._root = f"/services/data/v{settings.api_version}"
        self._headers = {"Sforce-Query-Options": f"batchSize={settings.batch_size}"}

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
        self._login.close()

    def fields(self, name: str) -> list[SObjectField]:
        """Return the fields of an object that the user may see; raises ScopeMissing when there are none."""
        reply = self._session.get(f"{self._root}/sobjects/{name}/describe", endpoint="describe")
        if "fields" not in reply.json():
            raise Unavailable(f"Salesforce's description of {name} names no fields; try again later.")
        fields: list[SObjectField] = reply.json()["fields"]
        return fields

    def count(self, condition: str) -> int:
        """Return how many rows `FROM ... WHERE ...` has, deleted and archived ones among them."""
        return int(self._page(f"{self._root}/queryAll", f"SELECT COUNT() {condition}")["totalSize"])

    def pages(self, soql: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of a query page by page, deleted and archived ones among them."""
        for page in self._pages(soql):
            yield page["records"]

    def deleted(self, soql: str) -> list[dict[str, Any]]:
        """Return the rows of a query for deleted ones at once, as many as Salesforce says there are."""
        for _ in range(_TRIES):
            rows: dict[str, dict[str, Any]] = {}
            size = 0
            for page in self._pages(soql):
                size = page["totalSize"]
                rows.update({row["Id"]: row for row in page["records"] if row["IsDeleted"]})
            if len(rows) == size:
                return list(rows.values())
        raise Unavailable(f"Salesforce lists {len(rows):,} of {size:,} deleted rows; try again later.")

    def _pages(self, soql: str) -> Iterator[QueryPage]:
        page = self._page(f"{self._root}/queryAll", soql)
        asked: Counter[str] = Counter()
        while True:
            yield page
            url = page.get("nextRecordsUrl")
            if not url:
                return
            asked[url] += 1
            if asked[url] > _TRIES:
                raise Unavailable("Salesforce sends the same page again and again; try again later.")
            page = self._page(url, None)

    def _page(self, url: str, soql: str | None) -> QueryPage:
        params = {"q": soql} if soql else {}
        request = Request("GET", url, params, headers=dict(self._headers), endpoint="query")
        return self._session.ask(request, _query_page)


def _query_page(body: Any) -> QueryPage | None:
    is_page = isinstance(body, dict) and {"records", "totalSize"} <= body.keys()
    return cast(QueryPage, body) if is_page else None


def _judge(reply: Reply) -> Verdict:
    if reply.status < 400:
        return judge_status("Salesforce", reply)
    code, message = _error(reply)
    if code == "INVALID_SESSION_ID":
        return Renew(code)
    if code == "REQUEST_LIMIT_EXCEEDED":
        # The same code for the day's allowance and for too many long requests at once; only the text tells.
        if "TotalRequests" in message:
            return Refused(
                QuotaUsedUp(f"Salesforce's requests of the day are used up ({message}); run again tomorrow.")
            )
        return Again(f"{code}: {message}")
    if code in _PASSING:
        return Again(code)
    if code in _DENIED:
        return Refused(
            ScopeMissing(f"Salesforce denies access ({code}: {message}); grant what its README lists.")
        )
    if code in ("NOT_FOUND", "INVALID_TYPE"):
        return Refused(
            ScopeMissing(
                f"Salesforce shows this user no such object ({message}); grant Read on it to the user's "
                "profile, or correct api.resource."
            )
        )
    if code:
        return Refused(RequestRefused(f"Salesforce refuses the request ({code}): {message}"))
    return judge_status("Salesforce", reply)


def _error(reply: Reply) -> tuple[str, str]:
    """The code and text of an error, in one line; blank for a page of another server."""
    if "json" not in reply.headers.get("content-type", "") or not reply.body:
        return "", ""
    said = reply.json()
    first = said[0] if isinstance(said, list) and said else said
    if not isinstance(first, dict):
        return "", ""
    return str(first.get("errorCode", "")), " ".join(str(first.get("message", "")).split())
