"""One person who came by five ways, spelt five ways, is one in every mart and every report.

Besides her there is nobody, so that each total of persons has to be 1. One system could not be pulled.
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.publish.generation import Stamp, candidate_marts, write_candidate
from orchestration.publish.marts import marts_of
from reports.document.compose import compose
from reports.figures.read import read_figures
from reports.locales.locale import Locale
from reports.period import Period
from reports.render import text
from tests.unit.dbt.landed import LANDED_AT, LandedWorld

pytestmark = pytest.mark.integration

OCTOBER = Period.parse("2026-10")


def at(day: int) -> datetime:
    return datetime(2026, 10, day, 3, tzinfo=UTC)


RECORDS = {
    "web": {
        "full_name": "陈大文",
        "company": "恒达机械有限公司",
        "email": "chen.dawen@hengda.example",
        "phone": "138 0013 8001",
        "channel": "web",
        "campaign": "Autumn",
    },
    "fair": {
        "full_name": "CHEN Dawen",
        "company": "恒达机械",
        "phone": "+86-138-0013-8001",
        "channel": "event",
    },
    "referrals": {
        "full_name": "陳大文 先生",
        "company": "恆達機械有限公司",
        "email": "Chen.Dawen@Hengda.example",
        "channel": "referral",
    },
    "chat": {
        "full_name": "Dawen Chen",
        "company": "北京恒达机械（集团）有限公司",
        "email": "<chen.dawen@hengda.example>",
        "phone": "13800138001",
        "channel": "social",
    },
    "crm": {
        "full_name": "陈大文 (David)",
        "company": "恒达机械有限公司",
        "email": "chen.dawen@hengda.example",
        "phone": "0086 138-0013-8001",
    },
}
# What happened with her, each time known to another of the sources.
HAPPENED = {
    "web": {"touch": [{"touch_id": "t1", "lead_id": "1", "occurred_at": at(4), "touch_type": "visit",
                       "channel": "web", "campaign": "Autumn"}]},
    "fair": {"touch": [{"touch_id": "t2", "lead_id": "1", "occurred_at": at(6), "touch_type": "scan",
                        "channel": "event"}]},
    "chat": {"activity": [{"activity_id": "a1", "lead_id": "1", "activity_type": "call",
                           "occurred_at": at(9)}]},
    "crm": {
        "activity": [{"activity_id": "a2", "lead_id": "1", "activity_type": "visit", "occurred_at": at(11)},
                     {"activity_id": "a3", "opportunity_id": "o1", "activity_type": "call",
                      "occurred_at": at(12)}],
        "opportunity": [{"opportunity_id": "o1", "name": "Two machines", "lead_id": "1", "stage": "lost",
                         "amount": Decimal("5000"), "currency": "CNY", "created_at": at(10),
                         "closed_at": at(20), "updated_at": at(20), "loss_reason": "price"}],
        "stage_event": [{"opportunity_id": "o1", "stage": "qualified", "entered_at": at(10)},
                        {"opportunity_id": "o1", "stage": "lost", "entered_at": at(20)}],
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication, once the test of counts that goes with the models has passed too."""
    world = LandedWorld(tmp_path_factory.mktemp("one_person"))
    for day, (source, record) in enumerate(RECORDS.items(), start=5):
        lead = {"lead_id": "1", "created_at": at(day), **record}
        world.land(source, {"lead": [lead], **HAPPENED.get(source, {})})
    world.land("finance", {"spend": [{"spend_on": date(2026, 10, 3), "channel": "web", "campaign": "Autumn",
                                      "amount": Decimal("300"), "currency": "CNY"}]})  # fmt: skip
    refused = {"state": "failed", "is_proven": False, "failure": "The key is refused."}
    world.pull("crm", at(30), counted_by="nobody", **refused)
    world.dbt(
        "build",
        "--select",
        *("resource_type:seed", "resource_type:model", "test_fct_leads__each_person_is_counted_once"),
    )
    stamp = Stamp(
        as_of=LANDED_AT,
        time_zone="Asia/Shanghai",
        currency="CNY",
        company_name_en="One",
        company_name_zh="一",
        run_id="run-of-one",
        published_at=LANDED_AT,
        is_made_up=True,
        conversion_window_days=90,
    )
    serve = world.home / "serve"
    serve.mkdir()
    manifest = json.loads((world.home / "target" / "manifest.json").read_text(encoding="utf-8"))
    write_candidate(world.home / "warehouse" / "leadmill.duckdb", serve, marts_of(manifest), stamp, 6)
    return candidate_marts(serve, stamp.run_id)


@pytest.mark.parametrize(
    ("sql", "counts"),
    [
        ("select count(*), sum(record_count), sum(opportunity_count), sum(activity_count) from fct_leads",
         (1, 5, 1, 3)),
        ("select count(*), count(distinct lead_id) from fct_lead_records", (5, 1)),
        ("select count(*), count(distinct lead_id) from fct_touches where lead_id is not null", (2, 1)),
        ("select count(*), count(distinct lead_id) from fct_activities where lead_id is not null", (3, 1)),
        ("select count(*), count(distinct lead_id) from fct_opportunities where has_lead", (1, 1)),
        *((f"select sum(new_leads), sum(lost) from rpt_funnel_flow where period_grain = '{grain}'", (1, 1))
          for grain in ("week", "month")),
        ("select sum(leads), sum(reached_won) from rpt_funnel_cohorts where period_grain = 'week'", (1, 0)),
        ("select sum(leads), sum(reached_won) from rpt_funnel_cohorts where period_grain = 'month'", (1, 0)),
        ("select count(*), sum(leads), sum(opportunities), sum(won), sum(spend_base)::int from rpt_roi",
         (1, 1, 1, 0, 300)),
        ("select sum(lost), sum(lost_amount_base)::int from rpt_loss", (1, 5000)),
        ("select sum(value)::int from rpt_data_quality where metric = 'golden_leads'", (1,)),
        ("select sum(value)::int from rpt_data_quality where metric = 'merged_records'", (4,)),
        ("select count(*) from rpt_match_review", (0,)),
    ],
)  # fmt: skip
def test_every_mart_counts_her_once(marts: Path, sql: str, counts: tuple[Any, ...]) -> None:
    with duckdb.connect(str(marts), read_only=True) as con:
        assert con.execute(sql).fetchall() == [counts]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(
    ("report", "figures"),
    [
        ("funnel", {"new_leads": "1"}),
        ("roi", {"leads": "1"}),
        ("loss", {"lost": "1"}),
    ],
)
def test_every_mail_counts_her_once(marts: Path, report: str, figures: dict[str, str], language: str) -> None:
    locale = Locale(language, "CNY")
    read = read_figures(report, OCTOBER, marts)
    mail = text.render(compose(read, locale), locale)
    for key, shown in figures.items():
        assert f"{locale.text(f'kpi.{key}')}: {shown}" in mail, mail
    merged = {"lead_records": "5", "golden_leads": "1", "merged_records": "4"}
    assert locale.text("quality.leads", **merged) in mail
    pulled = {"pulled_sources": "1", "pulled_sources_proven": "0", "pulled_sources_failed": "1"}
    assert locale.text("quality.pulls", **pulled, pulled_records_missing="0") in mail
