"""Turning an arrival into a lead record: what is asked for, what is filled in, how it is spelt."""

import random
from dataclasses import dataclass
from datetime import timedelta

from tests.sample_company.vocabulary.channels import MANUAL_CHANNELS
from tests.sample_company.vocabulary.needs import (
    BUDGETS_EN,
    BUDGETS_ZH,
    SECOND_LINES,
    SENTENCES_EN,
    SENTENCES_ZH,
)
from tests.sample_company.world.arrivals import Arrival, Occasion, earlier_referrer
from tests.sample_company.world.draw import pick, stream
from tests.sample_company.world.model import LeadRecord, Person
from tests.sample_company.world.phones import written_landline, written_mobile
from tests.sample_company.world.spellings import (
    written_company,
    written_country,
    written_email,
    written_name,
    written_region,
    written_size,
)


@dataclass(frozen=True)
class Habit:
    """What one source tends to hold: chances that a field is filled, and how its ids look."""

    source: str
    system: str
    id_form: str
    phone: float
    email: float
    work_email: float  # chance that an e-mail given is the work address
    title: float
    size: float
    need: float
    ticked: float  # chance that the urgency is ticked (else it is said in the need, if anywhere)
    planned: float
    english: float  # chance that a mainland person's record is in English


HABITS: dict[str, Habit] = {
    habit.source: habit
    for habit in (
        Habit("event_scans", "events", "EX{:05d}", 0.97, 0.62, 0.88, 0.94, 0.72, 0.90, 0.80, 0.25, 0.06),
        Habit("referrals", "referral", "TJ{:05d}", 0.93, 0.45, 0.80, 0.88, 0.75, 0.95, 0.70, 0.40, 0.0),
        Habit("web_forms", "website", "WEB-{:06d}", 0.82, 0.93, 0.76, 0.90, 0.88, 0.95, 0.90, 0.50, 0.03),
        Habit("social_cn", "social", "S{:06d}", 0.95, 0.16, 0.40, 0.74, 0.62, 0.93, 0.55, 0.0, 0.0),
        Habit("social_linkedin", "social", "LI{:06d}", 0.22, 0.99, 0.90, 0.97, 0.90, 0.88, 0.50, 0.0, 0.7),
        Habit(
            "third_party_cn", "thirdparty_cn", "{:07d}", 0.90, 0.66, 0.85, 0.80, 0.95, 0.82, 0.45, 0.30, 0.0
        ),
        Habit(
            "third_party_intl", "thirdparty_intl", "{:d}", 0.70, 0.92, 0.92, 0.90, 0.95, 0.80, 0.45, 0.30, 0.9
        ),
        Habit("crm_leads", "crm", "L-{:05d}", 0.86, 0.60, 0.80, 0.85, 0.60, 0.90, 0.40, 0.35, 0.05),
    )
}
SOURCE_OF: dict[str, str] = {
    "event": "event_scans",
    "referral": "referrals",
    "web": "web_forms",
    "social": "social_cn",
    "third_party": "third_party_cn",
    "manual": "crm_leads",
    "LinkedIn Europe": "social_linkedin",
    "Example Lead Pool": "third_party_intl",
}
TYPO_CHANCE_AGAIN = 0.05
MORE_LINES = 0.02
FIRST_NUMBER: dict[str, int] = {"third_party_cn": 318_000, "third_party_intl": 900_100, "web_forms": 20_400}


def make_records(seed: int, arrivals: list[Arrival]) -> list[LeadRecord]:
    """Return one record for each arrival, oldest first, ids counted up in each source."""
    rng = stream(seed, "records")
    counts: dict[str, int] = {}
    earlier: list[Person] = []
    records: list[LeadRecord] = []
    for arrival in arrivals:
        source = SOURCE_OF.get(arrival.occasion.campaign_name) or SOURCE_OF[arrival.occasion.channel]
        number = counts.get(source, FIRST_NUMBER.get(source, 0)) + 1
        counts[source] = number
        record = record_of(rng, arrival, HABITS[source], number)
        if source == "referrals":
            _add_referrer(rng, record, earlier_referrer(rng, earlier, arrival.person))
        records.append(record)
        earlier.append(arrival.person)
    return sorted(records, key=lambda record: record.created_at)


def record_of(rng: random.Random, arrival: Arrival, habit: Habit, number: int) -> LeadRecord:
    """Return the record that the source with this habit makes of an arrival."""
    person, company, occasion = arrival.person, arrival.person.company, arrival.occasion
    language = "en" if _is_english(rng, person, habit) else "zh"
    detail, channel = _channel(rng, occasion)
    # Exports keep minutes at most, and the referral list only days: the world knows no more than they do.
    created_at = occasion.at.replace(second=0)
    if habit.source == "referrals":
        created_at = created_at.replace(hour=0, minute=0)
    email, phone = _reach(rng, arrival, habit)
    ticked = rng.random() < habit.ticked
    product = rng.choice(person.product.interest_en if language == "en" else person.product.interest_zh)
    planned = None
    if person.urgency.days and rng.random() < habit.planned:
        planned = occasion.at.date() + timedelta(days=rng.randint(*person.urgency.days))
    return LeadRecord(
        person=person,
        source=habit.source,
        system=habit.system,
        lead_id=habit.id_form.format(number),
        created_at=created_at,
        updated_at=created_at,
        language=language,
        channel=channel,
        channel_detail=detail,
        campaign=occasion.campaign_name,
        full_name=written_name(rng, person, language),
        company=written_company(rng, company, language),
        title=_maybe(rng, habit.title, person.title.en if language == "en" else person.title.zh),
        email=email,
        phone=phone,
        country=written_country(rng, company, language),
        region=_maybe(rng, 0.85, written_region(rng, company, language)),
        industry=_maybe(rng, 0.9, company.industry.en if language == "en" else company.industry.zh),
        company_size=_maybe(rng, habit.size, written_size(rng, company, language)),
        budget=_maybe(rng, 0.4, rng.choice(BUDGETS_EN if language == "en" else BUDGETS_ZH)),
        product_interest=_maybe(rng, 0.96, product),
        need=_maybe(rng, habit.need, _need(rng, person, language, product, habit)),
        urgency=rng.choice(person.urgency.ticked_en if language == "en" else person.urgency.ticked_zh)
        if ticked
        else None,
        planned_purchase_on=planned,
        utm_source=(occasion.campaign.utm_source or None) if occasion.campaign else None,
        utm_medium=(occasion.campaign.utm_medium or None) if occasion.campaign else None,
    )


def _is_english(rng: random.Random, person: Person, habit: Habit) -> bool:
    country = person.company.place.country
    if country == "CN":
        return rng.random() < habit.english
    return rng.random() < (0.7 if country == "HK" else 1.0)


def _channel(rng: random.Random, occasion: Occasion) -> tuple[str, str | None]:
    """The source's own words for the channel, and the canonical code that they mean."""
    match occasion.channel:
        case "manual":
            word, code, _ = pick(rng, MANUAL_CHANNELS, lambda item: item[2])
            return word, code
        case "web":
            return rng.choice(("注册", "咨询", "咨询", "演示申请")), "web"
        case "social":
            platform = {"公众号内容": "wechat", "短视频获客": "douyin"}.get(
                occasion.campaign_name, "linkedin"
            )
            return platform, "social"
        case _:
            return occasion.campaign_name, occasion.channel


def _reach(rng: random.Random, arrival: Arrival, habit: Habit) -> tuple[str | None, str | None]:
    """E-mail and phone as given; at least one of them."""
    person, company = arrival.person, arrival.person.company
    typos = 0.0 if arrival.is_first else TYPO_CHANCE_AGAIN
    address = person.work_email if rng.random() < habit.work_email else person.free_email
    if company.has_shared_desk and rng.random() < 0.5:
        address = f"info@{company.domain}"
    email = written_email(rng, address, typos) if rng.random() < habit.email else None
    landline = company.switchboard and rng.random() < (0.6 if company.has_shared_desk else 0.05)
    number = written_landline(rng, company, person.extension) if landline else written_mobile(rng, person)
    phone = number if email is None or rng.random() < habit.phone else None
    return email, phone


def _need(rng: random.Random, person: Person, language: str, product: str, habit: Habit) -> str:
    """A sentence about the product; three in four also say how urgent it is, some on the web add a line."""
    english = language == "en"
    said = rng.choice(person.urgency.said_en if english else person.urgency.said_zh)
    sentence = rng.choice(SENTENCES_EN if english else SENTENCES_ZH)
    filled = sentence.format(product=product, urgency=said if rng.random() < 0.75 else "")
    filled = filled.rstrip(" ，,;；-。")
    if habit.source == "web_forms" and rng.random() < MORE_LINES:
        filled += f"\n{rng.choice(SECOND_LINES)}"
    return filled


def _add_referrer(rng: random.Random, record: LeadRecord, referrer: Person | None) -> None:
    if referrer is None:
        return
    record.referrer = referrer
    record.referrer_name = written_name(rng, referrer, "zh")
    if rng.random() < 0.55:
        record.referrer_email = written_email(rng, referrer.work_email, 0.0)
    if record.referrer_email is None or rng.random() < 0.4:
        record.referrer_phone = written_mobile(rng, referrer)


def _maybe(rng: random.Random, chance: float, text: str) -> str | None:
    return text if rng.random() < chance else None
