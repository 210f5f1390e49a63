"""A marketing API with one account and one app."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.spending import Days
from tests.simulators.world import SimSpend, World

USER, USER_ID, APP, SECRET = "hengrui-sem", 630152, "app-baidu", "baidu-secret"
REFRESH, NO_SCOPE = "refresh-of-authorisation", "refresh-without-reports"
_TOKEN_PATH = "/oauth/refreshToken"
_REPORT = "/json/sms/service/OpenApiReportService/getReportData"
_CAMPAIGN_REPORT, _MOST_DAYS, _MOST_ROWS = 2290316, 731, 5000
_COLUMNS = {"date", "userName", "campaignId", "campaignName", "impression", "click", "cost"}


class BaiduSimulator(Simulator):
    """Everything in HTTP 200 with a state in the header; credentials in the body; pages by row.

    `rotates`: a refresh token works once. `limit_every` makes each n-th data call one too many; `partly_at`
    makes the n-th one a partial success.
    """

    name = "baidu"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        of_spend: Callable[[SimSpend], bool] = lambda spend: spend.campaign.startswith("搜索推广"),
        rotates: bool = False,
        limit_every: int | None = None,
        partly_at: int | None = None,
    ) -> None:
        super().__init__(world, faults)
        self._days, self._rotates = Days(world, of_spend), rotates
        self._limit_every, self._partly_at = limit_every, partly_at
        self._refresh = {REFRESH: True, NO_SCOPE: False}
        self._tokens: dict[str, bool] = {}
        self._handed_out = self._data_calls = 0

    def is_data(self, call: Call) -> bool:
        return call.path != _TOKEN_PATH

    def too_many(self) -> Answer:
        return _failure(2, 8904, "QPS exceeds the limit")

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        asked = call.json()
        if call.path == _TOKEN_PATH:
            return self._token(asked)
        header = asked.get("header", {})
        if header.get("accessToken") not in self._tokens:
            return _failure(2, 8303, "accessToken is invalid or expired")
        self._data_calls += 1
        if self._limit_every and self._data_calls % self._limit_every == 0:
            return self.too_many()
        if self._data_calls == self._partly_at:
            return _failure(1, 8999, "系统繁忙")
        if not self._tokens[header["accessToken"]]:
            return _failure(2, 8301, "没有权限访问该服务")
        if header.get("userName") != USER:
            return _failure(2, 8101, "userName does not exist")
        if call.path != _REPORT:
            return Answer(404)
        return self._report(asked["body"])

    def _token(self, asked: dict[str, Any]) -> Answer:
        known = self._refresh.get(asked["refreshToken"])
        if (asked["appId"], asked["secretKey"], asked["userId"]) != (APP, SECRET, USER_ID) or known is None:
            return Answer(
                data={"code": 600003, "message": "refreshToken or secretKey is invalid", "data": None}
            )
        self._handed_out += 1
        newest = asked["refreshToken"]
        if self._rotates:
            del self._refresh[newest]
            newest = f"refresh-{self._handed_out}"
            self._refresh[newest] = known
        token = f"access-{self._handed_out}"
        self._tokens[token] = known
        data = {
            "accessToken": token,
            "refreshToken": newest,
            "expiresIn": 86_400,
            "refreshExpiresIn": 2_592_000,
        }
        return Answer(data={"code": 0, "message": "success", "data": data})

    def _report(self, body: dict[str, Any]) -> Answer:
        first, last = (dt.date.fromisoformat(body[name]) for name in ("startDate", "endDate"))
        unknown = sorted(set(body["columns"]) - _COLUMNS)
        if body["reportType"] != _CAMPAIGN_REPORT or unknown:
            return _failure(2, 8201, f"columns {unknown} are not in report {body['reportType']}")
        if (last - first).days + 1 > _MOST_DAYS or body["rowCount"] > _MOST_ROWS:
            return _failure(2, 8202, "date range exceeds 731 days, or rowCount is too large")
        assert len(body["sorts"]) <= 2 and body["timeUnit"] == "DAY"
        rows = self._days.rows(first, last)
        page = [_row(one, body["columns"]) for one in rows[body["startRow"] :][: body["rowCount"]]]
        found = {"rowCount": len(page), "totalRowCount": len(rows), "rows": page}
        header = {"status": 0, "desc": "success", "failures": [], "oprs": 1, "quota": 1}
        return Answer(data={"header": header, "body": {"data": [found]}})


def _failure(status: int, code: int, message: str) -> Answer:
    header = {
        "status": status,
        "desc": "partial success" if status == 1 else "failure",
        "failures": [{"code": code, "message": message, "position": "", "content": None}],
    }
    return Answer(data={"header": header, "body": {"data": []}})


def _row(row: SimSpend, columns: list[str]) -> dict[str, Any]:
    values = {
        "date": row.spend_on.isoformat(),
        "userName": USER,
        "campaignId": int(row.campaign_id),
        "campaignName": row.campaign,
        "impression": row.impressions,
        "click": row.clicks,
        "cost": float(row.amount),
    }
    return {name: values[name] for name in columns}
