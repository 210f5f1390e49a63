"""The base of every simulator: a real HTTP server on loopback that strikes faults."""

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import orjson

from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.world import World


@dataclass(frozen=True)
class Call:
    """A request as it came. Header names are lower case, parameters are the query's."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return orjson.loads(self.body)

    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Answer:
    """A reply: `data` is sent as JSON; None sends no body."""

    status: int = 200
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        """The bytes that are sent."""
        return b"" if self.data is None else orjson.dumps(self.data)


class Simulator(ABC):
    """One system. Subclasses set `name` and answer calls in `answer`; what follows is the same for all.

    A call is a data call, which faults count and strike, unless `is_data` says otherwise (token calls).
    Every call is kept in `calls`, so that a test can look at what was asked.
    """

    name = "simulator"

    def __init__(self, world: World, faults: FaultPlan | None = None) -> None:
        self.world = world
        self.faults = faults or FaultPlan()
        self.calls: deque[Call] = deque(maxlen=100_000)
        self._lock = threading.Lock()
        self._before: Answer | None = None
        self._listed: tuple[Hashable, list[Any]] | None = None
        self._server: ThreadingHTTPServer | None = None
        self.served_at: str | None = None  # set where another process serves it

    # --- what a system decides -----------------------------------------------------------------------------

    @abstractmethod
    def answer(self, call: Call) -> Answer:
        """Answer a call as the system would."""

    def is_data(self, call: Call) -> bool:
        """Whether faults count this call."""
        return True

    def too_many(self) -> Answer:
        """The system's rate-limit answer."""
        return Answer(429, {"message": "rate limit"}, {"Retry-After": "0"})

    def expire_tokens(self) -> None:  # noqa: B027 - a system may have no tokens
        """Make every token that was handed out invalid."""

    def listed(self, asked: Hashable, find: Callable[[], list[Any]]) -> list[Any]:
        """Return what `find` finds, and the same again for the next page of what is `asked`.

        Found anew when the world changed. Finding and sorting 25,000 records for each of 125 pages
        took three quarters of the time of a large pull.
        """
        key = (asked, self.world.changes, len(self.world.leads))
        if self._listed is None or self._listed[0] != key:
            self._listed = (key, find())
        return self._listed[1]

    # --- the server ----------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """The base URL."""
        if self.served_at is not None:
            return self.served_at
        assert self._server is not None, "not started"
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self, port: int = 0) -> Self:
        """Serve on loopback, on any free port unless one is named."""
        simulator = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def _serve(self) -> None:
                simulator._serve(self)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length) if length else b""
        parts = urlsplit(handler.path)
        call = Call(
            handler.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in handler.headers.items()},
            body,
        )
        # One call at a time: the world may change in it.
        with self._lock:
            self.calls.append(call)
            fault = self.faults.next() if self.is_data(call) else None
            if fault is Fault.EXPIRED:
                self.expire_tokens()
            if fault is Fault.CHANGE and self.faults.change is not None:
                self.faults.change()
            if fault is Fault.TOO_MANY:
                answer = self.too_many()
            elif fault is Fault.SERVER_ERROR:
                answer = Answer(503)
            elif fault is Fault.REPEATED and self._before is not None:
                answer = self._before
            else:
                answer = self.answer(call)
                if self.is_data(call) and answer.status < 300:
                    self._before = answer
        self._send(handler, answer, fault)

    def _send(self, handler: BaseHTTPRequestHandler, answer: Answer, fault: Fault | None) -> None:
        if fault is Fault.DROPPED:
            handler.close_connection = True
            return
        body = b"<html>Service Unavailable</html>" if fault is Fault.SERVER_ERROR else answer.body()
        kind = "text/html" if fault is Fault.SERVER_ERROR else "application/json"
        sent = body[: len(body) // 2] if fault in (Fault.TRUNCATED, Fault.CUT_JSON) else body
        handler.send_response(answer.status)
        if answer.status not in (204, 304):
            handler.send_header("Content-Type", answer.headers.get("Content-Type", kind))
            handler.send_header("Content-Length", str(len(sent if fault is Fault.CUT_JSON else body)))
        for name, value in answer.headers.items():
            if name != "Content-Type":
                handler.send_header(name, value)
        handler.end_headers()
        if answer.status not in (204, 304):
            handler.wfile.write(sent)
        if fault is Fault.TRUNCATED:
            handler.close_connection = True
