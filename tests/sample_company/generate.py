"""The one entry point: a made-up company's inbox and the truth about it, from a seed and a date."""

import datetime as dt
from itertools import groupby
from pathlib import Path

from tests.sample_company.files import crm, lead_other, lead_tables, marketing
from tests.sample_company.files.dirt import Entry, with_dirt
from tests.sample_company.files.ledger import Ledger
from tests.sample_company.files.writers import Inbox
from tests.sample_company.truth import Truth, write_truth
from tests.sample_company.vocabulary.staff import COMPANY_EN, COMPANY_ZH
from tests.sample_company.world.arrivals import held_within
from tests.sample_company.world.build import build_world
from tests.sample_company.world.customers import make_customers
from tests.sample_company.world.whole import World

DEFAULT_SEED = 7
DEFAULT_DATE = dt.date(2026, 11, 23)

README = """# {en} / {zh}

**Everything in this folder is made up / 本目录全部数据均为虚构。** No company, person, e-mail address,
phone number, deal or amount is real; any likeness is chance. Do not write to the addresses and do not call
the numbers.

Generated with seed {seed} for {day}: 18 months of business, {first} to {last} (Asia/Shanghai).

- `inbox/`: the files that the company's systems would have exported, dirt included.
- `truth/people.parquet`: which lead records are the same person (system, lead_id, person_id).
- `truth/companies.parquet`: which company a record is about (entity, system, id, company_id).
- `truth/referrers.parquet`: who recommended whom (system, lead_id, referrer_person_id).
- `truth/quarantine.parquet`: every record that must be quarantined, with its line and the rule it breaks.
- `truth/totals.json`: lines per file, records per source and channel, won revenue, spend.

The same seed and date give the same bytes. Made by `python -m tests.sample_company`.
"""


def generate(out_dir: Path, seed: int = DEFAULT_SEED, date: dt.date = DEFAULT_DATE) -> Truth:
    """Write inbox/, truth/ and README.md below `out_dir`; the business ends the day before `date`.

    The same seed and date give the same bytes. Files that stand in the way are overwritten, others left.
    """
    world = build_world(seed, date)
    accounts, contacts = make_customers(seed, world.opportunities)
    ledger = Ledger()
    inbox = Inbox(out_dir / "inbox", ledger)
    _write_leads(inbox, world)
    crm.write_crm(inbox, accounts, contacts, world.opportunities, world.activities)
    marketing.write_touches(inbox, world.touches)
    marketing.write_spend(inbox, world.spend)
    marketing.write_targets(inbox, world.targets)
    readme = README.format(
        en=COMPANY_EN, zh=COMPANY_ZH, seed=seed, day=date, first=world.span.first, last=world.span.last
    )
    (out_dir / "README.md").write_text(readme, encoding="utf-8")
    return write_truth(out_dir, seed, date, world, accounts, contacts, ledger)


def _write_leads(inbox: Inbox, world: World) -> None:
    entries: dict[str, list[Entry]] = {
        source: with_dirt(source, records)
        for source, records in groupby(
            sorted(world.records, key=lambda item: item.source), lambda item: item.source
        )
    }
    lead_tables.write_web(inbox, entries["web_forms"], world.span)
    lead_tables.write_referrals(inbox, entries["referrals"])
    lead_tables.write_platform(inbox, entries["third_party_cn"])
    lead_tables.write_crm_leads(inbox, entries["crm_leads"])
    lead_other.write_events(inbox, entries["event_scans"], held_within(world.span))
    lead_other.write_social(inbox, entries["social_cn"], "social_cn")
    lead_other.write_social(inbox, entries["social_linkedin"], "social_linkedin")
    lead_other.write_pool(inbox, entries["third_party_intl"])
