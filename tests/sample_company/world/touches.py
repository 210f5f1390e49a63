"""Marketing touches of the people behind the leads: before they came in, and on the way to the deal."""

import random
from datetime import datetime, timedelta

from tests.sample_company.vocabulary.campaigns import CAMPAIGNS, Campaign
from tests.sample_company.world.arrivals import Held, held_within
from tests.sample_company.world.draw import pick, poisson, stream
from tests.sample_company.world.model import LeadRecord, Span, Touch

KINDS: dict[str, tuple[tuple[str, int], ...]] = {
    "web": (("page_view", 50), ("ad_click", 22), ("content_download", 16), ("webinar", 12)),
    "social": (("post_click", 46), ("video_view", 34), ("follow", 20)),
}
EMAIL_CAMPAIGN = "客户邮件月刊"
MEAN_BEFORE, MEAN_AFTER, MEAN_OF_BUYERS = 1.7, 1.2, 4.0
DAYS_BEFORE, DAYS_AFTER = 18.0, 40.0
UNTRACKED = 0.07  # no cookie, no scan: nothing is known about this record's way in


def make_touches(seed: int, span: Span, records: list[LeadRecord]) -> list[Touch]:
    """Return the touches of all records, oldest first."""
    rng = stream(seed, "touches")
    held = held_within(span)
    online = [campaign for campaign in CAMPAIGNS if campaign.channel in KINDS]
    touches: list[Touch] = []
    for record in records:
        if rng.random() > UNTRACKED:
            touches.extend(_of_record(rng, span, record, online, held))
    return sorted(touches, key=lambda touch: (touch.occurred_at, touch.lead_key, touch.touch_type))


def _of_record(
    rng: random.Random, span: Span, record: LeadRecord, online: list[Campaign], held: list[Held]
) -> list[Touch]:
    touches = []
    campaigns = [campaign for campaign in online if campaign.abroad == record.person.is_abroad]
    own = [campaign for campaign in campaigns if campaign.name == record.campaign]
    for _ in range(poisson(rng, MEAN_BEFORE)):
        at = record.created_at - timedelta(days=rng.expovariate(1 / DAYS_BEFORE), minutes=rng.randint(1, 300))
        campaign = own[0] if own and rng.random() < 0.6 else pick(rng, campaigns, lambda item: item.share)
        touches.append(_online(rng, record, campaign, at))
    if record.source == "event_scans":
        touches.append(_touch(record, record.created_at, "badge_scan", "event", record.campaign))
    elif record.source == "web_forms" and own:
        touches.append(_online(rng, record, own[0], record.created_at - timedelta(minutes=2), "form_view"))
    for _ in range(poisson(rng, MEAN_OF_BUYERS if record.status == "converted" else MEAN_AFTER)):
        at = record.created_at + timedelta(days=rng.expovariate(1 / DAYS_AFTER), minutes=rng.randint(1, 600))
        if rng.random() < 0.35:
            touches.append(_touch(record, at, "email_click", "other", EMAIL_CAMPAIGN, "newsletter", "email"))
        elif (fair := _next_fair(held, at)) and rng.random() < 0.12:
            day = datetime.combine(fair.first, datetime.min.time())
            touches.append(
                _touch(
                    record, day + timedelta(hours=10 + rng.random() * 6), "booth_visit", "event", fair.name
                )
            )
        else:
            touches.append(_online(rng, record, pick(rng, campaigns, lambda item: item.share), at))
    return [touch for touch in touches if span.first <= touch.occurred_at.date() <= span.last]


def _next_fair(held: list[Held], at: datetime) -> Held | None:
    return next((item for item in held if at.date() < item.first <= at.date() + timedelta(days=60)), None)


def _online(
    rng: random.Random, record: LeadRecord, campaign: Campaign, at: datetime, kind: str = ""
) -> Touch:
    kind = kind or pick(rng, KINDS[campaign.channel], lambda item: item[1])[0]
    return _touch(record, at, kind, campaign.channel, campaign.name, campaign.utm_source, campaign.utm_medium)


def _touch(
    record: LeadRecord,
    at: datetime,
    kind: str,
    channel: str,
    campaign: str,
    source: str = "",
    medium: str = "",
) -> Touch:
    return Touch(
        record.key, at.replace(microsecond=0), kind, channel, campaign, source or None, medium or None
    )
