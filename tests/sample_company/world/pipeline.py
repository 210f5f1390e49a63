"""Deals: which leads become one, what it is worth, how it ends. Stage times are in `stages.py`."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.sample_company.vocabulary.channels import BY_CODE
from tests.sample_company.vocabulary.deals import COMPETITOR_NAMED, COMPETITORS, LOSS_DETAILS, LOSS_WEIGHTS
from tests.sample_company.vocabulary.products import PRODUCTS, Product
from tests.sample_company.vocabulary.staff import OWNERS, Owner
from tests.sample_company.world.draw import logistic, pick, stream
from tests.sample_company.world.model import Company, LeadRecord, Opportunity, Person, Span, StageEvent
from tests.sample_company.world.money import BASE, rate_on
from tests.sample_company.world.scoring import promise, size_points
from tests.sample_company.world.seasons import to_working_time
from tests.sample_company.world.stages import Visit, draw_way

PROMISE_ODDS, WIN_PROMISE_ODDS, MEAN_PROMISE = 0.60, 0.32, 6.3
BASE_WIN_ODDS = -1.0
MEDIAN_CYCLE = 60.0
BUYS_AGAIN = 0.14
NO_LEAD_LINK, NO_ACCOUNT, NO_HISTORY, MISSPELT_PRODUCT = 0.035, 0.02, 0.03, 0.015
WITHOUT_LEAD = 40  # renewals and tenders that never were a lead
ORPHAN_LEADS = 4  # deals that name a lead which no source ever delivered
CURRENCY_OF: dict[str, str] = {"CN": BASE, "DE": "EUR", "HK": "HKD"}


class DealMaker:
    """Draws the deals of the span and numbers them, their accounts and their contacts."""

    def __init__(self, seed: int, span: Span, left_on: date) -> None:
        self._rng = stream(seed, "pipeline")
        self._span = span
        self._left_on = left_on
        self._end = datetime.combine(span.last, datetime.min.time()) + timedelta(hours=21)

    def make(self, records: list[LeadRecord]) -> list[Opportunity]:
        """Return all deals opened within the span, oldest first."""
        by_person: dict[str, list[LeadRecord]] = {}
        for record in records:
            by_person.setdefault(record.person.person_id, []).append(record)
        deals: list[Opportunity] = []
        for own in by_person.values():
            deals.extend(self._of_lead(own))
        everybody = [own[0].person for own in by_person.values()]
        for person in self._rng.sample(everybody, min(WITHOUT_LEAD, len(everybody))):
            day = self._span.first + timedelta(days=self._rng.randrange(self._span.days))
            at = datetime.combine(day, datetime.min.time()) + timedelta(
                hours=10, minutes=self._rng.randrange(400)
            )
            deals.extend(self._deal(person, None, to_working_time(at), "referral"))
        deals.sort(key=lambda deal: (deal.created_at, deal.company.number))
        self._number(deals)
        return deals

    def _of_lead(self, own: list[LeadRecord]) -> list[Opportunity]:
        first, person, rng = own[0], own[0].person, self._rng
        code = first.channel if first.source != "crm_leads" and first.channel else "manual"
        odds = BY_CODE[code].odds + PROMISE_ODDS * (promise(person) - MEAN_PROMISE)
        if rng.random() > logistic(odds):
            return []
        opened_at = to_working_time(
            first.created_at + timedelta(days=min(60.0, rng.lognormvariate(2.1, 0.8)))
        )
        known = [record for record in own if record.created_at <= opened_at]
        deals = self._deal(person, known[-1], opened_at, code)
        if deals and deals[0].status == "won" and deals[0].closed_at and rng.random() < BUYS_AGAIN:
            again_at = to_working_time(deals[0].closed_at + timedelta(days=rng.uniform(45, 200)))
            deals.extend(self._deal(person, known[-1], again_at, "referral"))
        return deals

    def _deal(
        self, person: Person, lead: LeadRecord | None, opened_at: datetime, code: str
    ) -> list[Opportunity]:
        """The deal as it stands at the end of the span; none when it would open later."""
        if opened_at > self._end:
            return []
        rng, habits, worth = self._rng, BY_CODE[code], promise(person)
        is_win = rng.random() < logistic(
            BASE_WIN_ODDS + habits.win_odds + WIN_PROMISE_ODDS * (worth - MEAN_PROMISE)
        )
        size_factor = 0.8 + 0.05 * size_points(person.company)
        cycle = MEDIAN_CYCLE * habits.cycle * size_factor * rng.lognormvariate(0.0, 0.45)
        way = draw_way(rng, opened_at, is_win, cycle)
        past = [visit for visit in way.visits if visit.at <= self._end]
        product = person.product if rng.random() < 0.85 else rng.choice(PRODUCTS)
        owner = self._owner(person.owner, opened_at)
        currency, amount = self._amount(person.company, product, is_win)
        deal = Opportunity(
            opportunity_id="",
            name="",
            company=person.company,
            person=person,
            lead=lead,
            lead_key=lead.key if lead else None,
            account_id=None,
            contact_id=None,
            owner=owner,
            product=product.name,
            own_channel=None if lead else rng.choice(("referral", "other", None)),
            amount=amount,
            currency=currency,
            created_at=opened_at,
            expected_close_on=self._expected_close(opened_at, cycle, past),
            stage=past[-1].stage,
            updated_at=past[-1].at,
            is_dormant=way.is_dormant and past[-1] == way.visits[-1],
        )
        if deal.status != "open":
            deal.closed_at = past[-1].at
        if deal.status == "lost":
            self._explain_loss(deal, past)
        if rng.random() > NO_HISTORY:
            deal.events = [StageEvent("", visit.stage, visit.at, owner.name) for visit in past]
        return [deal]

    def _amount(self, company: Company, product: Product, is_win: bool) -> tuple[str, Decimal]:
        """Currency and amount: the list price, more for larger firms, less a discount for who signs."""
        rng = self._rng
        currency = CURRENCY_OF.get(company.place.country, "USD")
        factor = (0.55 + 0.11 * size_points(company)) * rng.lognormvariate(0.0, 0.3)
        if is_win:
            factor *= rng.uniform(0.82, 1.0)
        exact = Decimal(str(round(product.list_price * factor, 2))) / rate_on(currency, self._span.first)
        amount = Decimal(round(exact, -2)) if rng.random() < 0.8 else exact
        return currency, amount.quantize(Decimal("0.01"))

    def _expected_close(self, opened_at: datetime, cycle: float, past: list[Visit]) -> date | None:
        """What the owner expects: about the usual length; half of the overdue dates have been moved on."""
        rng = self._rng
        if rng.random() < 0.04:
            return None
        day = (opened_at + timedelta(days=cycle * rng.uniform(0.75, 1.25))).date()
        is_open = past[-1].stage not in ("won", "lost")
        if is_open and day <= self._span.last and rng.random() < 0.65:
            day = self._span.last + timedelta(days=rng.randint(2, 60))
        return day

    def _explain_loss(self, deal: Opportunity, past: list[Visit]) -> None:
        rng = self._rng
        lost_in = next(visit.stage for visit in reversed(past) if visit.stage != "lost")
        weights = LOSS_WEIGHTS[lost_in]
        deal.loss_reason = pick(rng, list(weights), lambda reason: weights[reason])
        deal.loss_detail = rng.choice(LOSS_DETAILS[deal.loss_reason]) if rng.random() < 0.7 else None
        if rng.random() < COMPETITOR_NAMED.get(deal.loss_reason, 0.04):
            deal.competitor = pick(rng, COMPETITORS, lambda item: item[1])[0]

    def _owner(self, owner: Owner, opened_at: datetime) -> Owner:
        """The lead's owner; after the leaver has left, mostly a colleague of the same team."""
        if owner.is_active or (opened_at.date() < self._left_on and self._rng.random() < 0.5):
            return owner
        return self._rng.choice([other for other in OWNERS if other.team == owner.team and other.is_active])

    def _number(self, deals: list[Opportunity]) -> None:
        """Give ids in order of opening, then make the few faults that every CRM has."""
        rng = self._rng
        accounts: dict[int, str] = {}
        contacts: dict[str, str] = {}
        for number, deal in enumerate(deals, start=1):
            deal.opportunity_id = f"O-{number:05d}"
            company = deal.company
            short = f"{company.brand_zh}{company.words_zh}" if company.brand_zh else company.brand_en
            deal.name = f"{short} - {deal.product}"
            deal.account_id = accounts.setdefault(deal.company.number, f"A-{len(accounts) + 1:05d}")
            if deal.person:
                deal.contact_id = contacts.setdefault(deal.person.person_id, f"C-{len(contacts) + 1:05d}")
            deal.events = [
                StageEvent(deal.opportunity_id, event.stage, event.entered_at, event.changed_by)
                for event in deal.events
            ]
            if rng.random() < NO_ACCOUNT:
                deal.account_id = None
            if rng.random() < MISSPELT_PRODUCT:
                deal.product = deal.product.replace("-", "")
            if deal.lead and rng.random() < NO_LEAD_LINK:
                deal.lead = deal.lead_key = None
        linked = [deal for deal in deals if deal.lead_key]
        for number, deal in enumerate(rng.sample(linked, min(ORPHAN_LEADS, len(linked)))):
            deal.lead, deal.lead_key = None, ("website", f"WEB-{990_000 + number:06d}")
