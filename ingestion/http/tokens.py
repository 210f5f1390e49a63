"""Access tokens: kept until shortly before they end, renewed once however many ask."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ingestion.http.message import Request

# Renewed so long before its end, so that none ends between two pages.
_EARLY_SECONDS = 60.0


@dataclass(frozen=True)
class Token:
    """A token and for how many seconds from now it lives; None when the system does not say."""

    value: str
    expires_in: float | None = None


class Authorization(Protocol):
    """Puts credentials into requests."""

    def apply(self, request: Request) -> None:
        """Put the credentials into the request: a header, a parameter or the body."""

    def renew(self) -> bool:
        """Get a new token, after one was refused; False when there is nothing to renew."""


class FixedAuthorization:
    """Credentials that never change, such as an API key: `put` writes them into a request."""

    def __init__(self, put: Callable[[Request], None]) -> None:
        self._put = put

    @classmethod
    def in_header(cls, name: str, value: str) -> "FixedAuthorization":
        """Return credentials that are the value of a header."""

        def put(request: Request) -> None:
            request.headers[name] = value

        return cls(put)

    @classmethod
    def bearer(cls, token: str) -> "FixedAuthorization":
        """Return a bearer token (RFC 6750)."""
        return cls.in_header("Authorization", f"Bearer {token}")

    def apply(self, request: Request) -> None:
        """Put the credentials into the request."""
        self._put(request)

    def renew(self) -> bool:
        """Return False: a key that is refused stays refused."""
        return False


class TokenAuthorization:
    """A token that `fetch` gets and `put` writes into a request. Tokens are never fetched twice at once.

    `now` is a clock in seconds that only goes forward.
    """

    def __init__(
        self, fetch: Callable[[], Token], put: Callable[[Request, str], None], now: Callable[[], float]
    ) -> None:
        self._fetch, self._put, self._now = fetch, put, now
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._ends = float("inf")

    def apply(self, request: Request) -> None:
        """Put a token that still lives into the request, getting one first where needed."""
        with self._lock:
            if self._token is None or self._now() >= self._ends:
                self._get()
            token = self._token
        if token is not None:
            self._put(request, token.value)

    def renew(self) -> bool:
        """Get a new token."""
        with self._lock:
            self._get()
        return True

    def _get(self) -> None:
        token = self._fetch()
        self._token = token
        early = min(_EARLY_SECONDS, (token.expires_in or 0) / 10)
        self._ends = self._now() + token.expires_in - early if token.expires_in else float("inf")
