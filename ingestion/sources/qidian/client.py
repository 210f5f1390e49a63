"""Asking Tencent Qidian: tokens, errors inside HTTP 200, the list of ids, one customer's details."""

from collections.abc import Iterator
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import Token, TokenAuthorization
from ingestion.http.verdict import Verdict
from ingestion.sources.errcode import ErrorCodes, fetch_token, judge_errcode, judge_token
from ingestion.sources.qidian.schema import QidianSettings

SYSTEM = "Qidian"
_TOKEN_PATHS = {"self_built": "cgi-bin/token/getSelfBuildToken", "developer": "cgi-bin/token"}
_LIST = "cgi-bin/cust/cust_info/getCustList"
_DETAIL = "cgi-bin/cust/cust_info/getSingCustBaseInfo"


class QidianClient:
    """A session with one Qidian account."""

    def __init__(self, settings: QidianSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._codes = ErrorCodes.of(
            settings.token_ended_codes, settings.rate_codes, settings.busy_codes, settings.denied_codes
        )
        limits = Limits(rates={"": Rate(settings.requests_per_second, 1.0)})
        self._tokens = ApiSession(SYSTEM, settings.base_url, self._judge_token, limits=limits, clocks=clocks)
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            self._judge,
            authorization=TokenAuthorization(self._fetch, _put, clocks.now),
            limits=limits,
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._tokens.close()
        self._session.close()

    def total(self) -> int | None:
        """Return how many customers the system says there are; None when it does not say."""
        total = str(self._page("").get("total", ""))
        return int(total) if total.isdigit() else None

    def pages(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the pages of ids, each with the cursor it came for."""
        cursor = ""
        while True:
            page = self._page(cursor)
            yield cursor, _ids(page)
            cursor = _following(page)
            if not cursor:
                return

    def is_listed(self, cust_id: str, cursor: str) -> bool:
        """Whether the page at `cursor` still lists a customer."""
        return cust_id in _ids(self._page(cursor))

    def customer(self, cust_id: str) -> dict[str, Any]:
        """Return one customer. Raises RequestRefused, as for one that was deleted meanwhile."""
        asked = {"cust_id": cust_id, "data": list(self._settings.parts)}

        def customer_of(body: Any) -> dict[str, Any] | None:
            return body if isinstance(body, dict) and str(body.get("cust_id")) == cust_id else None

        return self._session.ask(Request("POST", _DETAIL, json=asked), customer_of)

    def _page(self, cursor: str) -> dict[str, Any]:
        def page_of(body: Any) -> dict[str, Any] | None:
            if not isinstance(body, dict) or not body.keys() & {"total", "next_custid"}:
                return None
            # A page that leads to itself is the answer to the request before this one.
            return None if cursor and _following(body) == cursor else body

        return self._session.ask(Request("GET", _LIST, {"next_custid": cursor}), page_of)

    def _fetch(self) -> Token:
        settings = self._settings
        params = {"appid": settings.appid, "secret": settings.secret.get_secret_value()}
        if settings.app == "self_built":
            params["sid"] = settings.sid
        else:
            params["grant_type"] = "client_credential"
        return fetch_token(self._tokens, _TOKEN_PATHS[settings.app], params)

    def _judge_token(self, reply: Reply) -> Verdict:
        return judge_token(SYSTEM, reply, self._codes, "check sid, appid and secret of the connection.")

    def _judge(self, reply: Reply) -> Verdict:
        scope = "allow the app to read customers in Qidian's open platform."
        return judge_errcode(SYSTEM, reply, self._codes, scope)


def refusal_of(cust_id: str, error: RequestRefused) -> RequestRefused:
    """Return the error for a customer who is listed and cannot be read."""
    return RequestRefused(f"{SYSTEM} lists customer {cust_id} and does not show it: {error}")


def _ids(page: dict[str, Any]) -> list[str]:
    """A page without customers may leave out any part."""
    return [str(one) for one in (page.get("data") or {}).get("cust_id") or ()]


def _following(page: dict[str, Any]) -> str:
    """The cursor of the next page, empty at the end."""
    return str(page.get("next_custid") or "")


def _put(request: Request, token: str) -> None:
    request.params["access_token"] = token
