"""A Graph API with one page of two lead forms, and one ad account."""

import base64
import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from tests.simulators.faults import FaultPlan
from tests.simulators.server import Answer, Call, Simulator
from tests.simulators.spending import Days
from tests.simulators.world import SimLead, SimSpend, World

VERSION, PAGE, ACCOUNT = "v21.0", "104857600000001", "998877665544332"
FORMS = ("1029384756473829", "1029384756473830")
TOKEN, NO_SCOPE, OTHER_PAGE = "meta-token", "meta-token-without-scope", "meta-token-of-another-page"
ZONE = ZoneInfo("Asia/Shanghai")
_MOST = {"leads": 1000, "insights": 5000}
_KEPT = dt.timedelta(days=36_500)


def lead_id(number: int) -> str:
    """The id of a lead: beyond what a double holds."""
    return str(4_900_000_000_000_000_000 + number)


def form_of(lead: SimLead) -> str:
    """The form that a lead filled in."""
    return FORMS[lead.number % len(FORMS)]


class MetaSimulator(Simulator):
    """Leads newest first, a report by day, pages by cursor, numbers as strings, errors as an object.

    `leads_kept` is how long the form keeps a lead; `limit_every` makes each n-th data call one too many.
    """

    name = "meta"

    def __init__(
        self,
        world: World,
        faults: FaultPlan | None = None,
        *,
        of_leads: Callable[[SimLead], bool] = lambda lead: lead.campaign.startswith("LinkedIn Europe"),
        of_spend: Callable[[SimSpend], bool] = lambda spend: spend.campaign.startswith("LinkedIn Europe"),
        leads_kept: dt.timedelta = _KEPT,
        limit_every: int | None = None,
    ) -> None:
        super().__init__(world, faults)
        self._of_leads, self._days, self._kept = of_leads, Days(world, of_spend), leads_kept
        self._limit_every, self._data_calls = limit_every, 0
        self._sorted: tuple[tuple[int, dt.datetime, str], list[SimLead]] | None = None

    def is_data(self, call: Call) -> bool:
        return not call.path.endswith("/leadgen_forms")

    def too_many(self) -> Answer:
        return _error(400, 17, "User request limit reached", "OAuthException")

    def answer(self, call: Call) -> Answer:
        token = call.headers.get("authorization", "").removeprefix("Bearer ") or call.params.get(
            "access_token"
        )
        if token not in (TOKEN, NO_SCOPE, OTHER_PAGE):
            return _error(
                400, 190, "Invalid OAuth access token - Cannot parse access token", "OAuthException"
            )
        self._data_calls += 1
        if self._limit_every and self._data_calls % self._limit_every == 0:
            return self.too_many()
        if token == NO_SCOPE:
            return _error(
                403, 200, "Requires leads_retrieval permission to manage the object", "OAuthException"
            )
        found = call.path.strip("/").split("/")
        if token == TOKEN and found == [VERSION, PAGE, "leadgen_forms"]:
            return Answer(data={"data": [{"id": form} for form in FORMS]})
        if token == TOKEN and found[0] == VERSION and found[1] in FORMS and found[2:] == ["leads"]:
            return self._leads(call, found[1])
        if token == TOKEN and found == [VERSION, f"act_{ACCOUNT}", "insights"]:
            return self._insights(call)
        said = (
            f"Unsupported get request. Object with ID '{found[1]}' does not exist, cannot be loaded due to "
        )
        return _error(400, 100, said + "missing permissions", "GraphMethodException")

    def _leads(self, call: Call, form: str) -> Answer:
        since = None
        for condition in orjson.loads(call.params.get("filtering", "[]")):
            assert (condition["field"], condition["operator"]) == ("time_created", "GREATER_THAN")
            since = dt.datetime.fromtimestamp(condition["value"], dt.UTC)
        leads = self._newest_first(form)
        if since is not None:
            leads = [lead for lead in leads if lead.created_at > since]
        fields = call.params["fields"].split(",")
        if fields == ["id"]:
            return self._page(call, "leads", leads, lambda lead: {"id": lead_id(lead.number)})
        return self._page(call, "leads", leads, lambda lead: _shown(_lead(lead), fields))

    def _newest_first(self, form: str) -> list[SimLead]:
        key = (len(self.world.leads), self.world.now, form)
        if self._sorted is None or self._sorted[0] != key:
            oldest = self.world.now - self._kept
            live = [
                one
                for one in self.world.leads
                if one.is_live and self._of_leads(one) and one.created_at >= oldest and form_of(one) == form
            ]
            self._sorted = key, sorted(live, key=lambda one: (one.created_at, one.number), reverse=True)
        return self._sorted[1]

    def _insights(self, call: Call) -> Answer:
        asked = orjson.loads(call.params["time_range"])
        assert call.params["time_increment"] == "1" and call.params["level"] == "campaign"
        first, last = (dt.date.fromisoformat(asked[end]) for end in ("since", "until"))
        rows = self._days.rows(first, last)
        fields = [*call.params["fields"].split(","), "date_start", "date_stop"]
        return self._page(call, "insights", rows, lambda row: _shown(_insight(row), fields))

    def _page(self, call: Call, edge: str, records: list[Any], show: Callable[[Any], Any]) -> Answer:
        """A page by cursor: the number of the last record that was shown, so that new ones shift nothing."""
        limit = min(int(call.params.get("limit", 25)), _MOST[edge])
        start = 0
        if "after" in call.params:
            number = int(base64.b64decode(call.params["after"]))
            start = next(place for place, one in enumerate(records) if one.number == number) + 1
        page = records[start : start + limit]
        data: dict[str, Any] = {"data": [show(record) for record in page]}
        if page:
            ends = {"before": page[0].number, "after": page[-1].number}
            data["paging"] = {"cursors": {name: _cursor(number) for name, number in ends.items()}}
            if start + limit < len(records):
                after = data["paging"]["cursors"]["after"]
                data["paging"]["next"] = f"{self.url}{call.path}?access_token={TOKEN}&after={after}"
        return Answer(data=data)


def _cursor(number: int) -> str:
    return base64.b64encode(str(number).encode()).decode()


def _error(status: int, code: int, message: str, kind: str) -> Answer:
    error = {"message": message, "type": kind, "code": code, "fbtrace_id": "AbCdEf"}
    return Answer(status, {"error": error})


def _shown(record: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    return {name: record[name] for name in fields if record.get(name) is not None}


def _lead(lead: SimLead) -> dict[str, Any]:
    answers = {
        "full_name": lead.full_name,
        "email": lead.email,
        "phone_number": lead.phone,
        "company_name": lead.company,
        "job_title": lead.title,
        "country": lead.country,
        "city": lead.region,
        "industry": lead.industry,
        "company_size": lead.company_size,
        "product": lead.product,
        "need": lead.need,
        "when": lead.urgency,
    }
    return {
        "id": lead_id(lead.number),
        "created_time": lead.created_at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "campaign_id": "120210000000000001",
        "campaign_name": lead.campaign or None,
        "form_id": form_of(lead),
        "is_organic": lead.number % 10 == 0,
        "platform": "ig" if lead.number % 3 else "fb",
        "field_data": [{"name": name, "values": [value]} for name, value in answers.items() if value],
    }


def _insight(row: SimSpend) -> dict[str, Any]:
    day = row.spend_on.isoformat()
    return {
        "campaign_id": row.campaign_id,
        "campaign_name": row.campaign,
        "account_currency": row.currency,
        "spend": str(row.amount),
        "impressions": str(row.impressions),
        "clicks": str(row.clicks),
        "actions": [{"action_type": "lead", "value": "3"}] if row.clicks > 10 else None,
        "date_start": day,
        "date_stop": day,
    }
