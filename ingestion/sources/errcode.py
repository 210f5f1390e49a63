"""Tencent's way of telling errors: HTTP 200, with `errcode` and `errmsg` in the body.

A success says errcode 0 or has none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import Reply
from ingestion.http.session import ApiSession
from ingestion.http.tokens import Token
from ingestion.http.verdict import Again, Fine, Refused, Renew, Verdict, credentials_refused, judge_status


@dataclass(frozen=True)
class ErrorCodes:
    """What the codes of a system mean: the token has ended, too many requests, busy, not allowed."""

    token: frozenset[int]
    rate: frozenset[int]
    busy: frozenset[int]
    denied: frozenset[int]

    @classmethod
    def of(
        cls, token: Iterable[int], rate: Iterable[int], busy: Iterable[int], denied: Iterable[int]
    ) -> "ErrorCodes":
        """Return the codes as settings list them."""
        return cls(frozenset(token), frozenset(rate), frozenset(busy), frozenset(denied))


def error_of(reply: Reply) -> tuple[int, str] | None:
    """Return the code of an error and what the system says of it; None when the reply is no error.

    Raises NotJson.
    """
    body = reply.json()
    code = int(body.get("errcode") or 0) if isinstance(body, dict) else 0
    return (code, f"{body.get('errmsg') or 'no message'}, errcode {code}") if code else None


def judge_errcode(system: str, reply: Reply, codes: ErrorCodes, scope: str) -> Verdict:
    """Judge a reply to a request with a token; `scope` says what to grant when access is denied."""
    verdict = judge_status(system, reply)
    error = error_of(reply) if isinstance(verdict, Fine) else None
    if error is None:
        return verdict
    code, said = error
    if code in codes.token:
        return Renew(said)
    if code in codes.rate | codes.busy:
        return Again(said)
    if code in codes.denied:
        return Refused(ScopeMissing(f"{system} denies access ({said}); {scope}"))
    return Refused(RequestRefused(f"{system} refuses the request ({said})."))


def judge_token(system: str, reply: Reply, codes: ErrorCodes, remedy: str) -> Verdict:
    """Judge a reply to a request for a token; `remedy` says which settings to check."""
    verdict = judge_status(system, reply)
    error = error_of(reply) if isinstance(verdict, Fine) else None
    if error is None:
        return verdict
    code, said = error
    return Again(said) if code in codes.rate | codes.busy else credentials_refused(system, said, remedy)


def fetch_token(session: ApiSession, path: str, params: dict[str, str]) -> Token:
    """Ask for a token; the session judges with `judge_token`."""
    body = session.get(path, params, endpoint="token").json()
    return Token(str(body["access_token"]), float(body["expires_in"]))
