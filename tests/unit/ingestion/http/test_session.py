"""A session against a real server: patience, tokens, limits, allowed hosts, and silence about secrets."""

import logging
from collections.abc import Iterator

import pytest

from ingestion.http.errors import (
    AnswerTooLarge,
    CredentialsRefused,
    HostRefused,
    QuotaUsedUp,
    RequestRefused,
    ScopeMissing,
    Unavailable,
)
from ingestion.http.hosts import AllowedHosts
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import FixedAuthorization, Token, TokenAuthorization
from ingestion.http.verdict import judge_status
from tests.conformance.harness import FastClocks
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import World

SECRET = "s3cret-canary"
EMPTY = World(now=None, leads=[], deals=[], activities=[], spend=[], owners=[])  # type: ignore[arg-type]


class Echo(Simulator):
    """Answers what a test tells it to."""

    said = Answer(200, {"ok": True})
    token = ""

    def answer(self, call: Call) -> Answer:
        if self.token and call.headers.get("authorization") != self.token:
            return Answer(401, {"message": "expired"})
        return self.said

    def expire_tokens(self) -> None:
        self.token = "Bearer 2"


@pytest.fixture
def server() -> Iterator[Echo]:
    with Echo(EMPTY) as echo:
        yield echo


def judge(reply: Reply) -> object:
    return judge_status("Echo", reply)


def session(server: Echo, time: FastClocks | None = None, **settings: object) -> ApiSession:
    clocks = (time or FastClocks()).clocks()
    return ApiSession("Echo", server.url, judge, clocks=clocks, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fault", [Fault.DROPPED, Fault.TRUNCATED, Fault.CUT_JSON, Fault.TOO_MANY, Fault.SERVER_ERROR]
)
def test_a_passing_fault_is_waited_out(server: Echo, fault: Fault) -> None:
    server.faults = FaultPlan({1: fault})
    assert session(server).get("/x").json() == {"ok": True}
    assert len(server.calls) == 2


def test_an_answer_to_another_question_is_asked_for_again(server: Echo) -> None:
    api = session(server)

    def second(body: dict[str, bool]) -> bool | None:
        return body["ok"] if len(server.calls) == 2 else None

    assert api.ask(Request("GET", "/x"), second) is True
    with pytest.raises(Unavailable, match="Echo gave no answer that belongs to /x in 4 tries"):
        api.ask(Request("GET", "/x", {"key": SECRET}), lambda body: None)
    assert len(server.calls) == 2 + 4


@pytest.mark.parametrize(
    ("authorization", "header", "value"),
    [
        (FixedAuthorization.bearer("key"), "authorization", "Bearer key"),
        (FixedAuthorization.in_header("APIKEY", "key"), "apikey", "key"),
    ],
)
def test_a_fixed_key_goes_into_its_header(
    server: Echo, authorization: FixedAuthorization, header: str, value: str
) -> None:
    session(server, authorization=authorization).get("/x")
    assert server.calls[-1].headers[header] == value


def test_patience_ends_with_one_sentence(server: Echo) -> None:
    server.said = Answer(500, {})
    time = FastClocks()
    with pytest.raises(Unavailable, match="no usable answer to /x in 6 tries"):
        session(server, time).get("/x", {"key": SECRET})
    assert len(server.calls) == 6
    assert 7 < time.seconds < 16, "pauses of 0.5 to 8 seconds, each shortened by up to half"


def test_a_named_pause_is_kept_and_a_long_one_is_a_used_up_quota(server: Echo) -> None:
    time = FastClocks()
    server.said = Answer(429, {}, {"Retry-After": "120"})
    with pytest.raises(Unavailable):
        session(server, time, limits=Limits(tries=2)).get("/x")
    assert time.seconds >= 120
    server.said = Answer(429, {}, {"Retry-After": "86400"})
    with pytest.raises(QuotaUsedUp, match="86,400 seconds"):
        session(server).get("/x")


def test_an_expired_token_is_renewed_once(server: Echo) -> None:
    server.token = "Bearer 1"
    handed = iter([Token("1"), Token("2"), Token("3")])

    def put(request: Request, token: str) -> None:
        request.headers["Authorization"] = f"Bearer {token}"

    authorization = TokenAuthorization(lambda: next(handed), put, lambda: 0.0)
    api = session(server, authorization=authorization)
    server.faults = FaultPlan({2: Fault.EXPIRED})
    api.get("/x")
    assert api.get("/x").status == 200
    server.token = "Bearer never"
    with pytest.raises(CredentialsRefused, match="check the connection's secrets"):
        api.get("/x")


def test_a_token_is_renewed_before_it_ends() -> None:
    now = 0.0
    fetched = []

    def fetch() -> Token:
        fetched.append(now)
        return Token(str(len(fetched)), 3600)

    authorization = TokenAuthorization(fetch, lambda request, token: None, lambda: now)
    for moment in (0.0, 3500.0, 3541.0):
        now = moment
        authorization.apply(Request("GET", "/x"))
    assert fetched == [0.0, 3541.0]


@pytest.mark.parametrize(
    ("status", "error"), [(403, ScopeMissing), (404, RequestRefused), (302, RequestRefused)]
)
def test_a_refusal_is_final(server: Echo, status: int, error: type[Exception]) -> None:
    server.said = Answer(status, {"message": "no"}, {"Location": "http://127.0.0.1:1/"})
    with pytest.raises(error, match="Echo"):
        session(server).get("/x")
    assert len(server.calls) == 1


def test_an_answer_without_end_is_cut_off(server: Echo) -> None:
    server.said = Answer(200, {"text": "x" * 5_000_000})
    with pytest.raises(AnswerTooLarge, match="1,000,000 bytes"):
        session(server, limits=Limits(largest_answer=1_000_000)).get("/x")


def test_rates_are_kept_by_endpoint_and_over_all(server: Echo) -> None:
    time = FastClocks()
    api = session(server, time, limits=Limits(rates={"": Rate(5, 1.0), "search": Rate(1, 1.0)}))
    for _ in range(4):
        api.get("/x", endpoint="search")
    assert time.seconds == pytest.approx(3.0)
    for _ in range(6):
        api.get("/x")
    assert time.seconds == pytest.approx(4.0)


def test_no_secret_is_logged_or_said(server: Echo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)  # the root's: what a session must not rely on

    def put(request: Request) -> None:
        request.params["access_token"] = SECRET
        request.headers["X-Key"] = SECRET

    api = session(server, authorization=FixedAuthorization(put), limits=Limits(tries=1))
    api.get("/x")
    assert server.calls[-1].params["access_token"] == SECRET
    said = []
    for plan in (FaultPlan({1: Fault.DROPPED}), FaultPlan({1: Fault.CUT_JSON})):
        server.faults = plan
        with pytest.raises(Unavailable) as raised:
            api.get("/x")
        said.append(str(raised.value))
    assert SECRET not in caplog.text + "".join(said)


def test_only_allowed_hosts_are_spoken_to(server: Echo) -> None:
    with pytest.raises(HostRefused, match="nothing was sent"):
        session(server).get("https://elsewhere.example/x")
    assert not server.calls


@pytest.mark.parametrize(
    "url", ["http://crm.example.com", "ftp://crm.example.com", "crm.example.com", "https://"]
)
def test_a_base_url_is_a_whole_encrypted_address(url: str) -> None:
    with pytest.raises(HostRefused, match="base_url"):
        AllowedHosts(url)


def test_a_listed_host_on_a_private_network_is_refused() -> None:
    hosts = AllowedHosts("https://login.crm.example", ("*.localhost", "127.0.0.1"))
    with pytest.raises(HostRefused, match="private network"):
        hosts.check("https://127.0.0.1/x")
    with pytest.raises(HostRefused, match="not among"):
        hosts.check("https://login.crm.example.evil.example/x")
