"""What sales did: activities on leads and deals, next steps, and the state that a lead is left in."""

from datetime import datetime, timedelta

from tests.sample_company.vocabulary.phrases import (
    ACTIVITY_TYPES,
    LEAD_NOTES,
    NEXT_STEPS,
    NO_ANSWER,
    NOTES,
    OUTCOMES,
)
from tests.sample_company.vocabulary.staff import OWNERS
from tests.sample_company.world.draw import pick, poisson, stream
from tests.sample_company.world.model import Activity, LeadRecord, Opportunity, Span
from tests.sample_company.world.scoring import promise
from tests.sample_company.world.seasons import to_working_time

# Chance that nobody ever follows up, and the median hours to the first answer, by source.
NEVER: dict[str, float] = {
    "third_party_cn": 0.24,
    "third_party_intl": 30.0,
    "social_cn": 0.15,
    "event_scans": 0.12,
}
NEVER_ELSEWHERE = 0.06
FIRST_HOURS: dict[str, float] = {
    "web_forms": 1.5,
    "referrals": 1.0,
    "event_scans": 14.0,
    "social_cn": 5.0,
    "social_linkedin": 6.0,
    "third_party_cn": 30.0,
    "third_party_intl": 30.0,
    "crm_leads": 1.0,
}
PROMISING_FIRST = 0.4  # sales people call first who looks like a buyer
DAYS_BETWEEN = 9.0  # between two activities on a deal, for an owner of diligence 1
DURATIONS: dict[str, tuple[int, int]] = {"电话": (3, 25), "线上会议": (30, 90), "上门拜访": (60, 240)}
NO_OWNER, NO_STATUS, NO_NOTE = 0.03, 0.015, 0.06
DILIGENCE = {owner.owner_id: owner.diligence for owner in OWNERS}


class FollowUpMaker:
    """Draws activities and leaves each lead record with its status, last note and owner."""

    def __init__(self, seed: int, span: Span) -> None:
        self._rng = stream(seed, "followups")
        self._end = datetime.combine(span.last, datetime.min.time()) + timedelta(hours=20)

    def make(self, records: list[LeadRecord], deals: list[Opportunity]) -> list[Activity]:
        """Return all activities, oldest first; sets owner, status, note and update time of the records."""
        bought = {deal.person.person_id for deal in deals if deal.person}
        activities: list[Activity] = []
        for record in records:
            own = self._on_lead(record, record.person.person_id in bought)
            activities.extend(own)
            self._leave(record, own, record.person.person_id in bought)
        for deal in deals:
            activities.extend(self._on_deal(deal))
        activities.sort(
            key=lambda activity: (activity.occurred_at, activity.opportunity_id or "", str(activity.lead_key))
        )
        return activities

    def _on_lead(self, record: LeadRecord, has_deal: bool) -> list[Activity]:
        rng, owner_id = self._rng, record.person.owner.owner_id
        diligence = DILIGENCE[owner_id]
        if not has_deal and rng.random() < NEVER.get(record.source, NEVER_ELSEWHERE) / diligence:
            return []
        hours = FIRST_HOURS[record.source] / diligence * rng.lognormvariate(0.0, 0.9)
        hours *= PROMISING_FIRST if promise(record.person) >= 7.5 else 1.0
        at = to_working_time(record.created_at + timedelta(hours=min(hours, 400.0)))
        activities = []
        for _ in range(1 + poisson(rng, 0.9 * diligence)):
            if at > self._end:
                break
            activities.append(self._activity(record, None, owner_id, "lead", at, 0.5))
            at = to_working_time(at + timedelta(days=rng.expovariate(1 / 12.0) + 0.1))
        return activities

    def _on_deal(self, deal: Opportunity) -> list[Activity]:
        """Follow-ups from opening to the end, or until everybody forgot about it."""
        rng = self._rng
        until = deal.closed_at or (deal.updated_at + timedelta(days=2) if deal.is_dormant else self._end)
        gap = DAYS_BETWEEN / deal.owner.diligence
        entered = [(event.entered_at, event.stage) for event in deal.events] or [
            (deal.created_at, "qualified")
        ]
        at = deal.created_at + timedelta(minutes=rng.randint(10, 900))
        activities = []
        while (at := to_working_time(at)) <= until:
            stage = [name for since, name in entered if since <= at and name not in ("won", "lost")]
            activities.append(
                self._activity(deal.lead, deal, deal.owner.owner_id, (stage or ["qualified"])[-1], at, 0.85)
            )
            at += timedelta(days=rng.expovariate(1 / gap) + 0.2)
        if activities:
            deal.updated_at = max(deal.updated_at, activities[-1].occurred_at)
        return activities

    def _activity(
        self,
        lead: LeadRecord | None,
        deal: Opportunity | None,
        owner_id: str,
        about: str,
        at: datetime,
        planned: float,
    ) -> Activity:
        rng = self._rng
        kind = pick(rng, ACTIVITY_TYPES, lambda item: item[2])[0]
        outcome = pick(rng, OUTCOMES, lambda item: item[1])[0]
        has_next = rng.random() < planned
        duration = DURATIONS.get(kind) if outcome != NO_ANSWER else None
        return Activity(
            lead_key=lead.key if lead else None,
            opportunity_id=deal.opportunity_id if deal else None,
            owner_id=owner_id,
            activity_type=kind,
            occurred_at=at,
            duration_minutes=rng.randint(*duration) if duration else None,
            note=rng.choice(NOTES[about]),
            outcome=outcome,
            next_step=rng.choice(NEXT_STEPS[about]) if has_next else None,
            next_step_on=to_working_time(at + timedelta(days=rng.randint(3, 24))).date()
            if has_next
            else None,
        )

    def _leave(self, record: LeadRecord, own: list[Activity], has_deal: bool) -> None:
        rng = self._rng
        record.status = self._status(record, own, has_deal)
        if record.status != "new" and rng.random() > NO_NOTE:
            record.follow_up = rng.choice(LEAD_NOTES[record.status])
        record.updated_at = own[-1].occurred_at if own else record.created_at
        record.owner_id = record.person.owner.owner_id if rng.random() > NO_OWNER else None
        if rng.random() < NO_STATUS:
            record.status = None

    def _status(self, record: LeadRecord, own: list[Activity], has_deal: bool) -> str:
        if has_deal:
            return "converted"
        if not own:
            return "new"
        if (self._end - record.created_at).days < 12:
            return "contacted"
        good = promise(record.person) - 5.0
        return self._rng.choices(
            ("contacted", "nurturing", "qualified", "disqualified"),
            (30, 30, max(2.0, 6 + 4 * good), max(4.0, 22 - 6 * good)),
        )[0]
