"""WeCom's customer contact: tokens in the query string, errors inside HTTP 200, customers by cursor."""

import base64
import bisect
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import SimLead, SimOwner, World

CORP_ID, SECRET = "ww-corp-1", "wecom-secret"
_OK = {"errcode": 0, "errmsg": "ok"}
_MOST = 100


def external_id(number: int) -> str:
    """The external_userid of a lead."""
    return f"wmHR{number:028d}"


def id_of(lead: SimLead) -> str:
    """The id of a customer with the member who added him."""
    return f"{external_id(lead.number)}:{lead.owner_id}"


def row_of(lead: SimLead, userid: str) -> dict[str, Any]:
    """A customer as the batch call shows it for one member."""
    in_wecom = lead.number % 3 == 0
    external: dict[str, Any] = {
        "external_userid": external_id(lead.number),
        "name": lead.full_name,
        "avatar": f"https://wx.qlogo.example/{lead.number}",
        "type": 2 if in_wecom else 1,
        "gender": lead.number % 3,
        "unionid": f"oHR{lead.number:025d}",
    }
    if in_wecom:
        external |= {"position": lead.title or "", "corp_name": lead.company, "corp_full_name": lead.company}
    return {
        "external_contact": external,
        "follow_info": {
            "userid": userid,
            "remark": lead.title or "",
            "description": lead.need or "",
            "createtime": int(lead.created_at.timestamp()),
            "tag_id": [f"et{lead.status}"],
            "remark_corp_name": lead.company,
            "remark_mobiles": [lead.phone] if lead.phone else [],
            "oper_userid": userid,
            "add_way": lead.number % 4,
            "state": lead.campaign or "",
        },
    }


class WecomSimulator(Simulator):
    """Serves the world's leads as customers of their owners. `also` are further (lead number, member)."""

    name = "wecom"

    def __init__(self, world: World, faults: FaultPlan | None = None) -> None:
        super().__init__(world, faults)
        self.has_right = True
        self.meter: Meter | None = None
        self.also: list[tuple[int, str]] = []
        self._tokens: set[str] = set()
        self._handed_out = 0

    def is_data(self, call: Call) -> bool:
        return call.path != "/cgi-bin/gettoken"

    def too_many(self) -> Answer:
        return _error(45009, "reach max api daily quota limit")

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def answer(self, call: Call) -> Answer:
        if call.path == "/cgi-bin/gettoken":
            return self._token(call)
        token = call.params.get("access_token")
        if token not in self._tokens:
            return _error(
                42001 if token else 41001, "access_token expired" if token else "access_token missing"
            )
        if self.meter is not None and self.meter.is_over(""):
            return self.too_many()
        asked = (call.method, call.path.removeprefix("/cgi-bin/"))
        if asked == ("GET", "user/get"):
            return self._member(call.params.get("userid", ""))
        if not self.has_right:
            return _error(48002, "api forbidden")
        if asked == ("GET", "externalcontact/get_follow_user_list"):
            return _fine(follow_user=[owner.owner_id for owner in self.world.owners])
        if asked == ("GET", "externalcontact/list"):
            return self._ids(call.params.get("userid", ""))
        if asked == ("POST", "externalcontact/batch/get_by_user"):
            return self._batch(call.json())
        return Answer(404)

    def _token(self, call: Call) -> Answer:
        if call.params.get("corpid") != CORP_ID:
            return _error(40013, "invalid corpid")
        if call.params.get("corpsecret") != SECRET:
            return _error(40001, "invalid credential")
        self._handed_out += 1
        self._tokens.add(f"token-{self._handed_out}")
        return _fine(access_token=f"token-{self._handed_out}", expires_in=7200)

    def _member(self, userid: str) -> Answer:
        owner = next((one for one in self.world.owners if one.owner_id == userid), None)
        return _error(60111, "userid not found") if owner is None else _fine(**_address_book(owner))

    def _pairs(self, userid: str) -> list[tuple[int, str]]:
        own = [(lead.number, userid) for lead in self.world.leads if lead.is_live and lead.owner_id == userid]
        shared = [pair for pair in self.also if pair[1] == userid and self.world.leads[pair[0] - 1].is_live]
        return sorted(own + shared)

    def _ids(self, userid: str) -> Answer:
        pairs = self._pairs(userid)
        if not pairs:
            return _error(84061, "not external contact")
        return _fine(external_userid=[external_id(number) for number, _ in pairs])

    def _batch(self, asked: dict[str, Any]) -> Answer:
        members, limit = asked["userid_list"], asked.get("limit", 50)
        if len(members) > _MOST or not 0 < limit <= _MOST:
            return _error(40058, "invalid Request Parameter")
        number, _, member = base64.b64decode(asked.get("cursor") or "").decode().partition(":")
        after = (int(number), member) if number else (0, "")
        wanted, also = frozenset(members), sorted(self.also)
        rows: list[dict[str, Any]] = []
        start = bisect.bisect_left(self.world.leads, after[0], key=lambda lead: lead.number)
        for lead in self.world.leads[start:]:
            places = (
                bisect.bisect_left(also, (lead.number, "")),
                bisect.bisect_left(also, (lead.number + 1, "")),
            )
            for userid in sorted({lead.owner_id, *(who for _, who in also[places[0] : places[1]])}):
                if lead.is_live and userid in wanted and (lead.number, userid) > after:
                    rows.append(row_of(lead, userid))
            if len(rows) > limit:
                break
        if not rows and not asked.get("cursor"):
            return _error(84061, "not external contact")
        shown = rows[:limit]
        cursor = ""
        if len(rows) > limit:
            last = shown[-1]
            place = int(last["external_contact"]["external_userid"].removeprefix("wmHR"))
            cursor = base64.b64encode(f"{place}:{last['follow_info']['userid']}".encode()).decode()
        return _fine(external_contact_list=shown, next_cursor=cursor)


def _address_book(owner: SimOwner) -> dict[str, Any]:
    return {
        "userid": owner.owner_id,
        "name": owner.name,
        "department": [1],
        "position": owner.team,
        "biz_mail": owner.email,
        "status": 1 if owner.is_active else 5,
    }


def _fine(**body: Any) -> Answer:
    return Answer(data={**_OK, **body})


def _error(code: int, text: str) -> Answer:
    return Answer(data={"errcode": code, "errmsg": text})
