"""The Jiandaoyun API: POST and JSON, rows by id, filters by update time, errors as HTTP 400 with a code."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.faults import FaultPlan
from tests.simulators.jiandaoyun.rows import APP_ID, FORMS, FormShape, full_row
from tests.simulators.meter import Meter
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import Record, World

KEY = "sim-jiandaoyun-key"
_ZONE = ZoneInfo("Asia/Shanghai")
_CAP = 100
_SYSTEM_FIELDS = ("creator", "updater", "createTime", "updateTime", "flowState")


def _error(code: int, text: str) -> Answer:
    return Answer(400, {"code": code, "msg": text})


class JiandaoyunSimulator(Simulator):
    """One company's account. `meter` enforces a rate; `beijing_filters` reads filters as Beijing time."""

    name = "jiandaoyun"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        meter: Meter | None = None,
        beijing_filters: bool = False,
    ) -> None:
        super().__init__(world, faults)
        self._meter, self._beijing = meter, beijing_filters

    def too_many(self) -> Answer:
        """HTTP 400, not 429: that is for too many at the same time."""
        return _error(8303, "The request rate exceeded the limit")

    def answer(self, call: Call) -> Answer:
        """Answer one call."""
        if call.headers.get("authorization") != f"Bearer {KEY}":
            return _error(8301, "Invalid API key")
        if call.method != "POST":
            return Answer(404, {"code": 1, "msg": "Not found"})
        if self._meter is not None and self._meter.is_over(call.path):
            return self.too_many()
        body = call.json()
        match call.path:
            case "/v5/app/list":
                return Answer(data={"apps": [{"app_id": APP_ID, "name": "销售管理"}][body.get("skip", 0) :]})
            case "/v5/app/entry/list" if body.get("app_id") == APP_ID:
                forms = [{"app_id": APP_ID, "entry_id": one, "name": f.name} for one, f in FORMS.items()]
                return Answer(data={"forms": forms[body.get("skip", 0) :]})
        form = FORMS.get(body.get("entry_id", ""))
        if body.get("app_id") != APP_ID or form is None:
            return _error(4000, "The application or form does not exist")
        match call.path:
            case "/v5/app/entry/widget/list":
                return Answer(data=_widgets(form))
            case "/v5/app/entry/data/list":
                return self._rows(form, body)
        return Answer(404, {"code": 1, "msg": "Not found"})

    def _rows(self, form: FormShape, body: dict[str, Any]) -> Answer:
        limit = body.get("limit", 10)
        if not 1 <= limit <= _CAP:
            return _error(1, "limit must be between 1 and 100")
        spans = []
        for cond in body.get("filter", {}).get("cond", []):
            if cond["field"] not in ("updateTime", "createTime") or cond["method"] not in ("range", "gt"):
                return _error(1, f"The filter on {cond['field']} is not supported")
            spans.append((cond["field"], cond["method"], [self._moment(text) for text in cond["value"]]))
        records, found = form.records(self.world), []
        after = form.number(body["data_id"]) if body.get("data_id") else 0
        for record in records[max(after, 0) :]:
            if record.is_live and all(_fits(record, span) for span in spans):
                found.append(full_row(self.world, form, record))
                if len(found) == limit:
                    break
        fields = body.get("fields")
        if fields is not None:
            keep = {*fields, "_id", "appId", "entryId"}
            found = [{name: value for name, value in row.items() if name in keep} for row in found]
        return Answer(data={"data": found})

    def _moment(self, text: str) -> dt.datetime:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return moment.replace(tzinfo=_ZONE if self._beijing else dt.UTC)
        return moment


def _fits(record: Record, span: tuple[str, str, list[dt.datetime]]) -> bool:
    field, method, times = span
    moment = record.changed_at if field == "updateTime" else record.created_at
    return times[0] <= moment <= times[1] if method == "range" else moment > times[0]


def _widgets(form: FormShape) -> dict[str, Any]:
    return {
        "widgets": [{"name": n, "label": label, "type": kind} for n, (label, kind) in form.fields.items()],
        "sysWidgets": [{"name": name, "label": name, "type": "system"} for name in _SYSTEM_FIELDS],
        "dataModifyTime": "2026-01-01T00:00:00.000Z",
    }
