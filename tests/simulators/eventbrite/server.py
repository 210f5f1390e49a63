"""Eventbrite's attendees: pages of 50 by continuation, changes since a time, the buyer's details copied."""

import base64
import datetime as dt
from typing import Any

import orjson

from tests.simulators.faults import FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import SimLead, World

TOKEN, ORGANIZATION = "private-token", "700000000001"
EVENTS = ("910000000001", "910000000002", "910000000003")


def attendee_id(number: int) -> str:
    """The id of a lead's ticket."""
    return str(2_360_000_000 + number)


def event_of(number: int) -> str:
    """The event of a lead's ticket; a buyer and the tickets next to it are of one."""
    return EVENTS[number // 5 % len(EVENTS)]


def buyer_of(lead: SimLead, world: World) -> SimLead:
    """Whose details a ticket shows: every fifth was bought along with the one before it."""
    return world.leads[lead.number - 2] if lead.number % 5 == 2 else lead


def attendee(lead: SimLead, world: World) -> dict[str, Any]:
    """A ticket as the list shows it."""
    buyer = buyer_of(lead, world)
    is_cancelled = lead.status == "disqualified"
    is_checked_in = lead.status in ("qualified", "converted")
    money = {"currency": "CNY", "value": 19900, "major_value": "199.00", "display": "¥199.00"}
    return {
        "id": attendee_id(lead.number),
        "created": _time(lead.created_at),
        "changed": _time(lead.changed_at),
        "order_id": str(1_689_000_000 + buyer.number),
        "event_id": event_of(lead.number),
        "ticket_class_id": "263793801",
        "ticket_class_name": "标准票",
        "quantity": 1,
        "status": "Not Attending" if is_cancelled else "Checked In" if is_checked_in else "Attending",
        "checked_in": is_checked_in,
        "cancelled": is_cancelled,
        "refunded": is_cancelled and lead.number % 2 == 0,
        "profile": {
            "first_name": buyer.first,
            "last_name": buyer.last,
            "name": buyer.full_name,
            "email": buyer.email,
            "company": buyer.company,
            "job_title": lead.title,
            "cell_phone": buyer.phone,
        },
        "barcodes": [{"barcode": f"16890{lead.number:010d}001", "status": "unused"}],
        "answers": [{"question_id": "1", "question": "需求", "type": "text", "answer": lead.need or ""}],
        "costs": {"gross": money, "base_price": money},
    }


class EventbriteSimulator(Simulator):
    """Serves the world's leads as tickets of three events of one organization."""

    name = "eventbrite"

    def __init__(self, world: World, faults: FaultPlan | None = None, page_size: int = 50) -> None:
        super().__init__(world, faults)
        self.page_size = page_size
        self.has_right = True
        self.meter: Meter | None = None
        self.says_count = True

    def too_many(self) -> Answer:
        return _error(429, "HIT_RATE_LIMIT", "Your token has reached its rate limit.")

    def answer(self, call: Call) -> Answer:
        if call.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(401, "INVALID_AUTH", "The OAuth token you provided was invalid.")
        if self.meter is not None and self.meter.is_over(""):
            return self.too_many()
        if not self.has_right:
            return _error(403, "NOT_AUTHORIZED", "You do not have permission to do this.")
        parts = call.path.strip("/").split("/")
        if call.method != "GET" or len(parts) != 4 or (parts[0], parts[3]) != ("v3", "attendees"):
            return _error(404, "NOT_FOUND", "The path you requested does not exist.")
        kind, asked = parts[1:3]
        if (kind, asked) != ("organizations", ORGANIZATION) and not (kind == "events" and asked in EVENTS):
            return _error(404, "NOT_FOUND", f"The {kind.removesuffix('s')} you requested does not exist.")
        event = asked if kind == "events" else None
        since = call.params.get("changed_since")
        return self._page(self.listed((event, since), lambda: self._found(event, since)), call)

    def _found(self, event: str | None, changed_since: str | None) -> list[SimLead]:
        since = dt.datetime.fromisoformat(changed_since) if changed_since else None
        return [
            lead
            for lead in self.world.leads
            if lead.is_live
            and (since is None or lead.changed_at >= since)
            and (event is None or event_of(lead.number) == event)
        ]

    def _page(self, found: list[SimLead], call: Call) -> Answer:
        """Continuation is a page number in disguise: pages shift when rows come and go."""
        number = 1
        if "continuation" in call.params:
            number = orjson.loads(base64.b64decode(call.params["continuation"]))["page"]
        start = (number - 1) * self.page_size
        pagination: dict[str, Any] = {
            "page_number": number,
            "page_size": self.page_size,
            "page_count": -(-len(found) // self.page_size),
            "has_more_items": start + self.page_size < len(found),
        }
        if self.says_count:
            pagination["object_count"] = len(found)
        if pagination["has_more_items"]:
            pagination["continuation"] = base64.b64encode(orjson.dumps({"page": number + 1})).decode()
        rows = [attendee(lead, self.world) for lead in found[start : start + self.page_size]]
        if call.params.get("expand") == "event":
            for row in rows:
                row["event"] = {"id": row["event_id"], "name": {"text": f"智造开放日 {row['event_id'][-1]}"}}
        return Answer(data={"pagination": pagination, "attendees": rows})


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _error(status: int, code: str, text: str) -> Answer:
    return Answer(status, {"status_code": status, "error": code, "error_description": text})
