"""The simulated org's API. A query's rows are fixed when it is asked; each page shows them as they are."""

import base64
import itertools
import re
from typing import Any

import orjson

from tests.simulators.faults import FaultPlan
from tests.simulators.salesforce import shapes
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import World

CLIENT_ID, CLIENT_SECRET = "3MVG9-made-up", "made-up-secret"
USERNAME, PASSWORD, SECURITY_TOKEN = "api@hengrui.example", "made-up-password", "madeUpToken"
# A user whose profile may not read leads and opportunities.
BLIND_CLIENT_ID = "3MVG9-blind"
_SOQL = re.compile(r"SELECT (?P<fields>.+?) FROM (?P<object>\w+)(?: WHERE (?P<where>.+))?", re.ASCII)
_CONDITION = re.compile(r"(\w+) (=|>=|<) (\S+)")


class Salesforce(Simulator):
    """One org.

    `batch_size` is the largest page whatever is asked for; `day_limit` the requests of the day.
    """

    name = "salesforce"

    def __init__(
        self, world: World, faults: FaultPlan | None = None, *, batch_size: int = 2000, day_limit: int = 10**9
    ) -> None:
        super().__init__(world, faults)
        self.batch_size, self.day_limit = batch_size, day_limit
        self.requests = 0
        self._tokens: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._locators: dict[str, tuple[list[str], list[Any]]] = {}

    def is_data(self, call: Call) -> bool:
        return "/query" in call.path

    def too_many(self) -> Answer:
        return _error(
            403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
        )

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        if call.path == "/services/oauth2/token":
            return self._login(call)
        client = self._tokens.get(call.headers.get("authorization", "").removeprefix("Bearer "))
        if client is None:
            return _error(401, "INVALID_SESSION_ID", "Session expired or invalid")
        self.requests += 1
        if self.requests > self.day_limit:
            return _error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
        found = re.fullmatch(r"/services/data/v(\d\d)\.0/(.+)", call.path)
        if found is None:
            return _error(404, "NOT_FOUND", "The requested resource does not exist")
        path = found[2]
        if describe := re.fullmatch(r"sobjects/(\w+)/describe", path):
            return self._describe(describe[1], client)
        if path in ("query", "queryAll"):
            return self._query(call, client, with_deleted=path == "queryAll")
        if locator := re.fullmatch(r"query/(01g\w+)-(\d+)", path):
            return self._page(locator[1], int(locator[2]), call)
        return _error(404, "NOT_FOUND", "The requested resource does not exist")

    def _login(self, call: Call) -> Answer:
        form = call.form()
        if "assertion" in form:
            claims = form["assertion"].split(".")[1]
            form["client_id"] = orjson.loads(base64.urlsafe_b64decode(claims + "=="))["iss"]
        known = form.get("client_id") in (CLIENT_ID, BLIND_CLIENT_ID)
        if not known or form.get("client_secret", CLIENT_SECRET) != CLIENT_SECRET:
            return Answer(
                400, {"error": "invalid_client_id", "error_description": "client identifier invalid"}
            )
        if form["grant_type"] == "password" and (form["username"], form["password"]) != (
            USERNAME,
            PASSWORD + SECURITY_TOKEN,
        ):
            return Answer(400, {"error": "invalid_grant", "error_description": "authentication failure"})
        token = f"00D5g!{next(self._numbers)}"
        self._tokens[token] = form["client_id"]
        return Answer(data={"access_token": token, "instance_url": self.url, "token_type": "Bearer"})

    def _names(self, name: str, client: str) -> dict[str, Any] | None:
        """A row of the object with all its fields; None when there is no such object for this user."""
        if client == BLIND_CLIENT_ID and name in ("Lead", "Opportunity"):
            return None
        try:
            shape, arguments = shapes.rows(self.world, name)[0]
        except (KeyError, IndexError):
            return None
        return shape(self.world, *arguments)

    def _describe(self, name: str, client: str) -> Answer:
        row = self._names(name, client)
        if row is None:
            return _error(404, "NOT_FOUND", "The requested resource does not exist")
        kinds = {"Address": "address"}
        fields = [{"name": field, "type": kinds.get(field, "string")} for field in row if field != "Campaign"]
        return Answer(data={"name": name, "fields": fields})

    def _query(self, call: Call, client: str, *, with_deleted: bool) -> Answer:
        soql = _SOQL.fullmatch(call.params.get("q", ""))
        if soql is None:
            return _error(400, "MALFORMED_QUERY", f"unexpected token: '{call.params.get('q', '')[:40]}'")
        sample = self._names(soql["object"], client)
        if sample is None:
            return _error(400, "INVALID_TYPE", f"sObject type '{soql['object']}' is not supported.")
        fields = [field.strip() for field in soql["fields"].split(",")]
        for field in fields:
            if field != "COUNT()" and field.split(".")[0] not in sample:
                return _error(400, "INVALID_FIELD", f"No such column '{field}' on entity '{soql['object']}'")
        conditions = [
            match.groups()
            for part in (soql["where"] or "").split(" AND ")
            if (match := _CONDITION.fullmatch(part))
        ]
        found = []
        for shape, arguments in shapes.rows(self.world, soql["object"]):
            row = shape(self.world, *arguments)
            if not with_deleted and (row.get("IsDeleted") or row.get("IsArchived")):
                continue
            if all(_holds(row, *condition) for condition in conditions):
                found.append((shape, arguments))
        if fields == ["COUNT()"]:
            return self._limits(Answer(data={"totalSize": len(found), "done": True, "records": []}))
        locator = f"01g5g{next(self._numbers):010d}"
        self._locators[locator] = (fields, found)
        return self._page(locator, 0, call)

    def _page(self, locator: str, start: int, call: Call) -> Answer:
        if locator not in self._locators:
            return _error(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        asked = re.search(r"batchSize=(\d+)", call.headers.get("sforce-query-options", ""))
        size = min(self.batch_size, max(200, int(asked[1])) if asked else 2000)
        fields, found = self._locators[locator]
        records = []
        for shape, arguments in found[start : start + size]:
            row = shape(self.world, *arguments)
            shown = {field.split(".")[0]: row[field.split(".")[0]] for field in fields}
            records.append({"attributes": {"type": shape.__name__}, **shown})
        end = start + size
        page = {"totalSize": len(found), "done": end >= len(found), "records": records}
        if end < len(found):
            page["nextRecordsUrl"] = f"/services/data/v59.0/query/{locator}-{end}"
        return self._limits(Answer(data=page))

    def _limits(self, answer: Answer) -> Answer:
        answer.headers["Sforce-Limit-Info"] = f"api-usage={self.requests}/{self.day_limit}"
        return answer


def _holds(row: dict[str, Any], field: str, operator: str, literal: str) -> bool:
    value = row[field]
    if operator == "=":
        return bool(value) == (literal == "true")
    moment = literal.replace("Z", ".000+0000")
    return bool(value >= moment) if operator == ">=" else bool(value < moment)


def _error(status: int, code: str, message: str) -> Answer:
    return Answer(status, [{"message": message, "errorCode": code}])
