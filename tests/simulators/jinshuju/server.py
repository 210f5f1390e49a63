"""Jinshuju's entries: 50 a page from a serial number on, times in UTC, a filter in Beijing time."""

import base64
import bisect
import datetime as dt
from typing import Any

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.world import SimLead, World

KEY, API_SECRET, FORM = "jsj-key", "jsj-secret", "Rk3Tz9"
PAGE = 50
_BEIJING = dt.timezone(dt.timedelta(hours=8))


def entry(lead: SimLead) -> dict[str, Any]:
    """A lead as it filled in the form; empty fields are empty texts."""
    return {
        "serial_number": lead.number,
        "field_1": lead.full_name,
        "field_2": lead.company,
        "field_3": lead.title or "",
        "field_4": lead.phone or "",
        "field_5": lead.email or "",
        "field_6": {"province": lead.region or "", "city": "", "district": "", "street": ""},
        "field_7": lead.product or "",
        "field_8": lead.need or "",
        "x_field_1": lead.campaign,
        "creator_name": "",
        "created_at": _utc(lead.created_at),
        "updated_at": _utc(lead.changed_at),
        "info_filling_duration": 20 + lead.number % 200,
    }


class JinshujuSimulator(Simulator):
    """Serves the world's leads as the entries of one form."""

    name = "jinshuju"

    def __init__(self, world: World, faults: FaultPlan | None = None) -> None:
        super().__init__(world, faults)
        self.form = FORM
        self.has_api = True
        self.has_right = True

    def answer(self, call: Call) -> Answer:
        pair = base64.b64encode(f"{KEY}:{API_SECRET}".encode()).decode()
        if call.headers.get("authorization") not in (f"Basic {pair}", f"Bearer {KEY}"):
            return _error(401, "unauthorized", "HTTP Basic: Access denied.")
        if not self.has_api:
            return _error(402, "payment_required", "API is not included in the plan.")
        if not self.has_right:
            return _error(403, "forbidden", "No permission.")
        if call.method != "GET" or call.path != f"/api/v1/forms/{self.form}/entries":
            return _error(404, "not_found", "Form not found.")
        created = call.params.get("created_at")
        found = self.listed(created, lambda: self._live(created))
        start = bisect.bisect_left(found, int(call.params.get("next") or 1), key=lambda lead: lead.number)
        page = found[start : start + PAGE]
        body: dict[str, Any] = {
            "total": len(found),
            "count": len(page),
            "data": [entry(lead) for lead in page],
        }
        if len(found) > start + PAGE:
            body["next"] = found[start + PAGE].number
        return Answer(data=body)

    def _live(self, created: str | None) -> list[SimLead]:
        found = [lead for lead in self.world.leads if lead.deleted_at is None]
        if created:
            # Written without a zone: Beijing's.
            since = dt.datetime.fromisoformat(created).replace(tzinfo=_BEIJING)
            found = [lead for lead in found if lead.created_at >= since]
        return found


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _error(status: int, code: str, text: str) -> Answer:
    return Answer(status, {"error": code, "error_description": text})
