"""A session with one system: every request of a connector goes through `ApiSession.request`."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin

import orjson
import urllib3
from urllib3.exceptions import HTTPError

from ingestion.http.errors import AnswerTooLarge, CredentialsRefused, QuotaUsedUp, Unavailable
from ingestion.http.hosts import AllowedHosts
from ingestion.http.message import NotJson, Reply, Request
from ingestion.http.throttle import Rate, Throttle
from ingestion.http.tokens import Authorization
from ingestion.http.verdict import Again, Fine, Judge, Refused

_LOG = logging.getLogger(__name__)
# Its debug lines hold whole addresses, and with some systems the token is in them.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
_CHUNK = 1 << 20
# An answer that belongs to another question is asked for again so often.
_ANSWER_TRIES = 4

Found = TypeVar("Found")


@dataclass(frozen=True)
class Clocks:
    """The time a session lives in: seconds that only go forward, and waiting. Tests bring their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Limits:
    """What a session puts up with.

    Pauses between tries double from `first_pause` seconds to `longest_pause`, each shortened at random by up
    to half. A system that asks for more than `longest_wait` seconds has run out of quota.
    """

    tries: int = 6
    first_pause: float = 0.5
    longest_pause: float = 60.0
    longest_wait: float = 300.0
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    largest_answer: int = 64 * 1024 * 1024
    rates: Mapping[str, Rate] = field(default_factory=dict)


class ApiSession:
    """Asks one system, patiently and within its limits. Not for use by several threads at once."""

    def __init__(
        self,
        system: str,
        base_url: str,
        judge: Judge,
        *,
        authorization: Authorization | None = None,
        hosts: tuple[str, ...] = (),
        limits: Limits | None = None,
        clocks: Clocks | None = None,
    ) -> None:
        """Open a session; nothing is sent yet.

        Args:
            system: the name that messages use.
            base_url: what paths are taken from.
            judge: says what a reply means.
            authorization: puts credentials into requests; None for a session that gets tokens.
            hosts: further hosts that replies may point to, "*.example.com" for all below.
            limits: tries, times, sizes and rates.
            clocks: the time to live in.
        """
        self._system, self._base, self._judge = system, base_url.rstrip("/") + "/", judge
        self._authorization = authorization
        self._hosts = AllowedHosts(base_url, hosts)
        self._limits, self._clocks = limits or Limits(), clocks or Clocks()
        self._throttle = Throttle(dict(self._limits.rates), self._clocks.now, self._clocks.sleep)
        timeout = urllib3.Timeout(connect=self._limits.connect_seconds, read=self._limits.read_seconds)
        self._pool = urllib3.PoolManager(num_pools=4, maxsize=2, timeout=timeout, retries=False)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def get(self, url: str, params: Mapping[str, str] | None = None, *, endpoint: str = "") -> Reply:
        """Send a GET request; see `request`."""
        return self.request(Request("GET", url, dict(params or {}), endpoint=endpoint))

    def post(self, url: str, json: Any, *, endpoint: str = "") -> Reply:
        """Send a POST request with a JSON body; see `request`."""
        return self.request(Request("POST", url, json=json, endpoint=endpoint))

    def request(self, request: Request) -> Reply:
        """Send a request until its reply is fine, and return that.

        Everything a connector asks only reads, so a request may be sent again.

        Raises:
            ApiError: a refusal, at once; Unavailable or QuotaUsedUp when patience ends.
        """
        renewed = False
        reason = ""
        for attempt in range(self._limits.tries):
            self._throttle.wait(request.endpoint)
            try:
                reply = self._send(request)
                verdict = self._judge(reply)
            except (HTTPError, OSError, NotJson) as error:
                verdict = Again(_said(error))
            if isinstance(verdict, Fine):
                return reply
            if isinstance(verdict, Refused):
                raise verdict.error
            reason = verdict.reason
            if isinstance(verdict, Again):
                self._pause(attempt, verdict)
            elif renewed or self._authorization is None or not self._authorization.renew():
                raise CredentialsRefused(
                    f"{self._system} does not accept the credentials ({reason}); "
                    "check the connection's secrets."
                )
            else:
                renewed = True
        raise Unavailable(
            f"{self._system} gave no usable answer to {self._shown(request)} in {self._limits.tries} tries "
            f"(last: {reason}); try again later."
        )

    def ask(self, request: Request, read: Callable[[Any], Found | None]) -> Found:
        """Return what `read` finds in the JSON of the reply.

        Where it finds nothing (None), the reply belongs to another question, as what stands between us may
        repeat an earlier one: the request is sent again.

        Raises:
            ApiError: as `request`; Unavailable when no reply belongs.
        """
        for _ in range(_ANSWER_TRIES):
            found = read(self.request(request).json())
            if found is not None:
                return found
        raise Unavailable(
            f"{self._system} gave no answer that belongs to {self._shown(request)} in {_ANSWER_TRIES} tries; "
            "try again later."
        )

    def _send(self, request: Request) -> Reply:
        """Send it once; the request itself stays as it is, credentials go into a copy."""
        sent = replace(request, params=dict(request.params), headers=dict(request.headers))
        if isinstance(request.json, dict):
            sent.json = dict(request.json)
        if request.form is not None:
            sent.form = dict(request.form)
        if self._authorization is not None:
            self._authorization.apply(sent)
        # A whole address stays as it is; a path counts from the base, also one that begins with a slash.
        url = urljoin(self._base, sent.url.lstrip("/")) if "://" not in sent.url else sent.url
        self._hosts.check(url)
        if sent.params:
            url += ("&" if "?" in url else "?") + urlencode(sent.params)
        body: bytes | None = None
        if sent.json is not None:
            body = orjson.dumps(sent.json)
            sent.headers.setdefault("Content-Type", "application/json")
        elif sent.form is not None:
            body = urlencode(sent.form).encode()
            sent.headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        sent.headers.setdefault("Accept-Encoding", "gzip")
        response = self._pool.request(
            sent.method, url, body=body, headers=sent.headers, redirect=False, preload_content=False
        )
        try:
            content = self._read(response)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        _LOG.debug("%s %s -> %s, %d bytes", sent.method, self._shown(request), response.status, len(content))
        return Reply(
            response.status, {name.lower(): value for name, value in response.headers.items()}, content
        )

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        parts, size = [], 0
        while chunk := response.read(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > self._limits.largest_answer:
                raise AnswerTooLarge(
                    f"{self._system} sent more than {self._limits.largest_answer:,} bytes in one answer; "
                    "ask for smaller pages."
                )
            parts.append(chunk)
        return b"".join(parts)

    def _pause(self, attempt: int, verdict: Again) -> None:
        if verdict.after_seconds is not None and verdict.after_seconds > self._limits.longest_wait:
            raise QuotaUsedUp(
                f"{self._system} asks to wait {verdict.after_seconds:,.0f} seconds ({verdict.reason}); "
                "its quota is used up. Run again later, or pull less often."
            )
        if attempt + 1 == self._limits.tries:
            return
        growing = min(self._limits.longest_pause, self._limits.first_pause * 2**attempt)
        jittered = growing * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
        self._clocks.sleep(max(verdict.after_seconds or 0.0, jittered))

    def _shown(self, request: Request) -> str:
        """The path alone: parameters may hold a token."""
        return request.url.split("?")[0]


def _said(error: Exception) -> str:
    """Name what happened to the connection, without the address in it, which may hold a token."""
    return str(error) if isinstance(error, NotJson) else f"connection: {type(error).__name__}"
