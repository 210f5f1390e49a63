"""The ASGI application that takes deliveries in: POST /hooks/<source>, or /hooks/<source>/<token>.

Answers: 202 stored, 200 known already, 400 no JSON object, 401 not signed, 404 no such source, 408 too slow,
413 too large, 503 cannot be stored. A sender that gets no 2xx sends again. Nothing of a request is logged.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ingestion.intake.signatures import Delivery, NotSigned, Scheme, id_of, verify
from ingestion.intake.store import Store, Stored

_LOG = logging.getLogger(__name__)
_BODY_SECONDS = 30.0


@dataclass(frozen=True)
class Hook:
    """One source: how its deliveries are signed and with which keys, and where they are kept.

    `largest_body` is in bytes; `window_seconds` is how old a signed timestamp may be.
    """

    scheme: Scheme
    keys: tuple[str, ...]
    store: Store
    largest_body: int
    window_seconds: float


class _Refused(Exception):
    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def make_app(hooks: Mapping[str, Hook], now: Callable[[], float] = time.time) -> Starlette:
    """Return the application; `now` is seconds since 1970."""

    async def receive(request: Request) -> Response:
        name = request.path_params["source"]
        hook = hooks.get(name)
        if hook is None:
            return PlainTextResponse("There is no such source.", 404)
        try:
            stored = await _accepted(request, hook, now())
            is_new = await run_in_threadpool(hook.store.keep, stored)
        except _Refused as refused:
            _LOG.warning("%s: refused with %d: %s", name, refused.status, refused)
            return PlainTextResponse(f"Refused: {refused}.", refused.status)
        except OSError as error:
            _LOG.error("%s: a delivery cannot be stored: %s", name, error.strerror)
            return PlainTextResponse("It cannot be stored now; send it again.", 503)
        _LOG.info("%s: %s", name, "stored" if is_new else "known already")
        return PlainTextResponse("Stored." if is_new else "Known already.", 202 if is_new else 200)

    paths = ("/hooks/{source}", "/hooks/{source}/{token}")
    return Starlette(routes=[Route(path, receive, methods=["POST"]) for path in paths])


async def _accepted(request: Request, hook: Hook, at: float) -> Stored:
    """The delivery, once everything about it is right; its sender first, so that others learn nothing."""
    delivery = Delivery(
        await _body(request, hook.largest_body),
        request.headers,
        request.query_params,
        request.path_params.get("token", ""),
    )
    try:
        verify(hook.scheme, delivery, hook.keys, at, hook.window_seconds)
    except NotSigned as error:
        raise _Refused(401, str(error)) from error
    try:
        content = orjson.loads(delivery.body)
    except orjson.JSONDecodeError as error:
        raise _Refused(400, "its body is no JSON") from error
    if not isinstance(content, dict):
        raise _Refused(400, "its body is no JSON object")
    return Stored(id_of(hook.scheme, delivery, content), datetime.fromtimestamp(at, UTC), delivery.body)


async def _body(request: Request, largest: int) -> bytes:
    """The body, never more of it in memory than is allowed."""
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise _Refused(413, f"its body has more than {largest} bytes")
    except TimeoutError as error:
        raise _Refused(408, f"its body took more than {_BODY_SECONDS:.0f} seconds") from error
    except ClientDisconnect as error:
        raise _Refused(400, "the sender hung up") from error
    return bytes(body)
