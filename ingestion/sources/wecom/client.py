"""Asking WeCom: tokens, errors inside HTTP 200, members, their customers by cursor."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import Token, TokenAuthorization
from ingestion.http.verdict import FINE, Verdict
from ingestion.sources.errcode import ErrorCodes, error_of, fetch_token, judge_errcode, judge_token
from ingestion.sources.wecom.schema import WecomSettings

SYSTEM = "WeCom"
# So many members fit into one request for their customers.
MEMBERS_A_REQUEST = 100
_SCOPE = "add the app to those that may call customer contact (客户联系 → 可调用接口的应用)."


class WecomClient:
    """A session with one company."""

    def __init__(self, settings: WecomSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._codes = ErrorCodes.of(
            settings.token_ended_codes, settings.rate_codes, settings.busy_codes, settings.denied_codes
        )
        self._no_customer = frozenset(settings.no_customer_codes)
        limits = Limits(rates={"": Rate(settings.requests_per_minute, 60.0)})
        self._tokens = ApiSession(SYSTEM, settings.base_url, self._judge_token, limits=limits, clocks=clocks)
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            self._judge,
            authorization=TokenAuthorization(self._fetch, _put, clocks.now),
            limits=limits,
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._tokens.close()
        self._session.close()

    def members(self) -> list[str]:
        """Return the ids of the members who may have customers."""
        request = Request("GET", "cgi-bin/externalcontact/get_follow_user_list")
        found = self._asked(request, lambda body: isinstance(body.get("follow_user"), list))
        return [str(one) for one in found["follow_user"]]

    def member(self, userid: str) -> dict[str, Any]:
        """Return one member as the company's address book has it."""
        request = Request("GET", "cgi-bin/user/get", params={"userid": userid})
        return self._asked(request, lambda body: body.get("userid") == userid)

    def customers(self, members: list[str]) -> Iterator[list[dict[str, Any]]]:
        """Yield up to MEMBERS_A_REQUEST members' customers by page: one row a customer and member."""
        cursor = ""
        own = frozenset(members)
        asked: dict[str, Any] = {"userid_list": members, "limit": self._settings.page_size}

        def is_answer(body: Mapping[str, Any]) -> bool:
            if body.get("errcode") in self._no_customer:
                return True
            rows = body.get("external_contact_list")
            # A page that leads to itself, or of other members, is the answer to the request before this one.
            leads_on = not cursor or body.get("next_cursor") != cursor
            return (
                isinstance(rows, list) and leads_on and (not rows or rows[0]["follow_info"]["userid"] in own)
            )

        while True:
            request = Request(
                "POST", "cgi-bin/externalcontact/batch/get_by_user", json={**asked, "cursor": cursor}
            )
            body = self._asked(request, is_answer)
            yield body.get("external_contact_list") or []
            cursor = str(body.get("next_cursor") or "")
            if not cursor:
                return

    def customer_ids(self, userid: str) -> list[str]:
        """Return the ids of one member's customers."""
        request = Request("GET", "cgi-bin/externalcontact/list", params={"userid": userid})
        found = self._asked(
            request,
            lambda body: "external_userid" in body or body.get("errcode") in self._no_customer,
        )
        return [str(one) for one in found.get("external_userid") or ()]

    def _asked(self, request: Request, is_answer: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
        """Return the body of an answer that belongs to the question."""

        def read(body: Any) -> dict[str, Any] | None:
            return body if isinstance(body, dict) and is_answer(body) else None

        return self._session.ask(request, read)

    def _fetch(self) -> Token:
        settings = self._settings
        params = {"corpid": settings.corp_id, "corpsecret": settings.secret.get_secret_value()}
        return fetch_token(self._tokens, "cgi-bin/gettoken", params)

    def _judge_token(self, reply: Reply) -> Verdict:
        remedy = "check corp_id, and that the secret is that of the app that may read customer contacts."
        return judge_token(SYSTEM, reply, self._codes, remedy)

    def _judge(self, reply: Reply) -> Verdict:
        error = error_of(reply) if reply.status == 200 else None
        if error is not None and error[0] in self._no_customer:
            return FINE
        return judge_errcode(SYSTEM, reply, self._codes, _SCOPE)


def _put(request: Request, token: str) -> None:
    request.params["access_token"] = token
