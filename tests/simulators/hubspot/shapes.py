"""The world's records as HubSpot objects: all property values are texts, ids are numbers in text."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.simulators.world import Record, SimDeal, SimLead, SimOwner, World

# Beyond 2^53: a client that reads ids as floats mixes deals up.
_FIRST_DEAL = 9_007_199_254_740_993
_FIRST_CONTACT, _FIRST_COMPANY = 4_830_871_000, 7_100_000_000
STAGES = {
    "new_lead": "appointmentscheduled",
    "qualified": "qualifiedtobuy",
    "needs_confirmed": "184920101",
    "solution_discussed": "presentationscheduled",
    "price_negotiation": "contractsent",
    "won": "closedwon",
    "lost": "closedlost",
}
LABELS = {
    "new_lead": "Appointment Scheduled",
    "qualified": "Qualified To Buy",
    "needs_confirmed": "Needs Confirmed",
    "solution_discussed": "Presentation Scheduled",
    "price_negotiation": "Contract Sent",
    "won": "Closed Won",
    "lost": "Closed Lost",
}
STATUSES = {
    "new": "NEW",
    "contacted": "CONNECTED",
    "nurturing": "IN_PROGRESS",
    "qualified": "OPEN",
    "converted": "OPEN_DEAL",
    "disqualified": "UNQUALIFIED",
}


def deal_number(id: str) -> int:  # noqa: A002
    return int(id) - _FIRST_DEAL


def contact_id(number: int) -> str:
    return str(_FIRST_CONTACT + number)


def deal_id(number: int) -> str:
    return str(_FIRST_DEAL + number)


def company_id(place: int) -> str:
    return str(_FIRST_COMPANY + place)


def owner_id(own: str) -> str:
    return str(60_000_000 + int(own[1:]))


def at(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def companies(world: World) -> dict[str, tuple[int, SimLead]]:
    """Each company's place and the lead that it came with."""
    found: dict[str, tuple[int, SimLead]] = {}
    for lead in world.leads:
        if lead.company and lead.company not in found:
            found[lead.company] = (len(found) + 1, lead)
    return found


class Shapes:
    """Renders records; `look_up_merges` comes first, once a call."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._losers: dict[int, list[SimLead]] = {}

    def look_up_merges(self) -> None:
        """Note who was merged into whom by now."""
        self._losers = {}
        for lead in self.world.leads:
            if lead.merged_into is not None:
                self._losers.setdefault(lead.merged_into, []).append(lead)

    def objects(self, kind: str, above: int = 0) -> Iterator[tuple[int, Record]]:
        """Yield (numeric id, record) of every object of a kind with an id above this one, ordered by id."""
        if kind == "companies":
            for place, lead in companies(self.world).values():
                if _FIRST_COMPANY + place > above:
                    yield _FIRST_COMPANY + place, Record(lead.number, lead.created_at, lead.created_at)
            return
        records: Sequence[Record] = self.world.leads if kind == "contacts" else self.world.deals
        first = _FIRST_CONTACT if kind == "contacts" else _FIRST_DEAL
        # Numbers count from 1, so the record at place n has number n + 1.
        for place in range(max(0, above - first), len(records)):
            yield first + records[place].number, records[place]

    def properties(self, kind: str, record: Record) -> dict[str, str | None]:
        """Return all properties of an object."""
        makers: dict[str, Callable[[Any], dict[str, str | None]]] = {
            "contacts": self._contact,
            "deals": self._deal,
            "companies": self._company,
        }
        return makers[kind](record)

    def _contact(self, record: Record) -> dict[str, str | None]:
        assert isinstance(record, SimLead)
        return {
            "hs_object_id": contact_id(record.number),
            "createdate": at(record.created_at),
            "lastmodifieddate": at(record.changed_at),
            "firstname": record.first or None,
            "lastname": record.last or None,
            "full_name": record.full_name,
            "email": record.email,
            "phone": record.phone,
            "jobtitle": record.title,
            "company": record.company,
            "country": record.country,
            "state": record.region,
            "industry": record.industry,
            "numemployees": record.company_size,
            "hs_analytics_source": record.channel.upper(),
            "hs_lead_status": STATUSES[record.status],
            "hubspot_owner_id": owner_id(record.owner_id),
            "product_interest": record.product,
            "need": record.need,
            "urgency": record.urgency,
            "campaign": record.campaign,
            "utm_source": record.utm_source,
            "utm_medium": record.utm_medium,
            "hs_calculated_merged_vids": self._merged(record),
        }

    def _merged(self, record: SimLead) -> str | None:
        losers = self._losers.get(record.number)
        if not losers:
            return None
        parts = [(contact_id(lead.number), lead.deleted_at) for lead in losers]
        parts.append((contact_id(record.number), record.changed_at))
        return ";".join(f"{one}:{int(moment.timestamp() * 1000)}" for one, moment in parts if moment)

    def _deal(self, record: Record) -> dict[str, str | None]:
        assert isinstance(record, SimDeal)
        return {
            "hs_object_id": deal_id(record.number),
            "createdate": at(record.created_at),
            "hs_lastmodifieddate": at(record.changed_at),
            "dealname": record.name,
            "dealstage": STAGES[record.stage],
            "pipeline": "default",
            "amount": str(record.amount),
            "deal_currency_code": record.currency,
            "closedate": at(record.closed_at) if record.closed_at else None,
            "expected_close": record.expected_close_on.isoformat() if record.expected_close_on else None,
            "hubspot_owner_id": owner_id(record.owner_id),
            "product": record.product,
            "closed_lost_reason": record.loss_detail,
            "loss_reason": record.loss_reason,
            "competitor": record.competitor,
            "hs_merged_object_ids": None,
        }

    def _company(self, record: Record) -> dict[str, str | None]:
        lead = self.world.leads[record.number - 1]
        place = companies(self.world)[lead.company][0]
        return {
            "hs_object_id": company_id(place),
            "createdate": at(record.created_at),
            "hs_lastmodifieddate": at(record.changed_at),
            "name": lead.company,
            "industry": lead.industry,
            "country": lead.country,
            "state": lead.region,
            "domain": None,
            "hubspot_owner_id": owner_id(lead.owner_id),
            "hs_merged_object_ids": None,
        }

    def history(self, deal: SimDeal) -> list[dict[str, Any]]:
        """Return the values of dealstage, the newest first."""
        return [
            {"value": STAGES[stage], "timestamp": at(moment), "sourceType": "CRM_UI", "sourceId": "userId:1"}
            for stage, moment in reversed(deal.history)
        ]

    def owner(self, owner: SimOwner) -> dict[str, Any]:
        moment = at(self.world.leads[0].created_at)
        first, last = owner.name[1:], owner.name[:1]
        return {
            "id": owner_id(owner.owner_id),
            "email": owner.email,
            "firstName": first,
            "lastName": last,
            "createdAt": moment,
            "updatedAt": moment,
            "archived": not owner.is_active,
            "teams": [{"id": "1", "name": owner.team, "primary": True}],
        }
