"""The truth files: who is whom, which line is quarantined and why, totals that the pipeline must reach."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.sample_company.files.ledger import Ledger
from tests.sample_company.world.customers import Account, Contact
from tests.sample_company.world.model import LeadRecord, Opportunity
from tests.sample_company.world.money import BASE, RATES, in_base
from tests.sample_company.world.whole import World

MISSING = "missing"  # what marts call a blank channel
NOTE = "Made-up data: every company, person, address, number and deal is invented."


@dataclass(frozen=True)
class Truth:
    """Where the generated files are, and the totals as written to totals.json."""

    out_dir: Path
    inbox: Path
    people: Path  # system, lead_id, person_id for every lead that must land
    companies: Path  # entity (lead or account), system, id, company_id for every record that names a company
    referrers: Path  # system, lead_id, referrer_person_id for every lead that names a referrer
    quarantine: Path  # source, file_name, line, lines, rule for every record that must be quarantined
    totals_file: Path
    totals: dict[str, Any]


def write_truth(
    out_dir: Path,
    seed: int,
    day: date,
    world: World,
    accounts: list[Account],
    contacts: list[Contact],
    ledger: Ledger,
) -> Truth:
    """Write the truth folder and return where everything is."""
    folder = out_dir / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    truth = Truth(
        out_dir=out_dir,
        inbox=out_dir / "inbox",
        people=folder / "people.parquet",
        companies=folder / "companies.parquet",
        referrers=folder / "referrers.parquet",
        quarantine=folder / "quarantine.parquet",
        totals_file=folder / "totals.json",
        totals=_totals(seed, day, world, accounts, contacts, ledger),
    )
    people = [(*record.key, record.person.person_id) for record in world.records]
    referrers = [(*record.key, record.referrer.person_id) for record in world.records if record.referrer]
    _parquet(truth.people, ("system", "lead_id", "person_id"), people)
    _parquet(truth.companies, ("entity", "system", "id", "company_id"), _companies(world, accounts))
    _parquet(truth.referrers, ("system", "lead_id", "referrer_person_id"), referrers)
    rows = [asdict(item) for item in ledger.quarantined]
    schema = pa.schema(
        [
            ("source", pa.string()),
            ("file_name", pa.string()),
            ("line", pa.int64()),
            ("lines", pa.int32()),
            ("rule", pa.string()),
        ]
    )
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), truth.quarantine)
    text = json.dumps(truth.totals, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    truth.totals_file.write_text(text + "\n", encoding="utf-8")
    return truth


def _companies(world: World, accounts: list[Account]) -> list[tuple[str, ...]]:
    leads: list[tuple[str, ...]] = [
        ("lead", *record.key, f"F{record.person.company.number:05d}") for record in world.records
    ]
    return leads + [
        ("account", "crm", account.account_id, f"F{account.company.number:05d}") for account in accounts
    ]


def first_records(records: Iterable[LeadRecord]) -> dict[str, LeadRecord]:
    """Return each person's earliest record by person id."""
    first: dict[str, LeadRecord] = {}
    for record in sorted(records, key=lambda item: (item.created_at, item.system, item.lead_id)):
        first.setdefault(record.person.person_id, record)
    return first


def channel_of(deal: Opportunity, first: dict[str, LeadRecord]) -> str:
    """Return the deal's channel: that of its lead's person's first record, else its own, else missing."""
    if deal.lead:
        return first[deal.lead.person.person_id].channel or MISSING
    return deal.own_channel or MISSING


def _totals(
    seed: int, day: date, world: World, accounts: list[Account], contacts: list[Contact], ledger: Ledger
) -> dict[str, Any]:
    first = first_records(world.records)
    records = world.records
    return {
        "note": NOTE,
        "seed": seed,
        "date": day,
        "first_day": world.span.first,
        "last_day": world.span.last,
        "base_currency": BASE,
        "exchange_rates": [
            {"currency": code, "valid_from": since, "rate": rate} for code, since, rate in RATES
        ],
        "files": [asdict(entry) for entry in ledger.files],
        "quarantined_by_rule": Counter(item.rule for item in ledger.quarantined),
        "people": len(first),
        "lead_records": {
            "total": len(records),
            "by_source": Counter(record.source for record in records),
            "by_system": Counter(record.system for record in records),
            "by_channel": Counter(record.channel or MISSING for record in records),
            "without_owner": sum(record.owner_id is None for record in records),
            "without_need": sum(record.need is None for record in records),
            "without_follow_up": sum(record.follow_up is None for record in records),
            "without_status": sum(record.status is None for record in records),
        },
        "people_by_first_channel": Counter(record.channel or MISSING for record in first.values()),
        # Rows with distinct keys that must stand in the marts.
        "rows": {
            "accounts": len(accounts),
            "contacts": len(contacts),
            "opportunities": len(world.opportunities),
            "stage_events": sum(len(deal.events) for deal in world.opportunities),
            "activities": len(world.activities),
            "touches": len(world.touches),
            "spend": len(world.spend),
            "targets": len(world.targets),
        },
        "opportunities": _deal_totals(world.opportunities, first),
        "spend_base": _spend_totals(world),
    }


def _deal_totals(deals: list[Opportunity], first: dict[str, LeadRecord]) -> dict[str, Any]:
    """Counts and won revenue; CNY at the rate of the day of closing (local date)."""
    won = [deal for deal in deals if deal.status == "won"]
    by_month: dict[str, Decimal] = defaultdict(Decimal)
    by_channel: dict[str, Decimal] = defaultdict(Decimal)
    by_both: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for deal in won:
        assert deal.closed_at is not None
        value = in_base(deal.amount, deal.currency, deal.closed_at.date())
        month, channel = f"{deal.closed_at:%Y-%m}", channel_of(deal, first)
        by_month[month] += value
        by_channel[channel] += value
        by_both[month][channel] += value
    known = {deal.opportunity_id for deal in deals if "HR-" in deal.product}
    return {
        "by_status": Counter(deal.status for deal in deals),
        "by_stage": Counter(deal.stage for deal in deals),
        "by_channel": Counter(channel_of(deal, first) for deal in deals),
        "by_loss_reason": Counter(deal.loss_reason or MISSING for deal in deals if deal.status == "lost"),
        "without_lead": sum(deal.lead is None for deal in deals),
        "without_account": sum(deal.account_id is None for deal in deals),
        "unknown_product": len(deals) - len(known),
        "won_base": sum(by_month.values(), Decimal()),
        "won_base_by_month": by_month,
        "won_base_by_channel": by_channel,
        "won_base_by_month_and_channel": by_both,
    }


def _spend_totals(world: World) -> dict[str, Any]:
    """Spend in CNY at the rate of its day, rounded row by row."""
    by_channel: dict[str, Decimal] = defaultdict(Decimal)
    by_month: dict[str, Decimal] = defaultdict(Decimal)
    for row in world.spend:
        value = in_base(row.amount, row.currency, row.spend_on)
        by_channel[row.channel] += value
        by_month[f"{row.spend_on:%Y-%m}"] += value
    return {"total": sum(by_month.values(), Decimal()), "by_channel": by_channel, "by_month": by_month}


def _parquet(path: Path, names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    table = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}
    )
    pq.write_table(table, path)
