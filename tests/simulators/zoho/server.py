"""The simulated org's API: 2,000 rows by page number, the rest by token; nothing there is an empty body."""

import bisect
import datetime as dt
import itertools
import re
from dataclasses import dataclass
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import Record, World
from tests.simulators.zoho import shapes

CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN = "1000.MADEUP", "made-up-secret", "1000.made-up-refresh"
# A refresh token whose scopes hold settings only.
BLIND_REFRESH_TOKEN = "1000.blind"
_BY_NUMBER = 2000
_MODULES = ("Leads", "Deals", "Accounts", "Campaigns")


@dataclass(frozen=True)
class _Place:
    """Where a page token goes on: after this key, and how many rows came before it."""

    after: tuple[dt.datetime, int]
    served: int


class Zoho(Simulator):
    """One org.

    `rows_per_token` ends a list by token, `more_fields` blows up every module by as many empty fields,
    `credits` are the calls of 24 hours.
    """

    name = "zoho"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        rows_per_token: int = 100_000,
        more_fields: int = 0,
        credits: int = 10**9,  # noqa: A002
    ) -> None:
        super().__init__(world, faults)
        self.rows_per_token, self.credits = rows_per_token, credits
        self._more = {f"Custom_{number}": None for number in range(more_fields)}
        self._tokens: dict[str, str] = {}
        self._places: dict[str, _Place] = {}
        self._numbers = itertools.count(1)
        self.requests = 0

    def is_data(self, call: Call) -> bool:
        return "/oauth/" not in call.path and "/settings/" not in call.path

    def too_many(self) -> Answer:
        return _error(429, "TOO_MANY_REQUESTS", "Too many requests fired in concurrent")

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        if call.path == "/oauth/v2/token":
            return self._login(call)
        scope = self._tokens.get(call.headers.get("authorization", "").removeprefix("Zoho-oauthtoken "))
        if scope is None:
            return _error(401, "INVALID_TOKEN", "invalid oauth token")
        self.requests += 1
        if self.requests > self.credits:
            return _error(429, "LIMIT_EXCEEDED", "credits used up")
        path = call.path.removeprefix("/crm/v8/")
        if path == "settings/fields":
            return self._fields(call)
        if scope == BLIND_REFRESH_TOKEN:
            return _error(401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL")
        if path == "users":
            return Answer(
                data={
                    "users": [shapes.user(person) for person in self.world.owners],
                    "info": {"more_records": False},
                }
            )
        if found := re.fullmatch(r"Deals/(\d+)/Stage_History", path):
            deal = self.world.deals[shapes.number_of("Deals", found[1]) - 1]
            rows = shapes.history(deal) if deal.is_live else []
            return Answer(data={"data": rows, "info": {"more_records": False}}) if rows else Answer(204)
        module, _, action = path.partition("/")
        if module not in _MODULES:
            return _error(400, "INVALID_MODULE", f"the module name given seems to be invalid: {module}")
        if action == "actions/count":
            live = sum(record.is_live for record in shapes.records(self.world, module))
            return Answer(data={"count": live})
        return self._deleted(module, call) if action == "deleted" else self._list(module, call)

    def _login(self, call: Call) -> Answer:
        form = call.form()
        if (form["client_id"], form["client_secret"]) != (CLIENT_ID, CLIENT_SECRET):
            return Answer(data={"error": "invalid_client_secret"})
        if form["refresh_token"] not in (REFRESH_TOKEN, BLIND_REFRESH_TOKEN):
            return Answer(data={"error": "invalid_code"})
        token = f"1000.{next(self._numbers)}"
        self._tokens[token] = form["refresh_token"]
        return Answer(data={"access_token": token, "api_domain": self.url, "expires_in": 3600})

    def _fields(self, call: Call) -> Answer:
        module = call.params["module"]
        if module not in _MODULES:
            return _error(400, "INVALID_MODULE", "the module name given seems to be invalid")
        row = shapes.shape(self.world, module, shapes.records(self.world, module)[0]) | self._more
        fields = [{"id": str(place), "api_name": name} for place, name in enumerate(row) if name != "id"]
        return Answer(data={"fields": fields})

    def _list(self, module: str, call: Call) -> Answer:
        fields = [name for name in call.params.get("fields", "").split(",") if name]
        if not fields or len(fields) > 50:
            return _error(400, "REQUIRED_PARAM_MISSING", "fields: one at least, 50 at most")
        if "ids" in call.params:
            wanted = {shapes.number_of(module, one) for one in call.params["ids"].split(",")}
            found = [r for r in shapes.records(self.world, module) if r.is_live and r.number in wanted]
            return self._page(module, found, fields, {"more_records": False})
        since = _since(call)
        found = self.listed((module, since), lambda: self._found(module, since))
        if not found:
            return Answer(204 if since is None else 304)
        is_by_time = call.params.get("sort_by") == "Modified_Time"
        if not is_by_time:
            return _error(400, "INVALID_DATA", "this simulator sorts by Modified_Time only")
        return self._cut(module, found, fields, call)

    def _found(self, module: str, since: dt.datetime | None) -> list[Record]:
        """The live records that changed since, in the order of their change."""
        live = [record for record in shapes.records(self.world, module) if record.is_live]
        return sorted((r for r in live if since is None or r.changed_at >= since), key=_order)

    def _cut(self, module: str, found: list[Record], fields: list[str], call: Call) -> Answer:
        size = min(200, int(call.params.get("per_page", "200")))
        token = call.params.get("page_token")
        if token:
            place = self._places.get(token)
            if place is None:
                return _error(400, "INVALID_DATA", "page_token")
            found = found[bisect.bisect_right(found, place.after, key=_order) :]
            served = place.served
        else:
            served = (int(call.params.get("page", "1")) - 1) * size
            if served + size > _BY_NUMBER:
                return _error(
                    400,
                    "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
                    "You can only get the first 2000 records without using page_token param",
                )
            found = found[served:]
        rows, more = found[:size], len(found) > size
        info: dict[str, Any] = {"per_page": size, "count": len(rows), "more_records": more}
        if more and served + len(rows) < self.rows_per_token:
            following = f"pt-{next(self._numbers)}"
            self._places[following] = _Place(_order(rows[-1]), served + len(rows))
            info["next_page_token"] = following
        return self._page(module, rows, fields, info)

    def _page(self, module: str, rows: list[Record], fields: list[str], info: dict[str, Any]) -> Answer:
        if not rows:
            return Answer(204)
        wanted = {"id", *fields}
        shown = [
            {name: value for name, value in self._whole(module, record).items() if name in wanted}
            for record in rows
        ]
        return Answer(data={"data": shown, "info": info})

    def _whole(self, module: str, record: Record) -> dict[str, Any]:
        return shapes.shape(self.world, module, record) | self._more

    def _deleted(self, module: str, call: Call) -> Answer:
        since = _since(call)
        gone = [
            record
            for record in shapes.records(self.world, module)
            if record.deleted_at is not None and (since is None or record.deleted_at >= since)
        ]
        size, page = int(call.params.get("per_page", "200")), int(call.params.get("page", "1"))
        shown = gone[(page - 1) * size : page * size]
        if not shown:
            return Answer(304 if since else 204)
        rows = [
            {
                "id": shapes.record_id(module, record.number),
                "type": "recycle",
                "deleted_time": shapes.at(record.deleted_at),
            }
            for record in shown
            if record.deleted_at is not None
        ]
        return Answer(data={"data": rows, "info": {"more_records": page * size < len(gone)}})


def _order(record: Record) -> tuple[dt.datetime, int]:
    return record.changed_at, record.number


def _since(call: Call) -> dt.datetime | None:
    given = call.headers.get("if-modified-since")
    return dt.datetime.fromisoformat(given) if given else None


def _error(status: int, code: str, message: str) -> Answer:
    return Answer(status, {"code": code, "details": {}, "message": message, "status": "error"})
