"""The simulated portal's API. Its search ends at 10,000 rows and may lag behind what was written."""

import datetime as dt
import itertools
import re
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.hubspot.shapes import (
    LABELS,
    STAGES,
    Shapes,
    companies,
    company_id,
    contact_id,
    deal_number,
)
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import Record, SimDeal, World

CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN = "client-1", "made-up-secret", "made-up-refresh"
PRIVATE_TOKEN = "pat-made-up"
# A private app that was not given the scopes of contacts and deals.
BLIND_TOKEN = "pat-blind"
_KINDS = "contacts|companies|deals"
_ALWAYS = {"hs_object_id", "createdate", "lastmodifieddate", "hs_lastmodifieddate"}


class HubSpot(Simulator):
    """One portal.

    `day_limit` are the requests of the day, `ceiling` the rows after which a search ends, `lag` is how far
    the search index is behind.
    """

    name = "hubspot"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        day_limit: int = 10**9,
        ceiling: int = 10_000,
        lag: dt.timedelta = dt.timedelta(0),
    ) -> None:
        super().__init__(world, faults)
        self.day_limit, self.lag, self.ceiling = day_limit, lag, ceiling
        self.requests = 0
        self.shapes = Shapes(world)
        self._tokens: set[str] = set()
        self._numbers = itertools.count(1)

    def is_data(self, call: Call) -> bool:
        return not call.path.startswith(("/oauth/", "/crm/v3/properties/"))

    def too_many(self) -> Answer:
        return _too_many("You have reached your secondly limit.", "SECONDLY")

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        if call.path == "/oauth/v1/token":
            return self._login(call)
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self._tokens | {PRIVATE_TOKEN, BLIND_TOKEN}:
            return _error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found or expired.")
        self.requests += 1
        if self.requests > self.day_limit:
            return _too_many("You have reached your daily limit.", "DAILY")
        if found := re.fullmatch(rf"/crm/v3/(?:objects|properties)/({_KINDS})(/\w+(?:/read)?)?", call.path):
            kind, action = found[1], found[2] or ""
            self.shapes.look_up_merges()
            if token == BLIND_TOKEN:
                return _missing_scope(kind)
            if call.path.startswith("/crm/v3/properties/"):
                names = self.shapes.properties(kind, next(self.shapes.objects(kind))[1])
                return Answer(data={"results": [{"name": name, "type": "string"} for name in names]})
            handler = {"": self._list, "/search": self._search, "/batch/read": self._batch}.get(action)
            if handler is not None:
                return handler(kind, call)
        if call.path == "/crm/v3/owners/":
            return self._owners(call)
        if call.path == "/crm/v3/pipelines/deals":
            return Answer(data={"results": [_pipeline()]})
        if found := re.fullmatch(r"/crm/v4/associations/deals/(contacts|companies)/batch/read", call.path):
            return self._associations(found[1], call)
        return _error(404, "OBJECT_NOT_FOUND", "Unable to find the resource")

    def _login(self, call: Call) -> Answer:
        form = call.form()
        if (form["client_id"], form["client_secret"], form["refresh_token"]) != (
            CLIENT_ID,
            CLIENT_SECRET,
            REFRESH_TOKEN,
        ):
            return _error(400, "BAD_CLIENT_SECRET", "missing or unknown client secret")
        token = f"oauth-{next(self._numbers)}"
        self._tokens.add(token)
        return Answer(data={"access_token": token, "token_type": "bearer", "expires_in": 1800})

    def _list(self, kind: str, call: Call) -> Answer:
        params = call.params
        history = params.get("propertiesWithHistory")
        limit = int(params.get("limit", "10"))
        if limit > (50 if history else 100):
            return _error(400, "VALIDATION_ERROR", f"limit {limit} is too large")
        is_archived = params.get("archived") == "true"
        after = int(params.get("after", "0"))
        fitting = (
            (number, record)
            for number, record in self.shapes.objects(kind, after)
            # What was merged away is not archived: it is nowhere.
            if (not record.is_live) == is_archived and record.merged_into is None
        )
        found = list(itertools.islice(fitting, limit + 1))
        page: dict[str, Any] = {
            "results": [
                self._shown(kind, number, record, params.get("properties", "").split(","), bool(history))
                for number, record in found[:limit]
            ]
        }
        if len(found) > limit:
            page["paging"] = {"next": {"after": str(found[limit - 1][0])}}
        return Answer(data=page)

    def _search(self, kind: str, call: Call) -> Answer:
        body = call.json()
        limit, after = int(body.get("limit", 10)), int(body.get("after", 0))
        filters = [one for group in body.get("filterGroups", ()) for one in group["filters"]]
        if after + limit > self.ceiling:
            return _error(400, "VALIDATION_ERROR", f"The page exceeds a search's {self.ceiling:,}")
        if limit > 100 or len(filters) > 10:
            return _error(400, "VALIDATION_ERROR", "too many rows or filters")
        seen_until = self.world.now - self.lag
        above = max((int(one["value"]) for one in filters if one["operator"] == "GT"), default=0)
        found = [
            (number, record)
            for number, record in self.shapes.objects(kind, above)
            if record.is_live
            and (not self.lag or record.changed_at <= seen_until)
            and all(self._holds(kind, number, record, one) for one in filters)
        ]
        sort = body["sorts"][0]["propertyName"]
        if sort != "hs_object_id":
            found.sort(key=lambda pair: pair[1].changed_at)
        page: dict[str, Any] = {
            "total": len(found),
            "results": [
                self._shown(kind, number, record, body.get("properties", []), False)
                for number, record in found[after : after + limit]
            ],
        }
        if after + limit < len(found):
            page["paging"] = {"next": {"after": str(after + limit)}}
        return Answer(data=page)

    def _holds(self, kind: str, number: int, record: Record, one: dict[str, str]) -> bool:
        name, operator = one["propertyName"], one["operator"]
        if operator == "HAS_PROPERTY":
            return bool(self.shapes.properties(kind, record).get(name))
        is_time = name.endswith("lastmodifieddate")
        value = int(record.changed_at.timestamp() * 1000) if is_time else number
        wanted = int(one["value"])
        return {"GT": value > wanted, "GTE": value >= wanted, "LT": value < wanted}[operator]

    def _batch(self, kind: str, call: Call) -> Answer:
        body = call.json()
        history = bool(body.get("propertiesWithHistory"))
        if len(body["inputs"]) > (50 if history else 100):
            return _error(400, "VALIDATION_ERROR", "too many inputs")
        wanted = {int(one["id"]) for one in body["inputs"]}
        found = [
            self._shown(kind, number, record, body.get("properties", []), history)
            for number, record in self.shapes.objects(kind, min(wanted, default=1) - 1)
            if number in wanted and record.is_live
        ]
        status = 200 if len(found) == len(wanted) else 207
        return Answer(status, {"status": "COMPLETE", "results": found})

    def _associations(self, other: str, call: Call) -> Answer:
        places = companies(self.world)
        results = []
        for one in call.json()["inputs"]:
            deal = self.world.deals[deal_number(one["id"]) - 1]
            if other == "contacts":
                ids = [contact_id(deal.lead)] if deal.lead else []
            else:
                ids = [company_id(places[deal.company][0])] if deal.company in places else []
            if ids:
                kinds = [{"category": "HUBSPOT_DEFINED", "typeId": 3, "label": None}]
                to = [{"toObjectId": int(to), "associationTypes": kinds} for to in ids]
                results.append({"from": {"id": one["id"]}, "to": to})
        return Answer(data={"status": "COMPLETE", "results": results})

    def _owners(self, call: Call) -> Answer:
        is_archived = call.params.get("archived") == "true"
        owners = [self.shapes.owner(owner) for owner in self.world.owners]
        return Answer(data={"results": [owner for owner in owners if owner["archived"] is is_archived]})

    def _shown(
        self, kind: str, number: int, record: Record, names: list[str], with_history: bool
    ) -> dict[str, Any]:
        known = self.shapes.properties(kind, record)
        wanted = _ALWAYS | set(names)
        shown: dict[str, Any] = {
            "id": str(number),
            "properties": {name: value for name, value in known.items() if name in wanted},
            "createdAt": known["createdate"],
            "updatedAt": known.get("lastmodifieddate") or known.get("hs_lastmodifieddate"),
            "archived": not record.is_live,
        }
        if record.deleted_at is not None:
            shown["archivedAt"] = shown["updatedAt"]
        if with_history and isinstance(record, SimDeal):
            shown["propertiesWithHistory"] = {"dealstage": self.shapes.history(record)}
        return shown


def _pipeline() -> dict[str, Any]:
    stages = [
        {"id": STAGES[stage], "label": label, "displayOrder": order, "archived": False}
        for order, (stage, label) in enumerate(LABELS.items())
    ]
    return {"id": "default", "label": "Sales Pipeline", "archived": False, "stages": stages}


def _error(status: int, category: str, message: str) -> Answer:
    said = {"status": "error", "message": message, "correlationId": "0-0-0", "category": category}
    return Answer(status, said)


def _too_many(message: str, policy: str) -> Answer:
    said = {"status": "error", "message": message, "errorType": "RATE_LIMIT", "policyName": policy}
    return Answer(429, said)


def _missing_scope(kind: str) -> Answer:
    answer = _error(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes.")
    answer.data["errors"] = [{"context": {"requiredGranularScopes": [f"crm.objects.{kind}.read"]}}]
    return answer
