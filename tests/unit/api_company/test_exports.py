"""What comes by hand lands by contract alone: an organiser's workbook, and a form's linked sheet."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.contracts.load import load_contracts
from ingestion.contracts.model import CompanyDefaults, Contract, TestLeadRules
from ingestion.inbox import scan
from ingestion.landing.record import LoadRecord
from ingestion.landing.zone import LandingZone
from tests.api_company.exports import (
    ANSWERS,
    EVENT,
    answer,
    ticket_of,
    write_answers,
    write_exports,
    write_tickets,
)
from tests.simulators.world import World, make_world

SOURCES = Path(__file__).parents[2] / "api_company" / "config" / "sources"
NOW = dt.datetime(2026, 11, 28, 8, tzinfo=dt.UTC)
LEADS = 200


@pytest.fixture(scope="module")
def contracts() -> list[Contract]:
    return list(load_contracts(SOURCES, CompanyDefaults()))


@pytest.fixture
def world() -> World:
    return make_world(LEADS)


@pytest.fixture
def zone(tmp_path: Path) -> LandingZone:
    zone = LandingZone(tmp_path / "landing")
    zone.prepare()
    return zone


def land(zone: LandingZone, contracts: list[Contract], path: Path, later: int = 0) -> LoadRecord:
    source = {"huodongxing": "huodongxing_tickets", "google_forms": "google_forms_contact"}[path.parent.name]
    contract = next(one for one in contracts if one.source == source)
    return zone.land(path, contract, path.name, NOW + dt.timedelta(hours=later), TestLeadRules())


def typed(tmp_path: Path, folder: str, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(":memory:") as con:
        con.execute("set timezone = 'UTC'")
        files = tmp_path / "landing" / "typed" / folder / "*.parquet"
        return con.execute(f"select {columns} from read_parquet('{files}') order by all").fetchall()


def test_both_exports_are_claimed_by_their_contracts(
    tmp_path: Path, world: World, contracts: list[Contract], zone: LandingZone
) -> None:
    write_exports(world, tmp_path / "inbox")
    found = scan(tmp_path / "inbox", contracts)
    assert not found.unclaimed
    assert not found.refused
    assert {contract.source for _, contract in found.claimed} == {
        "huodongxing_tickets",
        "google_forms_contact",
    }
    for path, _ in found.claimed:
        record = land(zone, contracts, path)
        assert (record.status, record.lines_quarantined) == ("loaded", 0), record


def test_every_ticket_lands_as_a_lead_with_its_touches(
    tmp_path: Path, world: World, contracts: list[Contract], zone: LandingZone
) -> None:
    path = tmp_path / "huodongxing" / "day.xlsx"
    write_tickets(world.leads, path)
    record = land(zone, contracts, path)
    assert (record.status, record.lines_loaded, record.lines_quarantined) == ("loaded", LEADS, 0)
    leads = typed(tmp_path, "leads", "lead_id, full_name, created_at, campaign")
    expected = [(ticket_of(lead), lead.full_name.strip(), lead.created_at, EVENT) for lead in world.leads]
    # Half of the times were typed as text, without seconds.
    to_the_minute = [(*row[:2], row[2].replace(second=0), row[3]) for row in expected]
    assert [(*row[:2], row[2].replace(second=0), row[3]) for row in leads] == sorted(to_the_minute)
    touches = typed(tmp_path, "touches", "touch_id, touch_type")
    checked_in = {f"{ticket_of(lead)}-已签到" for lead in world.leads if lead.number % 2 == 0}
    assert {row[0] for row in touches} == checked_in | {ticket_of(lead) for lead in world.leads}
    assert {row[0] for row in touches if row[1] == "attended"} == checked_in
    refunded = {ticket_of(lead) for lead in world.leads if lead.status == "disqualified"}
    assert {row[0] for row in touches if row[1] == "cancelled"} == refunded != set()


def test_a_number_for_a_phone_keeps_its_digits(
    tmp_path: Path, world: World, contracts: list[Contract], zone: LandingZone
) -> None:
    lead = world.leads[0]
    lead.phone = "+86 138-0013-8001"
    path = tmp_path / "huodongxing" / "day.xlsx"
    write_tickets([lead], path)
    land(zone, contracts, path)
    assert typed(tmp_path, "leads", "phone") == [("13800138001",)]


def test_a_forms_answers_land_in_the_sheets_zone(
    tmp_path: Path, world: World, contracts: list[Contract], zone: LandingZone
) -> None:
    path = tmp_path / "google_forms" / "contact.csv"
    write_answers(world.leads, path)
    record = land(zone, contracts, path)
    assert (record.status, record.lines_quarantined) == ("loaded", 0)
    leads = typed(tmp_path, "leads", "lead_id, created_at, full_name")
    ids = [" ".join(cell.strip() for cell in answer(one)[:2]) for one in world.leads]
    expected = [(i, one.created_at, one.full_name.strip()) for i, one in zip(ids, world.leads, strict=True)]
    assert leads == sorted(expected)


def test_a_timestamp_of_another_locale_is_quarantined(
    tmp_path: Path, world: World, contracts: list[Contract], zone: LandingZone
) -> None:
    path = tmp_path / "google_forms" / "contact.csv"
    write_answers(world.leads[:2], path)
    first = answer(world.leads[0])[0]
    path.write_text(path.read_text("utf-8").replace(first, "11/2/2026 9:05:03"), "utf-8")
    assert land(zone, contracts, path).lines_quarantined == 1


def test_two_questions_with_one_title_are_refused_by_name(
    tmp_path: Path, world: World, contracts: list[Contract], zone: LandingZone
) -> None:
    path = tmp_path / "google_forms" / "contact.csv"
    write_answers(world.leads[:2], path)
    path.write_text(path.read_text("utf-8").replace(ANSWERS[4], ANSWERS[3], 1), "utf-8")
    record = land(zone, contracts, path)
    assert record.status != "loaded"
    assert f"'{ANSWERS[3]}' stands twice" in (record.reason or "")
