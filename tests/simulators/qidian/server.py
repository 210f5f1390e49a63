"""Qidian's open platform: tokens in the query string, errors inside HTTP 200, ids first, then details."""

import bisect
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import SimLead, World

SID, APPID, SECRET = "sid-1", "appid-1", "qidian-secret"
_ID_BASE = 3_000_000_000_000_000_000  # above 2^53
_BASE = "/cgi-bin/cust/cust_info/"


def id_of(number: int) -> str:
    """The cust_id of a lead."""
    return str(_ID_BASE + number)


def customer(lead: SimLead) -> dict[str, Any]:
    """A customer as the detail call shows it."""
    return {
        "cust_id": id_of(lead.number),
        "data": {
            "identity": {
                "name": lead.full_name,
                "company": lead.company,
                "position": lead.title or "",
                "industry": lead.industry or "",
            },
            "contact": {
                "mobile": lead.phone or "",
                "email": lead.email or "",
                "country": lead.country,
                "province": lead.region or "",
            },
            "socialAccount": {"qq": "", "wechat": ""},
            "controlInfo": {
                "owner": lead.owner_id,
                "createTime": str(int(lead.created_at.timestamp())),
                "stage": lead.status,
            },
            "udfInfo": {"意向产品": lead.product or "", "需求": lead.need or ""},
        },
    }


class QidianSimulator(Simulator):
    """Serves the world's leads as customers. `page_size` is not documented: a small one by default."""

    name = "qidian"

    def __init__(self, world: World, faults: FaultPlan | None = None, page_size: int = 50) -> None:
        super().__init__(world, faults)
        self.page_size = page_size
        self.token_seconds = 7200
        self.has_right = True
        self.meter: Meter | None = None
        self.unreadable: set[str] = set()
        self._tokens: set[str] = set()
        self._handed_out = 0

    def is_data(self, call: Call) -> bool:
        return "/token" not in call.path

    def too_many(self) -> Answer:
        return _error(45009, "reach max api daily quota limit")

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        if call.path in ("/cgi-bin/token/getSelfBuildToken", "/cgi-bin/token"):
            return self._token(call)
        if call.params.get("access_token") not in self._tokens:
            return _error(42001, "access_token expired")
        if self.meter is not None and self.meter.is_over(""):
            return self.too_many()
        if not self.has_right:
            return _error(48001, "api unauthorized")
        if (call.method, call.path) == ("GET", _BASE + "getCustList"):
            return self._list(call.params.get("next_custid", ""))
        if (call.method, call.path) == ("POST", _BASE + "getSingCustBaseInfo"):
            return self._detail(call.json())
        return Answer(404)

    def _token(self, call: Call) -> Answer:
        given = call.params
        known = given.get("appid") == APPID and given.get("secret") == SECRET
        if call.path.endswith("getSelfBuildToken"):
            known = known and given.get("sid") == SID
        else:
            known = known and given.get("grant_type") == "client_credential"
        if not known:
            return _error(40001, "invalid credential")
        self._handed_out += 1
        token = f"token-{self._handed_out}"
        self._tokens.add(token)
        return Answer(data={"access_token": token, "expires_in": self.token_seconds})

    def _list(self, after: str) -> Answer:
        """The cursor is the last id of the page before; numbers come as text."""
        leads = self.world.leads
        start = bisect.bisect_right(leads, int(after) - _ID_BASE, key=lambda one: one.number) if after else 0
        page: list[str] = []
        for lead in leads[start:]:
            if lead.is_live:
                page.append(id_of(lead.number))
            if len(page) > self.page_size:
                break
        shown = page[: self.page_size]
        return Answer(
            data={
                "total": str(sum(1 for lead in leads if lead.is_live)),
                "count": str(len(shown)),
                "data": {"cust_id": shown},
                "next_custid": shown[-1] if len(page) > self.page_size else "",
            }
        )

    def _detail(self, asked: dict[str, Any]) -> Answer:
        number = int(asked["cust_id"]) - _ID_BASE
        lead = self.world.leads[number - 1] if 0 < number <= len(self.world.leads) else None
        if lead is None or not lead.is_live or asked["cust_id"] in self.unreadable:
            return _error(40003, "invalid cust_id")
        whole = customer(lead)
        parts = {name: part for name, part in whole["data"].items() if name in asked["data"]}
        return Answer(data={"cust_id": whole["cust_id"], "data": parts})


def _error(code: int, text: str) -> Answer:
    return Answer(data={"errcode": code, "errmsg": text})
