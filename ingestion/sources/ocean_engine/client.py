"""Asking Ocean Engine: tokens for a day, errors inside HTTP 200, pages by number."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

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
    retry_after,
)
from ingestion.sources.ocean_engine.schema import OceanEngineSettings
from ingestion.sources.refresh_token import RefreshToken

_SYSTEM = "Ocean Engine"
_FEWEST = 10
_TOKEN_PATH = "open_api/oauth2/refresh_token/"  # noqa: S105 - a path


class OceanEngineClient:
    """A session with the open API."""

    def __init__(self, settings: OceanEngineSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._refresh = RefreshToken(settings.refresh_token.get_secret_value(), settings.token_file)
        self._tokens = ApiSession(_SYSTEM, settings.base_url, self._judge_token, clocks=clocks)
        self._session = ApiSession(
            _SYSTEM,
            settings.base_url,
            self._judge,
            authorization=TokenAuthorization(self._fetch, _put, clocks.now),
            limits=Limits(rates={"": Rate(settings.requests_per_second, 1.0)}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._tokens.close()
        self._session.close()

    def pages(self, path: str, params: Mapping[str, Any], rows: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the pages of a list, whose records stand under the key `rows`."""
        number = 1
        while True:
            data = self._page(path, params, number, self._settings.page_size)
            yield data[rows]
            if number >= data["page_info"]["total_page"]:
                return
            number += 1

    def total(self, path: str, params: Mapping[str, Any]) -> int:
        """Return how many records the system says a list has."""
        return int(self._page(path, params, 1, _FEWEST)["page_info"]["total_number"])

    def _page(self, path: str, params: Mapping[str, Any], number: int, size: int) -> dict[str, Any]:
        asked = {**params, "page": number, "page_size": size}
        texts = {
            name: value if isinstance(value, str) else orjson.dumps(value).decode()
            for name, value in asked.items()
        }
        data: dict[str, Any] = self._session.get(path, texts).json()["data"]
        return data

    def _fetch(self) -> Token:
        data = self._tokens.post(
            _TOKEN_PATH,
            {
                "app_id": self._settings.app_id,
                "secret": self._settings.app_secret.get_secret_value(),
                "grant_type": "refresh_token",
                "refresh_token": self._refresh.current,
            },
        ).json()["data"]
        if data.get("refresh_token"):
            self._refresh.replace(data["refresh_token"])
        return Token(data["access_token"], float(data.get("expires_in") or 86_400))

    def _judge(self, reply: Reply) -> Verdict:
        """Judge by `code`: errors come with HTTP 200."""
        verdict = judge_status(_SYSTEM, reply)
        if verdict is not FINE:
            return verdict
        body = reply.json()
        code, said = body.get("code"), f"{body.get('message')} (code {body.get('code')})"
        if code == 0:
            return FINE
        if code in self._settings.token_ended_codes:
            return Renew(said)
        if code in self._settings.rate_codes or code in self._settings.busy_codes:
            return Again(said, retry_after(reply))
        if code in self._settings.denied_codes:
            return Refused(
                ScopeMissing(
                    f"{_SYSTEM} denies access: {said}; have the advertiser authorise the app for clues "
                    "and reports."
                )
            )
        return Refused(
            RequestRefused(
                f"{_SYSTEM} refuses the request: {said}; check advertiser_id and the names of the report."
            )
        )

    def _judge_token(self, reply: Reply) -> Verdict:
        verdict = judge_status(_SYSTEM, reply)
        if verdict is not FINE:
            return verdict
        body = reply.json()
        code, said = body.get("code"), f"{body.get('message')} (code {body.get('code')})"
        if code == 0:
            return FINE
        if code in self._settings.rate_codes or code in self._settings.busy_codes:
            return Again(said, retry_after(reply))
        return credentials_refused(
            _SYSTEM, said, "check app_id and app_secret, and authorise anew for a new refresh_token."
        )


def _put(request: Request, token: str) -> None:
    request.headers["Access-Token"] = token
