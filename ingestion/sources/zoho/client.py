"""Asking Zoho CRM: lists by page token, empty replies, tokens of an hour."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ingestion.http.errors import QuotaUsedUp, RequestRefused, ScopeMissing, Unavailable
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks
from ingestion.http.tokens import Token, TokenAuthorization
from ingestion.http.verdict import (
    Again,
    Refused,
    Renew,
    Verdict,
    credentials_refused,
    judge_status,
    retry_after,
)
from ingestion.sources.zoho.schema import Page, ZohoSettings

_NAME = "Zoho CRM"
_TRIES = 4
_EMPTY = (204, 304)
Row = dict[str, Any]


def _has_id(row: Row) -> bool:
    return "id" in row


def _is_dated(row: Row) -> bool:
    return "Modified_Time" in row


class ZohoClient:
    """One org."""

    def __init__(self, settings: ZohoSettings, clocks: Clocks) -> None:
        self.settings = settings
        self._api = settings.base_url.rstrip("/")
        self._root = f"/crm/{settings.api_version}"
        self._login = ApiSession(_NAME, settings.accounts_url, _judge_login, clocks=clocks)
        self._session = ApiSession(
            _NAME,
            settings.base_url,
            _judge,
            authorization=TokenAuthorization(self._fetch, self._put, clocks.now),
            hosts=settings.api_hosts,
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
        self._login.close()

    def fields(self, module: str) -> list[str]:
        """Return the API names of a module's fields that the user may see."""
        return [row["api_name"] for row in self._rows("settings/fields", {"module": module}, "fields")]

    def count(self, module: str) -> int:
        """Return how many records a module has."""
        for _ in range(_TRIES):
            said = self._get(f"{module}/actions/count", {}, None)
            if said and "count" in said:
                return int(said["count"])
        raise Unavailable(f"{_NAME} does not say how many {module} there are; try again later.")

    def changed(self, module: str, fields: str, since: datetime | None) -> Iterator[list[Row]]:
        """Yield a module's records, those changed longest ago first, page by page.

        Always by page token, which `page` must give way to after 2,000 rows. Where a token's rows end, a
        new list begins at the time reached; inclusive, so that nothing at that very time is lost.
        """
        params = {"fields": fields, "sort_by": "Modified_Time", "sort_order": "asc"}
        while True:
            reached, read, goes_on = "", 0, False
            for page in self._pages(module, params, since, fits=_is_dated):
                yield page["rows"]
                read += len(page["rows"])
                reached = page["rows"][-1]["Modified_Time"] if page["rows"] else reached
                info = page.get("info", {})
                goes_on = bool(info.get("more_records")) and (
                    read >= self.settings.rows_per_token or not info.get("next_page_token")
                )
                if goes_on:
                    break
            if not goes_on:
                return
            start = datetime.fromisoformat(reached)
            if since is not None and start <= since:
                raise Unavailable(
                    f"{_NAME} has more than {read:,} {module} changed at {reached}, more than one list "
                    "holds; import an export of them as a file."
                )
            since = start

    def by_ids(self, module: str, fields: str, ids: list[str]) -> list[Row]:
        """Return at most 100 records by id."""
        params = {"fields": fields, "ids": ",".join(ids)}
        asked = set(ids)
        return self._page(module, params, None, "data", lambda row: row["id"] in asked).get("rows", [])

    def deleted(self, module: str, since: datetime | None) -> Iterator[list[Row]]:
        """Yield the deleted records of a module page by page, from the recycle bin and for good."""
        for page in self._pages(
            f"{module}/deleted", {"type": "all"}, since, fits=lambda row: "deleted_time" in row
        ):
            yield page["rows"]

    def related(self, path: str, fields: str) -> Iterator[list[Row]]:
        """Yield a related list of one record."""
        for page in self._pages(path, {"fields": fields}, None):
            yield page["rows"]

    def users(self) -> Iterator[list[Row]]:
        """Yield all users, those who left among them."""
        for page in self._pages("users", {"type": "AllUsers"}, None, key="users"):
            yield page["rows"]

    def _pages(
        self,
        path: str,
        params: Mapping[str, str],
        since: datetime | None,
        *,
        key: str = "data",
        fits: Callable[[Row], bool] = _has_id,
    ) -> Iterator[Page]:
        following: dict[str, str] = {}
        number = 1
        asked: Counter[str] = Counter()
        while True:
            given = {**params, **following, "per_page": str(self.settings.page_size)}
            page = self._page(path, given, since, key, fits)
            yield page
            info = page.get("info", {})
            if not info.get("more_records"):
                return
            token = info.get("next_page_token")
            number += 1
            following = {"page_token": token} if token else {"page": str(number)}
            asked[token or str(number)] += 1
            if max(asked.values()) > _TRIES:
                raise Unavailable(f"{_NAME} sends the same page again and again; try again later.")

    def _page(
        self,
        path: str,
        params: Mapping[str, str],
        since: datetime | None,
        key: str,
        fits: Callable[[Row], bool],
    ) -> Page:
        """Ask until the reply is one to this request: what stands between us may repeat an earlier one."""
        for _ in range(_TRIES):
            said = self._get(path, params, since)
            if said is None:
                return {"rows": []}
            rows = said.get(key)
            if isinstance(rows, list) and all(map(fits, rows)):
                return {"rows": rows, "info": said.get("info", {})}
        raise Unavailable(f"{_NAME} answers {path} with something else; try again later.")

    def _rows(self, path: str, params: Mapping[str, str], key: str) -> list[Row]:
        return self._page(path, params, None, key, _has_id).get("rows", [])

    def _get(self, path: str, params: Mapping[str, str], since: datetime | None) -> Row | None:
        """Return the reply's JSON; None where it is empty: nothing there (204), nothing changed (304)."""
        request = Request("GET", f"{self._root}/{path}", dict(params), endpoint=path.split("/")[0])
        if since is not None:
            request.headers["If-Modified-Since"] = since.astimezone(UTC).isoformat(timespec="seconds")
        reply = self._session.request(request)
        if reply.status in _EMPTY or not reply.body:
            return None
        said: Row = reply.json()
        return said

    def _fetch(self) -> Token:
        settings = self.settings
        form = {
            "grant_type": "refresh_token",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
            "refresh_token": settings.refresh_token.get_secret_value(),
        }
        # Zoho documents these as parameters of the address; as a form they stand in no server's log.
        reply = self._login.request(Request("POST", "oauth/v2/token", form=form)).json()
        self._api = str(reply.get("api_domain") or self._api).rstrip("/")
        return Token(str(reply["access_token"]), float(reply.get("expires_in", 3600)))

    def _put(self, request: Request, token: str) -> None:
        request.headers["Authorization"] = f"Zoho-oauthtoken {token}"
        if request.url.startswith("/"):
            request.url = self._api + request.url


def _judge_login(reply: Reply) -> Verdict:
    verdict = judge_status(_NAME, reply)
    # A wrong secret comes with HTTP 200 too.
    said = reply.json() if reply.body and reply.status in (200, 400, 401) else {}
    if isinstance(said, dict) and said.get("error"):
        return credentials_refused(
            _NAME,
            str(said["error"]),
            "check client_id, its secrets, and that accounts_url is the org's data centre.",
        )
    return verdict


def _judge(reply: Reply) -> Verdict:
    if reply.status < 400:
        return judge_status(_NAME, reply)
    is_json = "json" in reply.headers.get("content-type", "") and reply.body
    said = reply.json() if is_json else {}
    code = str(said.get("code", "")) if isinstance(said, dict) else ""
    message = " ".join(str(said.get("message", "")).split()) if code else ""
    if code in ("OAUTH_SCOPE_MISMATCH", "NO_PERMISSION"):
        return Refused(
            ScopeMissing(
                f"{_NAME} denies access ({code}: {message}); make a refresh token with the scopes its README "
                "lists."
            )
        )
    if code in ("INVALID_TOKEN", "AUTHENTICATION_FAILURE"):
        return Renew(code)
    if code == "LIMIT_EXCEEDED" and reply.status == 429:
        return Refused(
            QuotaUsedUp(f"{_NAME}'s credits of 24 hours are used up ({message}); run again later.")
        )
    if code == "TOO_MANY_REQUESTS":
        return Again(code, retry_after(reply))
    if code == "INVALID_MODULE":
        return Refused(
            RequestRefused(
                f"{_NAME} has no such module ({message}); correct api.resource or custom_modules to an API "
                "name of Setup, Developer Hub, APIs & SDKs."
            )
        )
    if code and reply.status < 500:
        return Refused(RequestRefused(f"{_NAME} refuses the request ({code}): {message}"))
    return judge_status(_NAME, reply)
