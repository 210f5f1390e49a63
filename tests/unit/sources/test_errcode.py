"""Errors that come with HTTP 200."""

import orjson
import pytest

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.message import NotJson, Reply
from ingestion.http.verdict import FINE, Again, Refused, Renew
from ingestion.sources.errcode import ErrorCodes, error_of, judge_errcode, judge_token

CODES = ErrorCodes.of(token=(42001,), rate=(45009,), busy=(-1,), denied=(48002,))


def reply(body: object, status: int = 200) -> Reply:
    return Reply(status, {"content-type": "application/json"}, orjson.dumps(body))


def says(code: object) -> Reply:
    return reply({"errcode": code, "errmsg": "so it is"})


@pytest.mark.parametrize(
    "body", [{"errcode": 0, "errmsg": "ok"}, {"access_token": "t"}, {"errcode": "0"}, []]
)
def test_zero_or_no_code_is_fine(body: object) -> None:
    assert error_of(reply(body)) is None
    assert judge_errcode("S", reply(body), CODES, "") is FINE
    assert judge_token("S", reply(body), CODES, "") is FINE


@pytest.mark.parametrize("code", [45009, -1, "45009"])
def test_too_many_and_busy_are_asked_again(code: object) -> None:
    assert isinstance(judge_errcode("S", says(code), CODES, ""), Again)
    assert isinstance(judge_token("S", says(code), CODES, ""), Again)


def test_an_ended_token_is_renewed() -> None:
    assert judge_errcode("S", says(42001), CODES, "") == Renew("so it is, errcode 42001")


def test_what_is_denied_names_the_remedy() -> None:
    verdict = judge_errcode("S", says(48002), CODES, "grant it.")
    assert isinstance(verdict, Refused)
    assert isinstance(verdict.error, ScopeMissing)
    assert str(verdict.error) == "S denies access (so it is, errcode 48002); grant it."


def test_other_codes_are_final() -> None:
    verdict = judge_errcode("S", says(40058), CODES, "")
    assert isinstance(verdict, Refused)
    assert isinstance(verdict.error, RequestRefused)
    token = judge_token("S", says(40001), CODES, "check it.")
    assert isinstance(token, Refused)
    assert isinstance(token.error, CredentialsRefused)


def test_the_http_status_comes_first() -> None:
    assert isinstance(judge_errcode("S", reply({}, 502), CODES, ""), Again)


def test_half_a_body_is_asked_again() -> None:
    with pytest.raises(NotJson):
        judge_errcode("S", Reply(200, {}, b'{"errcode": 0, "err'), CODES, "")
