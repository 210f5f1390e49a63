"""Asking Eventbrite: its errors, and its pages by continuation."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing, Unavailable
from ingestion.http.message import NotJson, Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import FixedAuthorization
from ingestion.http.verdict import Refused, Verdict, credentials_refused, judge_status
from ingestion.sources.eventbrite.schema import EventbriteSettings

SYSTEM = "Eventbrite"


class EventbriteClient:
    """A session with one account."""

    def __init__(self, settings: EventbriteSettings, clocks: Clocks) -> None:
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            _judge,
            authorization=FixedAuthorization.bearer(settings.token.get_secret_value()),
            limits=Limits(rates={"": Rate(settings.requests_per_hour, 3600.0)}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def pages(self, path: str, params: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
        """Yield the attendees at a path, page by page."""
        continuation = ""
        while True:
            page = self._page(path, params, continuation)
            yield page["attendees"]
            pagination = page["pagination"]
            if not pagination.get("has_more_items"):
                return
            continuation = str(pagination.get("continuation") or "")
            if not continuation:
                raise Unavailable(f"{SYSTEM} says there is more, and not how to go on; try again later.")

    def count(self, path: str, params: Mapping[str, str]) -> int | None:
        """Return how many attendees a path has by the first page; None when it does not say."""
        count = self._page(path, params, "")["pagination"].get("object_count")
        return count if isinstance(count, int) else None

    def _page(self, path: str, params: Mapping[str, str], continuation: str) -> dict[str, Any]:
        asked = {**params, "continuation": continuation} if continuation else dict(params)

        def page_of(body: Any) -> dict[str, Any] | None:
            if not isinstance(body, dict) or not {"attendees", "pagination"} <= body.keys():
                return None
            # A page that leads to itself is the answer to the request before this one.
            leads_on = not continuation or body["pagination"].get("continuation") != continuation
            return body if leads_on else None

        return self._session.ask(Request("GET", path, asked), page_of)


def _judge(reply: Reply) -> Verdict:
    if reply.status < 400 or reply.status == 429 or reply.status >= 500:
        return judge_status(SYSTEM, reply)
    said = _said(reply)
    if reply.status == 401:
        return credentials_refused(
            SYSTEM, said, "set the connection's token to a private token of the account."
        )
    if reply.status == 403:
        remedy = "the token's user must belong to the organization and may see its attendees."
        return Refused(ScopeMissing(f"{SYSTEM} denies access ({said}); {remedy}"))
    if reply.status == 404:
        remedy = "check organization_id of the connection and event_id of the contract."
        return Refused(RequestRefused(f"{SYSTEM} does not know what was asked for ({said}); {remedy}"))
    return Refused(RequestRefused(f"{SYSTEM} refuses the request ({said})."))


def _said(reply: Reply) -> str:
    """The error's code and description, else the body's beginning."""
    try:
        body = reply.json()
    except NotJson:
        return f"HTTP {reply.status}"
    if not isinstance(body, dict) or "error" not in body:
        return f"HTTP {reply.status}: {reply.text}"
    return f"{body['error']}: {str(body.get('error_description', '')).rstrip('.')}"
