"""The Neocrm API: password tokens, XOQL in one page or scrolled, descriptions; most errors as HTTP 200."""

import bisect
import functools
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.neocrm.objects import FIXED, OBJECTS, ms
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import World

CLIENT = {"client_id": "neo-client", "client_secret": "neo-secret"}
USER, BARE_USER = "crm.api@hengrui.example", "nobody@hengrui.example"
PASSWORD, SECURITY_TOKEN = "pass-word", "aBcD1234"
_LARGEST_PAGE = 4000
_QUERY = re.compile(
    r"select (?P<fields>.+?) from (?P<name>\w+)(?: where (?P<where>.+?))?(?P<order> order by id)?"
    r"(?: limit (?P<limit>\d+))?$"
)
_CONDITION = re.compile(r"(id|updatedAt|createdAt) (>=|<=|>|<|=) (\d+)$")
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": int.__ge__,
    "<=": int.__le__,
    ">": int.__gt__,
    "<": int.__lt__,
    "=": int.__eq__,
}


class _Wrong(Exception):
    pass


class NeocrmSimulator(Simulator):
    """One tenant, in which the bare user may see nothing.

    With `is_always_200` also an ended token is told as HTTP 200.
    """

    name = "neocrm"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        meter: Meter | None = None,
        is_always_200: bool = False,
    ) -> None:
        super().__init__(world, faults)
        self._meter, self._is_always_200 = meter, is_always_200
        self._tokens: dict[str, str] = {}
        self.given_out = 0

    def is_data(self, call: Call) -> bool:
        """Everything but the login."""
        return not call.path.startswith("/auc/")

    def expire_tokens(self) -> None:
        """End all tokens."""
        self._tokens.clear()

    def too_many(self) -> Answer:
        """HTTP 429; the real answer is unknown."""
        return Answer(429, {"code": 429, "msg": "too many requests"})

    def answer(self, call: Call) -> Answer:
        """Answer one call."""
        if call.path == "/auc/oauth2/token":
            return self._login(call.form())
        user = self._tokens.get(call.headers.get("authorization", "").removeprefix("Bearer "))
        if user is None:
            return Answer(200 if self._is_always_200 else 401, {"code": 401, "msg": "invalid access token"})
        if user != USER:
            return Answer(403, {"code": 403, "msg": "no permission"})
        if self._meter is not None and self._meter.is_over(""):
            return self.too_many()
        try:
            parts = call.path.removeprefix("/rest/data/v2.0/").split("/")
            match parts:
                case ["xobjects", name, "description"] if call.method == "GET":
                    return self._describe(name)
                case ["query", "xoql"] if call.method == "POST":
                    return Answer(
                        data={"code": 200, "msg": "OK", "data": {"records": self._query(call.form()["xoql"])}}
                    )
                case ["query", "xoqlScroll"] if call.method == "POST":
                    return self._scroll(call.form())
        except _Wrong as wrong:
            return Answer(data={"code": 5000047, "msg": str(wrong)})
        return Answer(404, {"code": 404, "msg": "not found"})

    def _login(self, form: dict[str, str]) -> Answer:
        right = {**CLIENT, "grant_type": "password", "password": PASSWORD + SECURITY_TOKEN}
        user = form.get("username", "")
        if user not in (USER, BARE_USER) or any(form.get(key) != value for key, value in right.items()):
            return Answer(
                400, {"error": "invalid_grant", "error_description": "username or password is wrong"}
            )
        self.given_out += 1
        token = f"neo-token-{self.given_out}"
        self._tokens[token] = user
        return Answer(
            data={"access_token": token, "token_type": "Bearer", "tenant_id": 1, "instance_uri": self.url}
        )

    def _describe(self, name: str) -> Answer:
        if name not in OBJECTS and name not in FIXED:
            raise _Wrong(f"object {name} does not exist")
        picklists = OBJECTS[name].picklists if name in OBJECTS else {}
        fields = []
        for field in self._fields(name):
            told: dict[str, Any] = {"apiKey": field, "label": field, "type": "text"}
            if field in picklists:
                told["selectitem"] = [
                    {"value": code, "label": label} for code, label in enumerate(picklists[field], start=1)
                ]
            fields.append(told)
        return Answer(data={"code": "200", "msg": "OK", "data": {"apiKey": name, "fields": fields}})

    def _fields(self, name: str) -> list[str]:
        if name in OBJECTS:
            shape = OBJECTS[name]
            return list(shape.row(self.world, shape.records(self.world)[0]))
        return list(FIXED[name](self.world)[0][1])

    def _scroll(self, form: dict[str, str]) -> Answer:
        """A locator is a place in the result as it is now: what leaves the result shifts the rest."""
        size, place = int(form["batchCount"]), int(form["queryLocator"].removeprefix("at-") or 0)
        if not 1 <= size <= _LARGEST_PAGE:
            raise _Wrong("batchCount is out of range")
        records = self._query(form["xoql"], place, size + 1)
        locator = f"at-{place + size}" if len(records) > size else ""
        return Answer(data={"code": 200, "data": {"records": records[:size]}, "queryLocator": locator})

    def _query(self, xoql: str, place: int = 0, size: int = _LARGEST_PAGE) -> list[dict[str, Any]]:
        parts = _QUERY.match(xoql.strip())
        if parts is None:
            raise _Wrong(f"syntax error in {xoql}")
        name = parts["name"]
        if name not in OBJECTS and name not in FIXED:
            raise _Wrong(f"object {name} does not exist")
        chosen = self._chosen(name, parts["where"])
        if parts["fields"] == "count(id) as total":
            return [{"total": sum(1 for _ in chosen)}]
        if "*" in parts["fields"]:
            raise _Wrong("select * is not supported")
        fields = [field.strip() for field in parts["fields"].split(",")]
        unknown = set(fields) - set(self._fields(name))
        if unknown:
            raise _Wrong(f"field {sorted(unknown)[0]} does not exist")
        size = min(size, int(parts["limit"] or size))
        rows = (make() for make in itertools.islice(chosen, place, place + size))
        return [{field: row[field] for field in fields} for row in rows]

    def _chosen(self, name: str, where: str | None) -> Iterator[Callable[[], dict[str, Any]]]:
        """What meets the conditions, in the order of ids, each as what makes its row."""
        tests, after = [], 0
        for text in where.split(" and ") if where else ():
            test = _CONDITION.match(text)
            if test is None:
                raise _Wrong(f"condition {text} is not supported")
            if test[1] == "id" and test[2] == ">":
                after = int(test[3])
            else:
                tests.append((test[1], _COMPARE[test[2]], int(test[3])))
        if name in FIXED:
            rows = [row for one, row in FIXED[name](self.world) if one > after]
            found = [row for row in rows if all(c(row[field], value) for field, c, value in tests)]
            return (functools.partial(dict, row) for row in found)
        shape = OBJECTS[name]
        read: dict[str, Callable[[Any], int]] = {
            "id": shape.id_of,
            "updatedAt": lambda record: ms(record.changed_at),
            "createdAt": lambda record: ms(record.created_at),
        }
        records = shape.records(self.world)
        first = bisect.bisect_right(records, after, key=shape.id_of)
        return (
            functools.partial(shape.row, self.world, record)
            for record in itertools.islice(records, first, None)
            if record.is_live and all(compare(read[field](record), value) for field, compare, value in tests)
        )
