"""An open API with one app and one advertiser."""

import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.spending import Days
from tests.simulators.world import SimLead, SimSpend, World

APP, SECRET, ADVERTISER = "1768000000000001", "ocean-secret", "1769665409798152"
REFRESH, NO_SCOPE = "refresh-of-authorisation", "refresh-without-clue-scope"
ZONE = ZoneInfo("Asia/Shanghai")
STATES = {
    "new": "未处理",
    "contacted": "已联系",
    "nurturing": "有意向",
    "qualified": "高意向",
    "converted": "已转化",
    "disqualified": "无效",
}
_TOKEN_PATH, _CLUES, _REPORT = (
    "/open_api/oauth2/refresh_token/",
    "/open_api/2/tools/clue/get/",
    "/open_api/v3.0/report/custom/get/",
)
_MOST = 100


def clue_id(number: int) -> str:
    """The id of a clue: beyond what a double holds."""
    return str(7_400_000_000_000_000_001 + number)


class OceanEngineSimulator(Simulator):
    """Everything in HTTP 200 with a `code`; lists by page number, filtered by time of creation, both ends in.

    `rotates`: a refresh token works once. `limit_every` makes each n-th data call one too many.
    """

    name = "ocean_engine"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        of_leads: Callable[[SimLead], bool] = lambda lead: lead.campaign.startswith("短视频获客"),
        of_spend: Callable[[SimSpend], bool] = lambda spend: spend.campaign.startswith("短视频获客"),
        rotates: bool = False,
        limit_every: int | None = None,
    ) -> None:
        super().__init__(world, faults)
        self._of_leads, self._days = of_leads, Days(world, of_spend)
        self._rotates, self._limit_every, self._data_calls = rotates, limit_every, 0
        self._refresh = {REFRESH: True, NO_SCOPE: False}
        self._tokens: dict[str, bool] = {}
        self._handed_out = 0
        self._sorted: tuple[tuple[int, dt.datetime], list[SimLead]] | None = None

    def is_data(self, call: Call) -> bool:
        return call.path != _TOKEN_PATH

    def too_many(self) -> Answer:
        return _error(40100, "请求过于频繁")

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        if call.path == _TOKEN_PATH:
            return self._token(call)
        token = call.headers.get("access-token", "")
        if token not in self._tokens:
            return _error(40102, "access_token已过期") if token else _error(40104, "access_token不能为空")
        self._data_calls += 1
        if self._limit_every and self._data_calls % self._limit_every == 0:
            return self.too_many()
        if not self._tokens[token]:
            return _error(40002, "No permission to operate account")
        size = int(call.params.get("page_size", 10))
        if not 1 <= size <= _MOST:
            return _error(40001, f"page_size: 参数应在1到{_MOST}之间")
        if call.path == _CLUES:
            return self._clues(call)
        if call.path == _REPORT:
            return self._report(call)
        return Answer(404, {"code": 40400, "message": "not found"})

    def _token(self, call: Call) -> Answer:
        asked = call.json()
        known = self._refresh.get(asked["refresh_token"])
        if (asked["app_id"], asked["secret"]) != (APP, SECRET):
            return _error(40109, "app_id或secret错误")
        if known is None:
            return _error(40107, "refresh_token无效")
        self._handed_out += 1
        newest = asked["refresh_token"]
        if self._rotates:
            del self._refresh[newest]
            newest = f"refresh-{self._handed_out}"
            self._refresh[newest] = known
        token = hashlib.sha256(f"{self._handed_out}".encode()).hexdigest()[:40]
        self._tokens[token] = known
        data = {"access_token": token, "expires_in": 86_400, "refresh_token": newest}
        return _ok({**data, "refresh_token_expires_in": 2_592_000})

    def _clues(self, call: Call) -> Answer:
        if orjson.loads(call.params["advertiser_ids"]) != [int(ADVERTISER)]:
            return _error(40002, "No permission to operate account")
        start, end = (
            dt.datetime.strptime(call.params[name], "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE)
            for name in ("start_time", "end_time")
        )
        leads = self._by_creation()
        first = bisect_left(leads, start, key=lambda lead: lead.created_at)
        last = bisect_right(leads, end, key=lambda lead: lead.created_at)
        return self._page(call, "list", leads[first:last], _clue)

    def _by_creation(self) -> list[SimLead]:
        key = (len(self.world.leads), self.world.now)
        if self._sorted is None or self._sorted[0] != key:
            live = [one for one in self.world.leads if one.is_live and self._of_leads(one)]
            self._sorted = key, sorted(live, key=lambda one: (one.created_at, one.number))
        return self._sorted[1]

    def _report(self, call: Call) -> Answer:
        if call.params["advertiser_id"] != ADVERTISER:
            return _error(40002, "No permission to operate account")
        unknown = set(orjson.loads(call.params["dimensions"])) - {
            "stat_time_day",
            "cdp_project_id",
            "cdp_project_name",
        }
        if unknown:
            return _error(40001, f"dimensions: {sorted(unknown)} 不支持")
        first, last = (dt.date.fromisoformat(call.params[name]) for name in ("start_time", "end_time"))
        rows = self._days.rows(first, last)
        return self._page(call, "rows", rows, _row)

    def _page(self, call: Call, key: str, records: list[Any], show: Callable[[Any], Any]) -> Answer:
        page, size = int(call.params["page"]), int(call.params["page_size"])
        info = {
            "page": page,
            "page_size": size,
            "total_number": len(records),
            "total_page": -(-len(records) // size),
        }
        shown = [show(record) for record in records[(page - 1) * size : page * size]]
        return _ok({key: shown, "page_info": info})


def _ok(data: Any) -> Answer:
    return Answer(data={"code": 0, "message": "OK", "request_id": "20261123", "data": data})


def _error(code: int, message: str) -> Answer:
    return Answer(data={"code": code, "message": message, "request_id": "20261123", "data": {}})


def _clue(lead: SimLead) -> dict[str, Any]:
    return {
        "clue_id": int(clue_id(lead.number)),
        "advertiser_id": int(ADVERTISER),
        "name": lead.full_name,
        "telephone_number": lead.phone or "",
        "email": lead.email or "",
        "city": lead.region or "",
        "remark": lead.need or "",
        "campaign_name": lead.campaign,
        "create_time": lead.created_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S"),
        "flow_type": 1,
        "clue_type": 0,
        "convert_status": STATES.get(lead.status, "未处理"),
        "form_name": "MES 选型咨询",
        "extra_info": {"company": lead.company, "title": lead.title or "", "industry": lead.industry or ""},
    }


def _row(row: SimSpend) -> dict[str, Any]:
    return {
        "dimensions": {
            "stat_time_day": row.spend_on.isoformat(),
            "cdp_project_id": row.campaign_id,
            "cdp_project_name": row.campaign,
        },
        "metrics": {
            "stat_cost": str(row.amount),
            "show_cnt": str(row.impressions),
            "click_cnt": str(row.clicks),
            "convert_cnt": "0",
        },
    }
