"""The Fxiaoke API: everything is a POST answered by HTTP 200, and errorCode says what it was."""

import bisect
import itertools
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.fxiaoke.objects import OBJECTS, ObjectShape, employee, ms, person_row
from tests.simulators.meter import Meter
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import World

APP_ID, SECRET, CODE = "FSAID_1310000", "fx-secret", "fx-permanent-code"
EA, CORP, USER, BARE_USER, OPEN_USER = "hengrui", "FSCID_1", "1000", "1999", "FSUID_1"
MOBILE = "13900000000"
_TOKEN_PATHS = ("/oauth2.0/token", "/cgi/corpAccessToken/get/V2", "/cgi/user/getByMobile")
_QUERY = "/cgi/crm/v2/data/query"
_QUERY_OWN = "/cgi/crm/custom/v2/data/query"
_CAP, _LAST_OFFSET = 100, 10_000
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "GT": lambda one, other: bool(one > other),
    "GTE": lambda one, other: bool(one >= other),
    "LT": lambda one, other: bool(one < other),
    "LTE": lambda one, other: bool(one <= other),
    "EQ": lambda one, other: bool(one == other),
}


def _error(code: int, text: str) -> Answer:
    return Answer(data={"errorCode": code, "errorMessage": text, "traceId": "E-O.sim"})


def _fine(**told: Any) -> Answer:
    return Answer(data={"traceId": "E-O.sim", "errorCode": 0, "errorMessage": "OK", **told})


class FxiaokeSimulator(Simulator):
    """One company.

    `meter` enforces the rate of each endpoint, `token_meter` that of token calls. While one token call runs,
    which takes `token_seconds`, another is refused.
    """

    name = "fxiaoke"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        meter: Meter | None = None,
        token_meter: Meter | None = None,
        token_seconds: float = 0.0,
    ) -> None:
        super().__init__(world, faults)
        self._meter, self._token_meter, self._token_seconds = meter, token_meter, token_seconds
        self._guard = threading.Lock()
        self._running = 0
        self._token: str | None = None
        self.given_out = self.refused = 0

    def is_data(self, call: Call) -> bool:
        """Everything but the login."""
        return call.path not in _TOKEN_PATHS

    def expire_tokens(self) -> None:
        """End the token."""
        self._token = None

    def too_many(self) -> Answer:
        """HTTP 200 with a code, like all."""
        return _error(30004, "calls are too frequent")

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        is_token = handler.path.split("?")[0] in _TOKEN_PATHS[:2]
        with self._guard:
            self._running += is_token
        try:
            super()._serve(handler)
        finally:
            with self._guard:
                self._running -= is_token

    def answer(self, call: Call) -> Answer:
        """Answer one call."""
        if call.method != "POST":
            return Answer(302, headers={"Location": "https://www.fxiaoke.com/"})
        if not call.params.get("thirdTraceId"):
            return _error(10001, "thirdTraceId is missing")
        body = call.json()
        if call.path in _TOKEN_PATHS[:2]:
            return self._login(call.path, body)
        is_old = "corpAccessToken" in body
        given = body["corpAccessToken"] if is_old else call.headers.get("authorization", "")[7:]
        if self._token is None or given != self._token:
            return _error(20016, "the access token is missing or has expired")
        if call.path == _TOKEN_PATHS[2]:
            found = [{"openUserId": OPEN_USER}] if body.get("mobile") == MOBILE else []
            return _fine(empList=found)
        user = body.get("currentOpenUserId") if is_old else call.headers.get("x-fs-userid")
        company = body.get("corpId") == CORP if is_old else call.headers.get("x-fs-ea") == EA
        if not company or user not in (USER, OPEN_USER):
            return _error(20017, "no authority")
        if self._meter is not None and self._meter.is_over(call.path):
            return self.too_many()
        if call.path == "/cgi/crm/v2/object/describe":
            return self._describe(body.get("apiName", ""))
        if call.path in (_QUERY, _QUERY_OWN):
            name = body["data"]["dataObjectApiName"]
            if name.endswith("__c") != (call.path == _QUERY_OWN):
                return _error(320001, "the object belongs to the other interface")
            return self._query(name, body["data"])
        return _error(10002, "no such interface")

    def _login(self, path: str, body: dict[str, Any]) -> Answer:
        if self._token_seconds:
            time.sleep(self._token_seconds)
        is_over = self._token_meter is not None and self._token_meter.is_over("token")
        if self._running > 1 or is_over:
            self.refused += 1
            return _error(14001, "the token is asked for too often")
        if body.get("appId") != APP_ID or body.get("appSecret") != SECRET:
            return _error(10006, "appSecret is wrong or missing")
        if body.get("permanentCode") != CODE:
            return _error(10005, "permanentCode is wrong")
        if self._token is None:
            self.given_out += 1
            self._token = f"fx-token-{self.given_out}"
        if path == _TOKEN_PATHS[0]:
            return _fine(openUserId=CORP, accessToken=self._token, expiresIn=7084, appId=APP_ID, ea=EA)
        return _fine(corpAccessToken=self._token, corpId=CORP, expiresIn=7084)

    def _describe(self, name: str) -> Answer:
        if name == "PersonnelObj":
            fields: dict[str, Any] = {key: {"label": key} for key in person_row(self.world.owners[0])}
        elif name in OBJECTS:
            shape = OBJECTS[name]
            fields = {"_id": {"label": "_id"}}
            for key in shape.row(shape.records(self.world)[0]):
                options = [{"value": v, "label": label} for v, label in shape.choices.get(key, {}).values()]
                fields[key] = {"label": key, "type": "select_one" if options else "text"}
                if options:
                    fields[key]["options"] = options
        else:
            return _error(320002, f"object {name} does not exist")
        return _fine(data={"describe": {"api_name": name, "fields": fields}})

    def _query(self, name: str, data: dict[str, Any]) -> Answer:
        query = data["search_query_info"]
        limit, offset = query["limit"], query["offset"]
        if not 1 <= limit <= _CAP or offset % limit:
            return _error(10013, "limit or offset is wrong")
        if offset > _LAST_OFFSET:
            return _error(10013, "offset out of range 10000")
        if query.get("orders") != [{"fieldName": "_id", "isAsc": True}]:
            return _error(10013, "this order is not simulated")
        is_counted = data["find_explicit_total_num"]
        most = None if is_counted else offset + limit
        people = name == "PersonnelObj"
        chosen = self._people(query) if people else self._records(OBJECTS[name], query, most)
        fields = query.get("fieldProjection")
        rows = []
        for row in chosen[offset : offset + limit]:
            rows.append({k: v for k, v in row.items() if v is not None and (not fields or k in fields)})
        total = len(chosen) if is_counted else 0
        return _fine(data={"dataList": rows, "total": total, "offset": offset, "limit": limit})

    def _people(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        after = max((f["field_values"][0] for f in query["filters"] if f["field_name"] == "_id"), default="")
        owners = sorted(self.world.owners, key=lambda owner: employee(owner.owner_id))
        return [person_row(owner) for owner in owners if employee(owner.owner_id) > after]

    def _records(self, shape: ObjectShape, query: dict[str, Any], most: int | None) -> list[dict[str, Any]]:
        """The rows that meet the filters, at most `most`; those beyond the page are only there to count."""
        after, times = 0, []
        for one in query["filters"]:
            value = one["field_values"][0]
            if one["field_name"] == "_id" and one["operator"] == "GT":
                after = int(value[8:], 16)
            else:
                assert one["field_name"] == "last_modified_time"
                times.append((_COMPARE[one["operator"]], int(value)))
        records = shape.records(self.world)
        first = bisect.bisect_right(records, after, key=lambda record: record.number)
        found: list[dict[str, Any]] = []
        for record in itertools.islice(records, first, None):
            if record.is_live and all(compare(ms(record.changed_at), value) for compare, value in times):
                is_shown = len(found) < query["offset"] + query["limit"]
                found.append({"_id": shape.id_of(record.number), **shape.row(record)} if is_shown else {})
                if len(found) == most:
                    break
        return found
