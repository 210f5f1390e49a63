"""The sample company lands: every line is accounted for, and exactly the dirty ones are quarantined."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.contracts.load import load_contracts
from ingestion.inbox import scan
from ingestion.landing.record import LoadRecord
from ingestion.landing.zone import LandingZone
from orchestration.company import load_company
from tests.sample_company.generate import DEFAULT_DATE, DEFAULT_SEED, generate
from tests.sample_company.truth import Truth
from tests.sample_company.world.build import build_world
from tests.sample_company.world.model import LeadRecord

pytestmark = pytest.mark.integration

CONFIG = Path(__file__).parents[1] / "sample_company" / "config"
LANDED_AT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # midnight in Shanghai


@dataclass(frozen=True)
class Landed:
    """The landing zone after all files, the truth about them, and what `land` said of each file."""

    truth: Truth
    zone: LandingZone
    folder: Path
    by_file: dict[str, LoadRecord]

    def table(self, plural: str) -> pa.Table:
        files = sorted((self.folder / "typed" / plural).glob("*.parquet"))
        return pa.concat_tables([pq.read_table(path) for path in files])

    def quarantine(self) -> list[dict[str, Any]]:
        files = sorted((self.folder / "quarantine").glob("*.parquet"))
        return [row for path in files for row in pq.read_table(path).to_pylist()]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    home = tmp_path_factory.mktemp("home")
    truth = generate(home)
    zone = LandingZone(home / "landing")
    zone.prepare()
    return Landed(truth, zone, home / "landing", land_all(zone, truth, LANDED_AT))


def land_all(zone: LandingZone, truth: Truth, landed_at: datetime) -> dict[str, LoadRecord]:
    """Land the whole inbox with the sample company's contracts; the record of each file by its name."""
    company = load_company(CONFIG / "company.yml")
    found = scan(truth.inbox, load_contracts(CONFIG / "sources", company.defaults))
    assert not found.unclaimed and not found.incomplete and not found.refused
    records = {}
    for path, contract in found.claimed:
        name = path.relative_to(truth.inbox).as_posix()
        records[name] = zone.land(path, contract, name, landed_at, company.test_leads)
    return records


def test_every_file_is_claimed_by_its_own_contract_and_loaded(landed: Landed) -> None:
    files = landed.truth.totals["files"]
    assert {entry["file_name"] for entry in files} == set(landed.by_file)
    for entry in files:
        record = landed.by_file[entry["file_name"]]
        assert (record.status, record.source) == ("loaded", entry["source"]), entry["file_name"]


def test_the_same_bytes_under_another_name_are_the_same_load(landed: Landed) -> None:
    again = [entry for entry in landed.truth.totals["files"] if entry["same_bytes_as"]]
    assert len(again) == 1
    copy, original = again[0]["file_name"], again[0]["same_bytes_as"]
    assert landed.by_file[copy].load_id == landed.by_file[original].load_id
    assert len(landed.zone.loads()) == len(landed.by_file) - 1


def test_lines_are_counted_as_the_ledger_counts_them(landed: Landed) -> None:
    counts = ("lines_in", "lines_header", "lines_blank", "lines_loaded", "lines_quarantined")
    for entry in landed.truth.totals["files"]:
        if not entry["same_bytes_as"]:
            record = landed.by_file[entry["file_name"]]
            found = {name: getattr(record, name) for name in counts}
            assert found == {name: entry[name] for name in counts}, entry["file_name"]
            assert record.rows_total == entry["records"], entry["file_name"]


def test_exactly_the_dirty_lines_are_quarantined_with_the_rule_they_break(landed: Landed) -> None:
    truth = pq.read_table(landed.truth.quarantine).to_pylist()
    expected = {(row["source"], row["file_name"], row["line"], row["rule"]) for row in truth}
    found = {(row["source"], row["file_name"], row["line"], row["rule"]) for row in landed.quarantine()}
    assert found == expected
    assert len(expected) >= 70
    assert all(row["raw"] and row["reason"] and row["remedy"] for row in landed.quarantine())


def test_landed_leads_are_those_of_the_truth(landed: Landed) -> None:
    leads = landed.table("leads")
    keys = set(zip(leads["_system"].to_pylist(), leads["lead_id"].to_pylist(), strict=True))
    people = pq.read_table(landed.truth.people).to_pylist()
    assert keys == {(row["system"], row["lead_id"]) for row in people}
    # One month of web forms was delivered twice, the second time restated.
    restated = next(e for e in landed.truth.totals["files"] if e["file_name"].endswith("_restated.csv"))
    assert leads.num_rows == len(keys) + restated["records"]


def test_landed_leads_say_what_the_sources_wrote(landed: Landed) -> None:
    """Chinese, GBK, full-width, emoji, right-to-left and formulas: all texts come through unharmed."""
    records = {record.key: record for record in build_world(DEFAULT_SEED, DEFAULT_DATE).records}
    texts = (
        "full_name",
        "company",
        "title",
        "email",
        "phone",
        "region",
        "industry",
        "product_interest",
        "need",
    )
    rows = landed.table("leads").to_pylist()
    for row in rows:
        record = records[row["_system"], row["lead_id"]]
        for name in texts:
            assert said(row[name]) == said(written(record, name)), (record.key, name)
        assert row["created_at"] == in_utc(record.created_at), record.key
        assert row["channel"] == record.channel, record.key
        assert row["planned_purchase_on"] == record.planned_purchase_on, record.key
        if "restated" in row["_file"] or row["_file"] != "web_forms/web_forms_2026-05.csv":
            assert row["status"] == record.status, record.key


def written(record: LeadRecord, name: str) -> str | None:
    value: str | None = getattr(record, name)
    return value


def said(text: str | None) -> str | None:
    """Without outer blanks, and with the blanks inside names that a form in two parts cannot keep."""
    return " ".join(text.split()) or None if text else None


def in_utc(local: datetime) -> datetime:
    return (local - timedelta(hours=8)).replace(tzinfo=UTC)


def test_every_entity_has_the_rows_of_the_truth(landed: Landed) -> None:
    rows = landed.truth.totals["rows"]
    assert {plural: landed.table(plural).num_rows for plural in rows} == rows
    assert landed.table("owners").num_rows == 13
    assert landed.table("products").num_rows == 6


def test_money_lands_as_exact_decimals_in_its_currency(landed: Landed) -> None:
    world = build_world(DEFAULT_SEED, DEFAULT_DATE)
    deals = {row["opportunity_id"]: row for row in landed.table("opportunities").to_pylist()}
    for deal in world.opportunities:
        row = deals[deal.opportunity_id]
        assert (row["amount"], row["currency"], row["stage"]) == (deal.amount, deal.currency, deal.stage)
        assert row["loss_reason"] == deal.loss_reason
    spend = landed.table("spend").to_pylist()
    assert sum(row["amount"] for row in spend) == sum(row.amount for row in world.spend)
    assert {row["currency"] for row in spend} == {"CNY", "USD", "EUR"}


def test_landing_everything_again_changes_nothing(landed: Landed) -> None:
    generate(landed.truth.out_dir)  # landing took the files out of the inbox; these are the same bytes
    before = sorted(path.name for path in landed.folder.rglob("*.parquet"))
    for name, record in land_all(landed.zone, landed.truth, LANDED_AT + timedelta(days=1)).items():
        assert record.load_id == landed.by_file[name].load_id
    assert sorted(path.name for path in landed.folder.rglob("*.parquet")) == before
