"""Asking Google Ads: tokens by OAuth, queries by searchStream, and its errors, also at a stream's end."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.http.errors import ApiError, CredentialsRefused, QuotaUsedUp, RequestRefused, ScopeMissing
from ingestion.http.message import NotJson, Reply, Request
from ingestion.http.session import ApiSession, Clocks
from ingestion.http.tokens import Token, TokenAuthorization
from ingestion.http.verdict import (
    Again,
    Refused,
    Renew,
    Verdict,
    credentials_refused,
    judge_status,
    retry_after,
)
from ingestion.sources.google_ads.schema import GoogleAdsSettings

_SYSTEM = "Google Ads"
_NO_CUSTOMER = {"CUSTOMER_NOT_FOUND", "CLIENT_CUSTOMER_ID_INVALID", "CUSTOMER_NOT_ENABLED"}
_PASSING_STATUSES = {"UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED", "ABORTED"}


class GoogleAdsClient:
    """A session with Google Ads."""

    def __init__(self, settings: GoogleAdsSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._tokens = ApiSession(_SYSTEM, settings.token_url, _judge_token, clocks=clocks)
        self._session = ApiSession(
            _SYSTEM,
            settings.base_url,
            _judge,
            authorization=TokenAuthorization(self._fetch, self._put, clocks.now),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._tokens.close()
        self._session.close()

    def stream(self, customer_id: str, query: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of a query, by the portions in which the stream holds them."""
        path = f"{self._settings.api_version}/customers/{customer_id}/googleAds:searchStream"
        for portion in self._session.post(path, {"query": query}).json():
            yield portion.get("results", [])

    def _put(self, request: Request, token: str) -> None:
        request.headers["Authorization"] = f"Bearer {token}"
        request.headers["developer-token"] = self._settings.developer_token.get_secret_value()
        if self._settings.login_customer_id:
            request.headers["login-customer-id"] = self._settings.login_customer_id

    def _fetch(self) -> Token:
        form = {
            "grant_type": "refresh_token",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
            "refresh_token": self._settings.refresh_token.get_secret_value(),
        }
        given = self._tokens.request(Request("POST", self._settings.token_url, form=form)).json()
        return Token(given["access_token"], float(given["expires_in"]))


def _judge(reply: Reply) -> Verdict:
    """Judge by the error object: alone, in an array, or as the last portion of a stream with HTTP 200."""
    error = _error(reply)
    if error is None:
        return judge_status(_SYSTEM, reply)
    kind, name, delay = _details(error)
    said = f"{error.get('message')} ({name or error.get('status')})"
    if error.get("status") in _PASSING_STATUSES:
        return Again(said, retry_after(reply))
    if kind == "quotaError" or error.get("code") == 429:
        return _of_quota(name, said, delay if delay is not None else retry_after(reply))
    if name in _NO_CUSTOMER:
        return Refused(_refused(RequestRefused, said, "check customer_id and login_customer_id"))
    if name.startswith("DEVELOPER_TOKEN"):
        return Refused(_refused(CredentialsRefused, said, "check developer_token and its access level"))
    if error.get("code") == 401:
        return Renew(said)
    if error.get("code") == 403:
        remedy = "give the Google user access to customer_id, or set login_customer_id to its manager account"
        return Refused(_refused(ScopeMissing, said, remedy))
    return Refused(_refused(RequestRefused, said, "check metrics and api_version"))


def _refused(error: type[ApiError], said: str, remedy: str) -> ApiError:
    return error(f"{_SYSTEM} refuses the request: {said}; {remedy}.")


def _of_quota(name: str, said: str, delay: float | None) -> Verdict:
    if delay is None and name == "RESOURCE_EXHAUSTED":
        return Refused(QuotaUsedUp(f"{_SYSTEM}'s quota of the day is used up: {said}; run again tomorrow."))
    return Again(said, delay)


def _error(reply: Reply) -> Mapping[str, Any] | None:
    try:
        body = reply.json()
    except NotJson:
        if reply.status == 200:
            raise
        return None
    portions = body if isinstance(body, list) else [body]
    errors = (portion.get("error") for portion in reversed(portions) if isinstance(portion, dict))
    return next((error for error in errors if isinstance(error, dict)), None)


def _details(error: Mapping[str, Any]) -> tuple[str, str, float | None]:
    """Return the kind and the name of the first detailed error, and the seconds it asks to wait."""
    for detail in error.get("details", ()):
        for one in detail.get("errors", ()):
            kind, name = next(iter(one.get("errorCode", {}).items()), ("", ""))
            delay = one.get("details", {}).get("quotaErrorDetails", {}).get("retryDelay")
            return kind, name, float(delay.removesuffix("s")) if delay else None
    return "", "", None


def _judge_token(reply: Reply) -> Verdict:
    """OAuth's errors are an object with `error` as a word."""
    if reply.status in (400, 401):
        body = reply.json()
        said = f"{body.get('error')}: {body.get('error_description')}"
        return credentials_refused(_SYSTEM, said, "check client_id, client_secret and refresh_token.")
    return judge_status(_SYSTEM, reply)
