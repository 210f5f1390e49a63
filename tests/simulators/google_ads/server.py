"""A Google Ads API with one account below a manager account."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.spending import Days
from tests.simulators.world import SimSpend, World

VERSION, CUSTOMER, MANAGER = "v21", "1234567890", "9876543210"
CLIENT, SECRET, REFRESH, DEVELOPER = "client-1", "google-secret", "1//refresh", "developer-token-1"
_TOKEN_PATH = "/token"
_PORTION = 1_000
_FIELDS = {
    "segments.date",
    "customer.id",
    "customer.currency_code",
    "campaign.id",
    "campaign.name",
    "metrics.cost_micros",
    "metrics.impressions",
    "metrics.clicks",
    "metrics.conversions",
}
_QUERY = re.compile(r"SELECT (.+) FROM campaign WHERE segments\.date BETWEEN '([\d-]+)' AND '([\d-]+)'")


class GoogleAdsSimulator(Simulator):
    """searchStream: an array of portions, names in camel case, 64-bit numbers as strings.

    `limit_every` makes each n-th data call one too many for a moment; `quota_used_up` all of them for a day;
    `breaks_at` ends the n-th stream with an error, though its status is 200.
    """

    name = "google_ads"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        of_spend: Callable[[SimSpend], bool] = lambda spend: spend.campaign.startswith("Global search ads"),
        limit_every: int | None = None,
        quota_used_up: bool = False,
        breaks_at: int | None = None,
    ) -> None:
        super().__init__(world, faults)
        self._days = Days(world, of_spend)
        self._limit_every, self._quota_used_up, self._breaks_at = limit_every, quota_used_up, breaks_at
        self._tokens: set[str] = set()
        self._handed_out = self._data_calls = 0

    def is_data(self, call: Call) -> bool:
        return call.path != _TOKEN_PATH

    def too_many(self) -> Answer:
        return _error(429, "RESOURCE_EXHAUSTED", "quotaError", "RESOURCE_TEMPORARILY_EXHAUSTED", "5s")

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        if call.path == _TOKEN_PATH:
            return self._token(call)
        if call.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
            return _error(401, "UNAUTHENTICATED", "authenticationError", "OAUTH_TOKEN_EXPIRED")
        if call.headers.get("developer-token") != DEVELOPER:
            return _error(401, "UNAUTHENTICATED", "authenticationError", "DEVELOPER_TOKEN_INVALID")
        self._data_calls += 1
        if self._quota_used_up:
            return _error(429, "RESOURCE_EXHAUSTED", "quotaError", "RESOURCE_EXHAUSTED")
        if self._limit_every and self._data_calls % self._limit_every == 0:
            return self.too_many()
        if call.headers.get("login-customer-id") != MANAGER:
            return _error(403, "PERMISSION_DENIED", "authorizationError", "USER_PERMISSION_DENIED")
        if call.path != f"/{VERSION}/customers/{CUSTOMER}/googleAds:searchStream":
            return _error(401, "UNAUTHENTICATED", "authenticationError", "CUSTOMER_NOT_FOUND")
        return self._search(call.json()["query"])

    def _token(self, call: Call) -> Answer:
        form = call.form()
        if (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            said = "The OAuth client was not found."
            return Answer(401, {"error": "invalid_client", "error_description": said})
        if form["refresh_token"] != REFRESH:
            said = "Token has been expired or revoked."
            return Answer(400, {"error": "invalid_grant", "error_description": said})
        self._handed_out += 1
        token = f"ya29.{self._handed_out}"
        self._tokens.add(token)
        return Answer(data={"access_token": token, "expires_in": 3599, "token_type": "Bearer"})

    def _search(self, query: str) -> Answer:
        found = _QUERY.fullmatch(query)
        fields = found.group(1).split(", ") if found else []
        unknown = [field for field in fields if field not in _FIELDS]
        if found is None or unknown:
            return _error(400, "INVALID_ARGUMENT", "queryError", "UNRECOGNIZED_FIELD", said=f"{unknown}")
        first, last = dt.date.fromisoformat(found.group(2)), dt.date.fromisoformat(found.group(3))
        rows = [_row(one, fields) for one in self._days.rows(first, last)]
        portions: list[dict[str, Any]] = [
            {"results": rows[start : start + _PORTION], "fieldMask": ",".join(fields), "requestId": "r"}
            for start in range(0, len(rows), _PORTION)
        ]
        if self._data_calls == self._breaks_at:
            broken = _error(503, "UNAVAILABLE", "internalError", "TRANSIENT_ERROR").data
            portions = [*portions[:1], *broken]
        return Answer(data=portions)


def _error(
    code: int, status: str, kind: str, name: str, delay: str | None = None, said: str = "Refused."
) -> Answer:
    one: dict[str, Any] = {"errorCode": {kind: name}, "message": said}
    if delay:
        one["details"] = {"quotaErrorDetails": {"rateScope": "DEVELOPER", "retryDelay": delay}}
    failure = {
        "@type": "type.googleapis.com/google.ads.googleads.v21.errors.GoogleAdsFailure",
        "errors": [one],
    }
    return Answer(code, [{"error": {"code": code, "message": said, "status": status, "details": [failure]}}])


def _row(row: SimSpend, fields: list[str]) -> dict[str, Any]:
    values = {
        "segments.date": row.spend_on.isoformat(),
        "customer.id": CUSTOMER,
        "customer.currency_code": row.currency,
        "campaign.id": row.campaign_id,
        "campaign.name": row.campaign,
        "metrics.cost_micros": str(int(row.amount * 1_000_000)),
        "metrics.impressions": str(row.impressions),
        "metrics.clicks": str(row.clicks),
        "metrics.conversions": row.clicks / 4,
    }
    shown: dict[str, Any] = {
        "campaign": {"resourceName": f"customers/{CUSTOMER}/campaigns/{row.campaign_id}"}
    }
    for field in fields:
        group, _, name = field.partition(".")
        words = name.split("_")
        camel = words[0] + "".join(word.capitalize() for word in words[1:])
        shown.setdefault(group, {})[camel] = values[field]
    return shown
