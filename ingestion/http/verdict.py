"""What a reply means. Each connector judges its system's replies, also errors that come with HTTP 200."""

from collections.abc import Callable
from dataclasses import dataclass

from ingestion.http.errors import ApiError, CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.message import Reply


@dataclass(frozen=True)
class Fine:
    """The reply is what was asked for."""


@dataclass(frozen=True)
class Again:
    """Worth another try: after `after_seconds`, or after a growing pause when the system names no time."""

    reason: str
    after_seconds: float | None = None


@dataclass(frozen=True)
class Renew:
    """The token is no longer accepted: get a new one and ask again."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Final; the error is raised."""

    error: ApiError


Verdict = Fine | Again | Renew | Refused
Judge = Callable[[Reply], Verdict]

FINE = Fine()
_PASSING = {408, 425, 429, 500, 502, 503, 504}


def retry_after(reply: Reply) -> float | None:
    """Return the seconds of a Retry-After header in its numeric form; None without one."""
    given = reply.headers.get("retry-after", "").strip()
    return float(given) if given.isdigit() else None


def judge_status(system: str, reply: Reply) -> Verdict:
    """Judge by the HTTP status alone; connectors look into the body first where it says more."""
    if reply.status in _PASSING:
        return Again(f"HTTP {reply.status}", retry_after(reply))
    if reply.status == 401:
        return Renew("HTTP 401")
    if 200 <= reply.status < 300 or reply.status == 304:
        # The body is parsed here, so that one that is cut off is asked for again.
        if reply.body and "json" in reply.headers.get("content-type", "json"):
            reply.json()
        return FINE
    if 300 <= reply.status < 400:
        return Refused(
            RequestRefused(
                f"{system} answers with a redirect, which is not followed; set its base_url right."
            )
        )
    if reply.status == 403:
        return Refused(
            ScopeMissing(
                f"{system} denies access (HTTP 403: {reply.text}); grant the scope its README lists."
            )
        )
    return Refused(RequestRefused(f"{system} refuses the request (HTTP {reply.status}): {reply.text}"))


def credentials_refused(system: str, said: str, remedy: str) -> Refused:
    """Return the verdict that the credentials are wrong, with what the system said and what to do."""
    return Refused(CredentialsRefused(f"{system} does not accept the credentials ({said}); {remedy}"))
