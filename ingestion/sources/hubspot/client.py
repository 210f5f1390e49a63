"""Asking HubSpot: lists by cursor, searches by id, batch reads."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ingestion.http.errors import QuotaUsedUp, ScopeMissing, Unavailable
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import Authorization, FixedAuthorization, Token, TokenAuthorization
from ingestion.http.verdict import (
    Again,
    Refused,
    Renew,
    Verdict,
    credentials_refused,
    judge_status,
    retry_after,
)
from ingestion.sources.hubspot.schema import Filter, HubspotSettings, Record

_TRIES = 4
_NAME = "HubSpot"


class HubspotClient:
    """One portal."""

    def __init__(self, settings: HubspotSettings, clocks: Clocks) -> None:
        self.settings = settings
        self._login = ApiSession(_NAME, settings.base_url, _judge_login, clocks=clocks)
        self._session = ApiSession(
            _NAME,
            settings.base_url,
            _judge,
            authorization=self._authorization(clocks),
            limits=Limits(
                rates={
                    "": Rate(settings.requests_per_10_seconds, 10.0),
                    "search": Rate(settings.searches_per_second, 1.0),
                }
            ),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
        self._login.close()

    def properties(self, kind: str) -> list[str]:
        """Return the names of an object's properties."""
        return [item["name"] for item in self._results(f"crm/v3/properties/{kind}", {})]

    def pipelines(self) -> list[dict[str, Any]]:
        """Return the deal pipelines with their stages."""
        return self._results("crm/v3/pipelines/deals", {})

    def listed(
        self, path: str, params: Mapping[str, str], *, is_archived: bool = False
    ) -> Iterator[list[Record]]:
        """Yield a list page by page: everything there is, without a search index in between."""
        given = {**params, "archived": "true" if is_archived else "false"}
        after, asked = "", Counter[str]()
        while True:
            page = self._ask(
                Request("GET", path, given | ({"after": after} if after else {})),
                lambda page: _is_list(page, is_archived),
            )
            yield page["results"]
            after = page.get("paging", {}).get("next", {}).get("after", "")
            if not after:
                return
            asked[after] += 1
            if asked[after] > _TRIES:
                raise Unavailable(f"{_NAME} sends the same page again and again; try again later.")

    def found(
        self, kind: str, filters: Sequence[Filter], properties: Sequence[str]
    ) -> Iterator[list[Record]]:
        """Yield what a search finds, page by page.

        Every page is a search of its own, for ids above the last one: no search reaches the 10,000 rows at
        which HubSpot ends it, equal times cannot be split, and what leaves the search shifts nothing.
        """
        last = 0
        while True:
            above: Filter = {"propertyName": "hs_object_id", "operator": "GT", "value": str(last)}
            page = self._search(kind, [*filters, above], properties, self.settings.page_size, last)
            yield page["results"]
            if not page.get("paging"):
                return
            last = int(page["results"][-1]["id"])

    def total(self, kind: str, filters: Sequence[Filter], properties: Sequence[str]) -> int:
        """Return how many objects a search finds.

        `properties` are those of the reading: should this reply come again in place of its first page, the
        one record in it is a whole one.
        """
        return int(self._search(kind, filters, properties, 1, 0)["total"])

    def batch(self, kind: str, ids: Sequence[str], **wanted: Sequence[str]) -> list[Record]:
        """Return objects by id, with `properties` or `propertiesWithHistory`; what is gone is left out."""
        body = {"inputs": [{"id": one} for one in ids], "properties": [], **wanted}
        asked = set(ids)
        page = self._ask(
            Request("POST", f"crm/v3/objects/{kind}/batch/read", json=body),
            lambda page: {record.get("id") for record in page["results"]} <= asked,
        )
        results: list[Record] = page["results"]
        return results

    def associated(self, kind: str, other: str, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Return for each id that has any its associations with another kind of object."""
        body = {"inputs": [{"id": one} for one in ids]}
        asked = set(ids)
        page = self._ask(
            Request("POST", f"crm/v4/associations/{kind}/{other}/batch/read", json=body),
            lambda page: {_from(result) for result in page["results"]} <= asked,
        )
        return {_from(result): result["to"] for result in page["results"]}

    def _search(
        self, kind: str, filters: Sequence[Filter], properties: Sequence[str], limit: int, last: int
    ) -> dict[str, Any]:
        body = {
            "filterGroups": [{"filters": list(filters)}] if filters else [],
            "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            "properties": list(properties),
            "limit": limit,
        }
        return self._ask(
            Request("POST", f"crm/v3/objects/{kind}/search", json=body, endpoint="search"),
            lambda page: "total" in page and all(int(record["id"]) > last for record in page["results"]),
        )

    def _results(self, path: str, params: dict[str, str]) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = self._ask(Request("GET", path, params), lambda _: True)["results"]
        return results

    def _ask(self, request: Request, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the page that has results and fits the request."""

        def read(page: Any) -> dict[str, Any] | None:
            return page if isinstance(page, dict) and "results" in page and fits(page) else None

        return self._session.ask(request, read)

    def _authorization(self, clocks: Clocks) -> Authorization:
        token = self.settings.access_token
        if token is not None:
            return FixedAuthorization.bearer(token.get_secret_value())
        return TokenAuthorization(self._fetch, _put, clocks.now)

    def _fetch(self) -> Token:
        settings = self.settings
        assert settings.client_secret is not None  # noqa: S101 - settings are checked when made
        assert settings.refresh_token is not None  # noqa: S101
        form = {
            "grant_type": "refresh_token",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
            "refresh_token": settings.refresh_token.get_secret_value(),
        }
        reply = self._login.request(Request("POST", "oauth/v1/token", form=form)).json()
        return Token(str(reply["access_token"]), float(reply["expires_in"]))


def _put(request: Request, token: str) -> None:
    request.headers["Authorization"] = f"Bearer {token}"


def _is_list(page: dict[str, Any], is_archived: bool) -> bool:
    """Whether this is a list, and of the kind that was asked for: live ones must not be taken as gone."""
    results = page["results"]
    return "total" not in page and all(bool(record.get("archived")) is is_archived for record in results)


def _from(result: dict[str, Any]) -> str:
    return str(result.get("from", {}).get("id"))


def _said(reply: Reply) -> dict[str, Any]:
    if "json" not in reply.headers.get("content-type", "") or not reply.body:
        return {}
    said = reply.json()
    return said if isinstance(said, dict) else {}


def _judge_login(reply: Reply) -> Verdict:
    if reply.status in (400, 401, 403):
        said = _said(reply).get("message") or f"HTTP {reply.status}"
        return credentials_refused(_NAME, said, "check the connection's client_id and its secrets.")
    return judge_status(_NAME, reply)


def _judge(reply: Reply) -> Verdict:
    if reply.status < 400:
        return judge_status(_NAME, reply)
    said = _said(reply)
    message = " ".join(str(said.get("message", "")).split())
    if reply.status == 401:
        return Renew(message or "HTTP 401")
    if reply.status == 429:
        if said.get("policyName") == "DAILY":
            return Refused(
                QuotaUsedUp(f"{_NAME}'s requests of the day are used up ({message}); run again tomorrow.")
            )
        return Again(message or "HTTP 429", retry_after(reply))
    if said.get("category") == "MISSING_SCOPES":
        scopes = [scope for error in said.get("errors", ()) for scope in _scopes(error)]
        return Refused(
            ScopeMissing(
                f"{_NAME} denies access ({message}); give the app the scope "
                f"{', '.join(scopes) or 'that its README lists'}."
            )
        )
    return judge_status(_NAME, reply)


def _scopes(error: Mapping[str, Any]) -> list[str]:
    scopes: list[str] = error.get("context", {}).get("requiredGranularScopes", [])
    return scopes
