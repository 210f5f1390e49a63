"""Asking Jotform: its errors, also inside HTTP 200, and its pages by offset."""

from collections.abc import Iterator
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import NotJson, Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import FixedAuthorization
from ingestion.http.verdict import (
    FINE,
    Again,
    Refused,
    Verdict,
    credentials_refused,
    retry_after,
)
from ingestion.sources.jotform.schema import JotformSettings

SYSTEM = "Jotform"


class JotformClient:
    """A session with one account."""

    def __init__(self, settings: JotformSettings, clocks: Clocks) -> None:
        self._page_size = settings.page_size
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            _judge,
            authorization=FixedAuthorization.in_header("APIKEY", settings.api_key.get_secret_value()),
            limits=Limits(rates={"": Rate(settings.requests_per_second, 1.0)}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def pages(self, form: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the submissions of a form, page by page, until a page is not full."""
        offset = 0
        while True:
            rows = self._page(form, offset)
            yield rows
            if len(rows) < self._page_size:
                return
            offset += len(rows)

    def _page(self, form: str, offset: int) -> list[dict[str, Any]]:
        asked = {"limit": str(self._page_size), "offset": str(offset), "orderby": "created_at"}

        def rows_of(body: Any) -> list[dict[str, Any]] | None:
            rows, place = body.get("content"), body.get("resultSet") or {}
            # A page of another place is the answer to the request before this one.
            return rows if isinstance(rows, list) and int(place.get("offset", offset)) == offset else None

        return self._session.ask(Request("GET", f"form/{form}/submissions", asked), rows_of)


def _judge(reply: Reply) -> Verdict:
    code, said = _outcome(reply)
    if code == 200:
        return FINE
    if code == 429:
        return Again(f"its limit is reached: {said}", retry_after(reply))
    # Its answer to a form of somebody else, and to one that does not exist.
    if code in (401, 403) and "not authorized" in said.lower():
        remedy = "check the contract's option form, and that the key's account owns the form."
        return Refused(ScopeMissing(f"{SYSTEM} denies access to the form ({said}); {remedy}"))
    if code == 401:
        return credentials_refused(SYSTEM, said, "set the connection's api_key to a key of the account.")
    if code == 404:
        remedy = "check the contract's option form, the number in the form's address, and base_url."
        return Refused(RequestRefused(f"{SYSTEM} knows no such form ({said}); {remedy}"))
    if code >= 500 or code < 400:
        return Again(f"{code} {said}")
    return Refused(RequestRefused(f"{SYSTEM} refuses the request ({code}: {said})."))


def _outcome(reply: Reply) -> tuple[int, str]:
    """The code inside the body, which counts also with HTTP 200, and its message; else the HTTP status."""
    try:
        body = reply.json()
    except NotJson:
        if reply.status < 400:
            raise
        return reply.status, f"HTTP {reply.status}"
    if not isinstance(body, dict) or not str(body.get("responseCode", "")).isdigit():
        return (502 if reply.status < 400 else reply.status), f"HTTP {reply.status} without a responseCode"
    said = str(body.get("message", "")).replace("\n", " ").rstrip(".")
    return int(body["responseCode"]), said
