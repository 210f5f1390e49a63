"""The sample company's configuration folder is valid, and speaks the words that the generated files speak."""

import csv
from pathlib import Path

import pytest

from ingestion.contracts.load import load_contracts
from ingestion.contracts.model import CompanyDefaults, Contract
from orchestration.checks.landed import LANDED_CHECKS
from orchestration.checks.marts import mart_checks
from orchestration.checks.thresholds import load_thresholds
from orchestration.company import load_company
from orchestration.seeds import check_seeds
from reports.subscriptions import load_subscriptions
from tests.sample_company.files import dirt, labels
from tests.sample_company.vocabulary.companies import INDUSTRIES
from tests.sample_company.vocabulary.deals import LOSS_LABELS, STAGE_LABELS
from tests.sample_company.vocabulary.products import FAMILY_FIT, PRODUCTS
from tests.sample_company.vocabulary.staff import DOMAIN
from tests.sample_company.world.money import RATES

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "tests" / "sample_company" / "config"


@pytest.fixture(scope="module")
def contracts() -> dict[str, Contract]:
    return {contract.source: contract for contract in load_contracts(CONFIG / "sources", CompanyDefaults())}


def words(contract: Contract, entity: str, field: str) -> dict[str, str | None]:
    entity_map = next(item for item in contract.entities if item.entity == entity)
    return entity_map.fields[field].values or {}


def test_five_formats_and_all_entities_are_covered(contracts: dict[str, Contract]) -> None:
    assert {contract.format.type for contract in contracts.values()} == {
        "csv",
        "tsv",
        "ndjson",
        "xlsx",
        "parquet",
    }
    entities = {item.entity for contract in contracts.values() for item in contract.entities}
    assert len(entities) == 10 + 1  # every canonical entity


def test_contracts_map_every_status_word_of_the_files(contracts: dict[str, Contract]) -> None:
    for source, by_code in labels.STATUS.items():
        known = words(contracts[source], "lead", "status")
        assert {known[label]: label for label in by_code.values()} == by_code, source


def test_contracts_map_every_stage_loss_reason_and_system(contracts: dict[str, Contract]) -> None:
    deals, history = contracts["crm_opportunities"], contracts["crm_stage_history"]
    for code, label in STAGE_LABELS.items():
        assert words(deals, "opportunity", "stage")[label] == code
        assert words(history, "stage_event", "stage")[label] == code
    for code, label in LOSS_LABELS.items():
        assert words(deals, "opportunity", "loss_reason")[label] == code
    for system, label in labels.SYSTEM.items():
        assert words(deals, "opportunity", "lead_system")[label] == system
        assert words(contracts["crm_activities"], "activity", "lead_system")[label] == system
    assert set(labels.SYSTEM) == {contracts[source].system for source in labels.STATUS}


def test_company_reports_and_checks_files_are_valid() -> None:
    company = load_company(CONFIG / "company.yml")
    assert "made up" in company.name.en and "虚构" in company.name.zh
    assert dirt.TEST_NAME in company.test_leads.names
    assert dirt.TEST_DOMAIN in company.test_leads.email_domains
    assert dirt.TEST_PHONE in company.test_leads.phones
    subscriptions = load_subscriptions(CONFIG / "reports.yml")
    assert {item.report for item in subscriptions.items} == {"funnel", "roi", "loss"}
    assert {item.language for item in subscriptions.items} == {"zh-CN", "en"}
    assert all(to.endswith(f"@{DOMAIN}") for item in subscriptions.items for to in item.recipients)
    assert load_thresholds(CONFIG / "checks.yml", (*LANDED_CHECKS, *mart_checks("")))


def test_seed_overrides_fit_the_defaults() -> None:
    assert check_seeds(CONFIG / "seeds") == []


def test_fit_seed_says_what_the_world_does() -> None:
    with (CONFIG / "seeds" / "product_industry_fit.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["product"], row["industry"]): float(row["points"]) for row in csv.DictReader(file)}
    products = {product for product, _ in rows} - {"*"}
    for product in PRODUCTS:
        for interest in (*product.interest_zh, *product.interest_en):
            matching = [word for word in products if word in interest.lower()] or ["*"]
            for industry in INDUSTRIES:
                for label in (industry.zh, industry.en):
                    found = {
                        points
                        for (word, sector), points in rows.items()
                        if word in matching and sector != "*" and sector in label.lower()
                    }
                    expected = FAMILY_FIT[product.family][industry.code]
                    assert found == {expected}, (interest, label, found)


def test_exchange_rates_are_those_of_the_default_seed() -> None:
    with (ROOT / "dbt_project" / "seeds" / "exchange_rates.csv").open(encoding="utf-8", newline="") as file:
        seed = {(row["currency"], row["valid_from"]): float(row["rate"]) for row in csv.DictReader(file)}
    assert {(code, str(since)): float(rate) for code, since, rate in RATES} == seed
