"""Asking Baidu: credentials inside the JSON, a state in its header with HTTP 200, pages by row."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import Token, TokenAuthorization
from ingestion.http.verdict import (
    FINE,
    Again,
    Refused,
    Renew,
    Verdict,
    credentials_refused,
    judge_status,
)
from ingestion.sources.baidu.schema import BaiduSettings
from ingestion.sources.refresh_token import RefreshToken

_SYSTEM = "Baidu"
_REPORT = "json/sms/service/OpenApiReportService/getReportData"
_SYSTEM_FAULT = 3
# Where the reply does not say it.
_TOKEN_SECONDS = 86_400.0


class BaiduClient:
    """A session with Baidu's marketing API."""

    def __init__(self, settings: BaiduSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._refresh = RefreshToken(settings.refresh_token.get_secret_value(), settings.token_file)
        self._tokens = ApiSession(_SYSTEM, settings.token_url, _judge_token, clocks=clocks)
        self._session = ApiSession(
            _SYSTEM,
            settings.base_url,
            self._judge,
            authorization=TokenAuthorization(self._fetch, self._put, clocks.now),
            limits=Limits(rates={"": Rate(settings.requests_per_second, 1.0)}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._tokens.close()
        self._session.close()

    def pages(self, report: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
        """Yield the pages of a report."""
        start = 0
        while True:
            found = self._report(report, start, self._settings.rows_per_page)
            rows = found[self._settings.rows_key]
            yield rows
            start += len(rows)
            if not rows or start >= int(found["totalRowCount"]):
                return

    def total(self, report: Mapping[str, Any]) -> int:
        """Return how many rows the system says a report has."""
        return int(self._report(report, 0, 1)["totalRowCount"])

    def _report(self, report: Mapping[str, Any], start: int, rows: int) -> dict[str, Any]:
        body = {**report, "startRow": start, "rowCount": rows, "needSum": False}
        found: list[dict[str, Any]] = self._session.post(_REPORT, {"body": body}).json()["body"]["data"]
        return found[0] if found else {self._settings.rows_key: [], "totalRowCount": 0}

    def _put(self, request: Request, token: str) -> None:
        request.json["header"] = {"userName": self._settings.user_name, "accessToken": token}

    def _fetch(self) -> Token:
        asked = {
            "appId": self._settings.app_id,
            "secretKey": self._settings.app_secret.get_secret_value(),
            "userId": self._settings.user_id,
            "refreshToken": self._refresh.current,
        }
        given = self._tokens.post(self._settings.token_url, asked).json()["data"]
        if given.get("refreshToken"):
            self._refresh.replace(given["refreshToken"])
        return Token(given["accessToken"], float(given.get("expiresIn") or _TOKEN_SECONDS))

    def _judge(self, reply: Reply) -> Verdict:
        """Judge by the header's status: errors come with HTTP 200, and 1 means that a part is missing."""
        verdict = judge_status(_SYSTEM, reply)
        if verdict is not FINE:
            return verdict
        header = reply.json().get("header") or {}
        status, failures = header.get("status"), header.get("failures") or []
        if status == 0 and not failures:
            return FINE
        said = "; ".join(f"{one.get('message')} (code {one.get('code')})" for one in failures)
        said = said or f"{header.get('desc')} (status {status})"
        if status == _SYSTEM_FAULT or self._says(said, self._settings.rate_words):
            return Again(said)
        if self._says(said, self._settings.token_words):
            return Renew(said)
        if self._says(said, self._settings.denied_words):
            remedy = "have the account authorise the app for reports"
            return Refused(ScopeMissing(f"{_SYSTEM} denies access: {said}; {remedy}."))
        remedy = "check user_name, report_type and columns"
        return Refused(RequestRefused(f"{_SYSTEM} refuses the report: {said}; {remedy}."))

    @staticmethod
    def _says(said: str, words: tuple[str, ...]) -> bool:
        return any(word in said.lower() for word in words)


def _judge_token(reply: Reply) -> Verdict:
    verdict = judge_status(_SYSTEM, reply)
    if verdict is not FINE:
        return verdict
    body = reply.json()
    if body.get("code") == 0:
        return FINE
    said = f"{body.get('message')} (code {body.get('code')})"
    return credentials_refused(
        _SYSTEM, said, "check app_id and app_secret, and authorise anew for a new refresh_token."
    )
