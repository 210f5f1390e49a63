"""Asking Typeform: its errors, its count, and its pages by token, newest first."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import NotJson, Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import FixedAuthorization
from ingestion.http.verdict import Refused, Verdict, credentials_refused, judge_status
from ingestion.sources.typeform.schema import TypeformSettings

SYSTEM = "Typeform"


class TypeformClient:
    """A session with one account."""

    def __init__(self, settings: TypeformSettings, clocks: Clocks) -> None:
        self._page_size = str(settings.page_size)
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            _judge,
            authorization=FixedAuthorization.bearer(settings.token.get_secret_value()),
            limits=Limits(rates={"": Rate(settings.requests_per_second, 1.0)}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def pages(self, form: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the responses of a form, page by page, newest first, until a page is empty."""
        before = ""
        while True:
            asked = {"page_size": self._page_size} | ({"before": before} if before else {})
            items = self._page(form, asked, before)["items"]
            if not items:
                return
            yield items
            before = str(items[-1]["token"])

    def count(self, form: str, times: Mapping[str, str]) -> int | None:
        """Return how many responses Typeform says it has in the times `since` and `until`."""
        total = self._page(form, {"page_size": "1", **times}, "").get("total_items")
        return total if isinstance(total, int) else None

    def _page(self, form: str, asked: Mapping[str, str], before: str) -> dict[str, Any]:
        def page_of(body: Any) -> dict[str, Any] | None:
            items = body.get("items") if isinstance(body, dict) else None
            if not isinstance(items, list):
                return None
            # A page that ends where this one begins is the answer to the request before it.
            return None if before and items and str(items[-1]["token"]) == before else body

        return self._session.ask(Request("GET", f"forms/{form}/responses", dict(asked)), page_of)


def _judge(reply: Reply) -> Verdict:
    if reply.status < 400 or reply.status == 429 or reply.status >= 500:
        return judge_status(SYSTEM, reply)
    said = _said(reply)
    if reply.status == 401:
        return credentials_refused(SYSTEM, said, "set the connection's token to a personal access token.")
    if reply.status == 403:
        remedy = "the token needs the scopes responses:read and forms:read, and its user access to the form."
        return Refused(ScopeMissing(f"{SYSTEM} denies access ({said}); {remedy}"))
    if reply.status == 404:
        remedy = (
            "check the contract's option form, the last part of the form's address, and base_url: "
            "forms kept in the EU are at https://api.eu.typeform.com."
        )
        return Refused(RequestRefused(f"{SYSTEM} knows no such form ({said}); {remedy}"))
    return Refused(RequestRefused(f"{SYSTEM} refuses the request ({said})."))


def _said(reply: Reply) -> str:
    """The error's code and description, else the status."""
    try:
        body = reply.json()
    except NotJson:
        return f"HTTP {reply.status}"
    if not isinstance(body, dict) or "code" not in body:
        return f"HTTP {reply.status}"
    return f"{body['code']}: {body.get('description', '')}".rstrip(": .").replace("\n", " ")
