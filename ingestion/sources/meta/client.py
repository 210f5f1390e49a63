"""Asking Meta's Graph API: its errors, and its pages by cursor."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import NotJson, Reply
from ingestion.http.session import ApiSession, Clocks
from ingestion.http.tokens import FixedAuthorization
from ingestion.http.verdict import (
    Again,
    Refused,
    Verdict,
    credentials_refused,
    judge_status,
    retry_after,
)
from ingestion.sources.meta.schema import MetaSettings

_SYSTEM = "Meta"
_TOKEN, _WRONG_REQUEST = 190, 100
_BUSY = {1, 2}
# Of the app, the user, the page, and of a single use case.
_RATE_LIMITS = {4, 17, 32, 613, 80000, 80004, 80005}
_PERMISSION = {3, 10, *range(200, 300)}


class MetaClient:
    """A session with the Graph API."""

    def __init__(self, settings: MetaSettings, clocks: Clocks) -> None:
        self._version, self._pause = settings.api_version, settings.rate_limit_pause_seconds
        self._session = ApiSession(
            _SYSTEM,
            settings.base_url,
            self._judge,
            authorization=FixedAuthorization.bearer(settings.access_token.get_secret_value()),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def pages(self, edge: str, params: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
        """Yield the pages of an edge such as "<form id>/leads".

        The next page is asked for by its cursor: the ready-made address in the reply holds the token.
        """
        after: str | None = None
        while True:
            asked = {**params, "after": after} if after else dict(params)
            page = self._session.get(f"{self._version}/{edge}", asked).json()
            yield page["data"]
            paging = page.get("paging") or {}
            after = paging["cursors"]["after"] if "next" in paging else None
            if after is None:
                return

    def _judge(self, reply: Reply) -> Verdict:
        """Judge by the error object, which says more than the HTTP status."""
        error = _error(reply)
        if error is None:
            return judge_status(_SYSTEM, reply)
        code, said = error.get("code"), f"{error.get('message')} (code {error.get('code')})"
        if code in _BUSY or error.get("is_transient"):
            return Again(said, retry_after(reply))
        if code in _RATE_LIMITS:
            return Again(said, retry_after(reply) or self._pause)
        if code == _TOKEN:
            return credentials_refused(_SYSTEM, said, "set a new access_token.")
        if code in _PERMISSION:
            return Refused(
                ScopeMissing(
                    f"{_SYSTEM} denies access: {said}; give the token leads_retrieval and ads_read, and the "
                    "user access to the page and the ad account."
                )
            )
        hint = (
            "check page_id, form_id, account_id and the token's access to them."
            if code == _WRONG_REQUEST
            else ""
        )
        return Refused(RequestRefused(f"{_SYSTEM} refuses the request: {said}; {hint}".rstrip("; ")))


def _error(reply: Reply) -> Mapping[str, Any] | None:
    try:
        body = reply.json()
    except NotJson:
        if reply.status == 200:
            raise
        return None
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else None
