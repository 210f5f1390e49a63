"""Typeform's responses: newest first, up to 1,000 a page, either by token or between two times."""

import bisect
import datetime as dt
import functools
import hashlib
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import SimLead, World

TOKEN, FORM = "tfp_made_up", "lT4Z3j"


@functools.cache
def response_token(number: int) -> str:
    """The token of a lead's response."""
    return hashlib.blake2b(f"typeform{number}".encode(), digest_size=16).hexdigest()


def response(lead: SimLead) -> dict[str, Any]:
    """A lead's response. Questions left blank are left out, so places in `answers` mean nothing."""
    answers = [
        _answer("full_name", "short_text", "text", lead.full_name),
        _answer("company", "short_text", "text", lead.company),
        _answer("title", "short_text", "text", lead.title),
        _answer("email", "email", "email", lead.email),
        _answer("phone", "phone_number", "phone_number", lead.phone),
        _answer("product", "multiple_choice", "choice", {"label": lead.product} if lead.product else None),
        _answer("need", "long_text", "text", lead.need),
    ]
    at = _text(lead.created_at)
    return {
        "landing_id": response_token(lead.number),
        "token": response_token(lead.number),
        "response_id": response_token(lead.number),
        "landed_at": _text(lead.created_at - dt.timedelta(seconds=90)),
        "submitted_at": at,
        "metadata": {"user_agent": "Mozilla/5.0", "platform": "other", "referer": "", "browser": "default"},
        "hidden": {"utm_source": lead.utm_source or "", "utm_medium": lead.utm_medium or ""},
        "calculated": {"score": 0},
        "answers": [answer for answer in answers if answer is not None],
    }


class TypeformSimulator(Simulator):
    """Serves the world's leads as the responses to one form."""

    name = "typeform"

    def __init__(self, world: World, faults: FaultPlan | None = None) -> None:
        super().__init__(world, faults)
        self.form = FORM
        self.has_right = True
        self._ordered: list[SimLead] = []
        self._places: dict[str, int] = {}

    def _newest_first(self) -> list[SimLead]:
        """The responses in the API's order, with deleted ones; leads are added, but never dated anew."""
        if len(self._ordered) != len(self.world.leads):
            self._ordered = sorted(
                self.world.leads, key=lambda lead: (lead.created_at, lead.number), reverse=True
            )
            self._places = {response_token(lead.number): i for i, lead in enumerate(self._ordered)}
        return self._ordered

    def _place_of(self, lead: SimLead) -> int:
        return self._places[response_token(lead.number)]

    def _live(self, since: str | None, until: str | None) -> list[SimLead]:
        found = [lead for lead in self._newest_first() if lead.deleted_at is None]
        if since:
            earliest = dt.datetime.fromisoformat(since)
            found = [lead for lead in found if lead.created_at >= earliest]
        if until:
            latest = dt.datetime.fromisoformat(until)
            found = [lead for lead in found if lead.created_at <= latest]
        return found

    def answer(self, call: Call) -> Answer:
        if call.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(
                401, "AUTHENTICATION_FAILED", "Authentication credentials not found on the request."
            )
        if not self.has_right:
            return _error(403, "FORBIDDEN", "You do not have the scope responses:read.")
        if call.method != "GET" or call.path != f"/forms/{self.form}/responses":
            return _error(404, "FORM_NOT_FOUND", "Form ID not found.")
        asked = call.params
        if {"since", "until"} & asked.keys() and {"before", "after"} & asked.keys():
            return _error(
                400, "VALIDATION_ERROR", "since and until cannot be combined with before and after."
            )
        size = int(asked.get("page_size", 25))
        if size > 1000:
            return _error(400, "VALIDATION_ERROR", "page_size must be at most 1000.")
        since, until = asked.get("since"), asked.get("until")
        found = self.listed((since, until), lambda: self._live(since, until))
        if before := asked.get("before"):
            self._newest_first()
            if before not in self._places:
                return _error(400, "VALIDATION_ERROR", "before is no token of this form.")
            place = self._places[before]
            # Of a response that is gone the token still says where it stood.
            found = found[bisect.bisect_right(found, place, key=self._place_of) :]
        return Answer(
            data={
                "total_items": len(found),
                "page_count": -(-len(found) // size),
                "items": [response(lead) for lead in found[:size]],
            }
        )


def _answer(ref: str, field_type: str, kind: str, value: Any) -> dict[str, Any] | None:
    if not value:
        return None
    return {"field": {"id": f"id_{ref}", "ref": ref, "type": field_type}, "type": kind, kind: value}


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _error(status: int, code: str, text: str) -> Answer:
    return Answer(status, {"code": code, "description": text})
