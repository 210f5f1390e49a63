"""Asking Jinshuju: its errors, and its pages by serial number."""

import base64
from collections.abc import Iterator
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import NotJson, Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import FixedAuthorization
from ingestion.http.verdict import Refused, Verdict, credentials_refused, judge_status
from ingestion.sources.jinshuju.schema import JinshujuSettings

SYSTEM = "Jinshuju"


class JinshujuClient:
    """A session with one account."""

    def __init__(self, settings: JinshujuSettings, clocks: Clocks) -> None:
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            _judge,
            authorization=_authorization(settings),
            limits=Limits(rates={"": Rate(settings.requests_per_second, 1.0)}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def pages(self, form: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the entries of a form, page by page, oldest first."""
        cursor = ""
        while True:
            page = self._page(form, cursor)
            yield page["data"]
            following = page.get("next")
            if following is None:
                return
            cursor = str(following)

    def count(self, form: str) -> int | None:
        """Return how many entries Jinshuju says a form has; None when it does not say."""
        total = self._page(form, "").get("total")
        return total if isinstance(total, int) else None

    def _page(self, form: str, cursor: str) -> dict[str, Any]:
        def page_of(body: Any) -> dict[str, Any] | None:
            if not isinstance(body, dict) or not isinstance(body.get("data"), list):
                return None
            # A page that leads to itself is the answer to the request before this one.
            return None if cursor and str(body.get("next")) == cursor else body

        asked = {"next": cursor} if cursor else {}
        return self._session.ask(Request("GET", f"api/v1/forms/{form}/entries", asked), page_of)


def _authorization(settings: JinshujuSettings) -> FixedAuthorization:
    key = settings.api_key.get_secret_value()
    if settings.auth == "bearer" or settings.api_secret is None:
        return FixedAuthorization.bearer(key)
    pair = f"{key}:{settings.api_secret.get_secret_value()}"
    encoded = base64.b64encode(pair.encode()).decode()
    return FixedAuthorization.in_header("Authorization", f"Basic {encoded}")


def _judge(reply: Reply) -> Verdict:
    if reply.status < 400 or reply.status == 429 or reply.status >= 500:
        return judge_status(SYSTEM, reply)
    said = _said(reply)
    if reply.status == 401:
        return credentials_refused(
            SYSTEM, said, "check the connection's api_key and api_secret, and its auth (basic or bearer)."
        )
    if reply.status == 402:
        return Refused(
            ScopeMissing(f"{SYSTEM}: the account's plan includes no API ({said}); upgrade the plan.")
        )
    if reply.status == 403:
        remedy = "the key's account must be allowed to read the form's data."
        return Refused(ScopeMissing(f"{SYSTEM} denies access ({said}); {remedy}"))
    if reply.status == 404:
        remedy = (
            "check the contract's option form: it is the last part of the form's address, jinshuju.net/f/…"
        )
        return Refused(RequestRefused(f"{SYSTEM} knows no such form ({said}); {remedy}."))
    return Refused(RequestRefused(f"{SYSTEM} refuses the request ({said})."))


def _said(reply: Reply) -> str:
    """The error's description, else the status."""
    try:
        body = reply.json()
    except NotJson:
        return f"HTTP {reply.status}"
    if not isinstance(body, dict):
        return f"HTTP {reply.status}"
    said = body.get("error_description") or body.get("error") or ""
    return f"HTTP {reply.status}: {said}".rstrip(": .").replace("\n", " ")
