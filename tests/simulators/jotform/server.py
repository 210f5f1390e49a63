"""Jotform's submissions: up to 1,000 a page by offset, newest first, times in the account's zone."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import SimLead, World

KEY, FORM = "jotform-key", "240123456789012"
ZONE = ZoneInfo("America/New_York")


def submission_id(number: int) -> str:
    """The id of a lead's submission: above 2^53, as a text."""
    return str(5_783_600_000_000_000_000 + number)


def submission(lead: SimLead) -> dict[str, Any]:
    """A lead's submission. One never edited has no `updated_at`; an unanswered question no answer."""
    answers = {
        "3": _answer("fullName", "姓名", "control_fullname", _name(lead)),
        "4": _answer("company", "公司", "control_textbox", lead.company),
        "5": _answer("jobTitle", "职位", "control_textbox", lead.title),
        "6": _answer("email", "邮箱", "control_email", lead.email),
        "7": _answer("phone", "电话", "control_phone", {"full": lead.phone} if lead.phone else None),
        "8": _answer("product", "意向产品", "control_dropdown", lead.product),
        "9": _answer("need", "需求", "control_textarea", lead.need),
    }
    return {
        "id": submission_id(lead.number),
        "form_id": FORM,
        "ip": "192.0.2.1",
        "created_at": _local(lead.created_at),
        "status": "ACTIVE" if lead.deleted_at is None else "DELETED",
        "new": "1",
        "flag": "0",
        "notes": "",
        "updated_at": _local(lead.changed_at) if lead.changed_at != lead.created_at else None,
        "answers": answers,
    }


class JotformSimulator(Simulator):
    """Serves the world's leads as the submissions of one form.

    A deleted one lies in the trash, where it is still listed; every third is gone for good at once.
    """

    name = "jotform"

    def __init__(self, world: World, faults: FaultPlan | None = None) -> None:
        super().__init__(world, faults)
        self.form = FORM
        self.errors_status = 401

    def too_many(self) -> Answer:
        return _error(429, 429, "API-Limit exceeded", {"Retry-After": "0"})

    def answer(self, call: Call) -> Answer:
        if KEY not in (call.headers.get("apikey"), call.params.get("apiKey")):
            return _error(self.errors_status, 401, "Invalid API key")
        if call.method != "GET" or call.path != f"/form/{self.form}/submissions":
            return _error(self.errors_status, 401, f"You're not authorized to use ({call.path})")
        limit = min(int(call.params.get("limit", 20)), 1000)
        offset = int(call.params.get("offset", 0))
        since = orjson.loads(call.params.get("filter", "{}")).get("created_at:gt", "")
        found = self.listed(since, lambda: self._newest_first(since))
        rows = [submission(lead) for lead in found[offset : offset + limit]]
        return Answer(
            data={
                "responseCode": 200,
                "message": "success",
                "content": rows,
                "duration": "12.3ms",
                "resultSet": {"offset": offset, "limit": limit, "count": len(rows)},
                "limit-left": 9000,
            }
        )

    def _newest_first(self, since: str) -> list[SimLead]:
        found = [lead for lead in self.world.leads if lead.deleted_at is None or lead.number % 3 != 0]
        if since:
            found = [lead for lead in found if _local(lead.created_at) > since]
        return sorted(found, key=lambda lead: (lead.created_at, lead.number), reverse=True)


def _name(lead: SimLead) -> dict[str, str]:
    return {"first": lead.full_name, "last": ""}


def _answer(name: str, text: str, kind: str, value: Any) -> dict[str, Any]:
    shown = {"name": name, "order": "1", "text": text, "type": kind}
    return {**shown, "answer": value} if value else shown


def _local(moment: dt.datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _error(status: int, code: int, text: str, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, {"responseCode": code, "message": text, "content": ""}, headers or {})
