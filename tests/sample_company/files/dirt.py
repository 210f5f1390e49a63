"""Dirt: extra lead lines that must end in quarantine. Each is a copy of a real record, spoilt in one way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.sample_company.files import rules
from tests.sample_company.world.model import LeadRecord

TWENTY_YEARS = 7_305  # days: a leap year apart, so that every date exists
TEST_NAME, TEST_PHONE, TEST_DOMAIN = "测试", "13800000000", "test.hengrui.example"


@dataclass(frozen=True)
class Entry:
    """A lead line to write. `rule` is the one that quarantines it; `damage` is done to its text."""

    record: LeadRecord
    rule: str | None = None
    damage: str | None = None  # short, long, stray_quote, other_encoding, bad_date, unknown_status


def _set(**fields: object) -> Callable[[LeadRecord], LeadRecord]:
    return lambda record: replace(record, **fields)  # type: ignore[arg-type]


# name -> (how the record is changed, the rule it then breaks, damage done later to the line)
SPOILS: dict[str, tuple[Callable[[LeadRecord], LeadRecord], str, str | None]] = {
    "test_name": (_set(full_name=TEST_NAME), rules.TEST_LEAD, None),
    "test_name_en": (_set(full_name="TEST"), rules.TEST_LEAD, None),
    "test_phone": (_set(phone=TEST_PHONE), rules.TEST_LEAD, None),
    "test_mail": (_set(email=f"qa.robot@{TEST_DOMAIN}"), rules.TEST_LEAD, None),
    "no_reach": (_set(email=None, phone=None), rules.MISSING_ANY, None),
    "no_name": (_set(full_name=""), rules.MISSING, None),
    "no_id": (_set(lead_id=""), rules.BLANK_KEY, None),
    "future": (
        lambda record: replace(record, created_at=record.created_at + timedelta(days=TWENTY_YEARS)),
        rules.FUTURE,
        None,
    ),
    "bad_date": (_set(), rules.BAD_TIME, "bad_date"),
    "unknown_status": (_set(), rules.UNMAPPED, "unknown_status"),
    "short": (_set(), rules.RAGGED, "short"),
    "long": (_set(), rules.RAGGED, "long"),
    "stray_quote": (_set(), rules.STRAY_QUOTE, "stray_quote"),
    "other_encoding": (_set(language="zh"), rules.UNDECODABLE, "other_encoding"),
}

# Which dirt each source has, spread evenly over its records.
OF_SOURCE: dict[str, tuple[str, ...]] = {
    "web_forms": (
        "test_name", "no_reach", "test_mail", "short", "test_name_en", "bad_date", "no_name", "test_phone",
        "unknown_status", "other_encoding", "test_name", "long", "no_reach", "test_mail", "stray_quote",
        "future", "test_name_en", "no_id", "no_reach", "test_phone",
    ),
    "event_scans": (
        "no_reach", "no_name", "test_name", "bad_date", "no_reach", "unknown_status", "no_id", "test_phone",
    ),
    "referrals": ("no_reach", "short", "bad_date", "test_name", "no_name", "unknown_status"),
    "social_cn": (
        "test_name", "no_reach", "unknown_status", "test_phone", "no_id", "bad_date", "no_reach",
        "test_name",
    ),
    "social_linkedin": ("test_name_en", "no_reach", "test_mail"),
    "third_party_cn": (
        "no_reach", "long", "test_name", "no_id", "bad_date", "unknown_status", "no_reach", "short",
    ),
    "third_party_intl": ("no_reach", "test_name_en", "unknown_status", "no_id"),
    "crm_leads": ("test_name", "bad_date", "no_reach"),
}  # fmt: skip


def with_dirt(source: str, records: Iterable[LeadRecord]) -> list[Entry]:
    """Return the source's records in order, each spoilt copy right behind the record it was made from."""
    own = list(records)
    spoils = OF_SOURCE[source]
    step = len(own) / (len(spoils) + 1)
    places = {int(step * (number + 1)): name for number, name in enumerate(spoils)}
    return list(_mixed(own, places))


def _mixed(own: list[LeadRecord], places: dict[int, str]) -> Iterator[Entry]:
    for number, record in enumerate(own):
        yield Entry(record)
        if name := places.get(number):
            change, rule, damage = SPOILS[name]
            # The copy has its own id, or a quarantined line would look like a version of a good one.
            yield Entry(change(replace(record, lead_id=_spoilt_id(record, number))), rule, damage)


def _spoilt_id(record: LeadRecord, number: int) -> str:
    if record.source == "third_party_intl":
        return str(990_000 + number)
    return f"{record.lead_id}X"
