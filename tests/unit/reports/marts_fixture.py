"""A small published-marts file for the tests of reports: one invented company, deterministic, bilingual.

Facts are drawn with a fixed seed; the report marts are derived from them in SQL, so all figures reconcile.
As of 2026-11-23 00:00 in Shanghai; leads from 2025-05-23 on. Names include hostile text on purpose.
"""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tests.unit.reports.marts_ddl import DIMENSIONS, FACTS, META, REPORTS

FIRST_DAY, AS_OF_DAY = date(2025, 5, 23), date(2026, 11, 23)
HOSTILE = (
    "<script>alert(1)</script>",
    '"; DROP TABLE leads; -- <b>&amp;</b>',
    "{{ 7 * 7 }} {% raw %} ${jndi:ldap://x}",
    "=cmd|' /C calc'!A0",
    "LongNameWithoutAnySpace" * 5,
    "<img src=x onerror=alert(1)>上海&北京",
)
CHANNELS = {  # share of leads, share qualified, monthly spend
    "event": (0.24, 0.62, 90_000),
    "referral": (0.12, 0.80, 6_000),
    "web": (0.30, 0.48, 40_000),
    "social": (0.18, 0.35, 28_000),
    "third_party": (0.13, 0.26, 22_000),
    "missing": (0.03, 0.40, 0),
}
CAMPAIGNS = {
    "event": ("2026 华东工业博览会", "Hannover Messe 2026"),
    "referral": ("老客户推荐计划",),
    "web": ("官网试用 & 演示", "Brand search"),
    "social": ("WeChat 公众号 <秋季>", "抖音直播"),
    "third_party": ("Data platform A",),
    "missing": ("missing",),
}
COMPETITORS = ("missing", "missing", "missing", "竞品甲 & 公司", "Acme <Corp>", "博远软件", "Northwind CRM")
REASONS = (
    *("price",) * 6, *("competitor",) * 4, *("budget",) * 4, *("no_response",) * 3, *("timing",) * 2,
    *("product",) * 2, *("unknown",) * 2, "not_a_fit", "service", "other",
)  # fmt: skip
STAGES = ("new_lead", "qualified", "needs_confirmed", "solution_discussed", "price_negotiation", "won")
OWNERS = (
    ("王*", "华东团队"),
    ("L** Chen", "North team"),
    ("赵*", "华南团队"),
    ("S** Miller", "Key accounts"),
)
COMPANIES = (
    "杭州明川机械有限公司",
    "Bluewater Robotics Ltd",
    "成都云岭医药股份有限公司",
    "深圳立诚电子",
    "Falkirk & Sons",
)


def build_marts(path: Path, *, leads: int = 1500, seed: int = 7, is_made_up: bool = True) -> Path:
    """Write the marts file; `leads=0` gives a publication without any business data."""
    draw = random.Random(seed)
    world = _World(draw)
    for number in range(leads):
        world.add_lead(number)
    if leads:
        world.add_spend()
    con = duckdb.connect(str(path))
    con.execute("set TimeZone = 'UTC'")
    con.execute(META + DIMENSIONS + FACTS)
    con.execute(
        "insert into meta_publication values ('2026-11-22 16:00:00+00', 'Asia/Shanghai', 'CNY', "
        "'Hengtai Fluid Controls (made up)', '恒泰流体控制(虚构)', 'run-0001', "
        "'2026-11-22 21:04:00+00', $1, 90)",
        [is_made_up],
    )
    for table, rows in world.tables.items():
        if rows:
            con.register("batch", pa.Table.from_pylist(rows))
            con.execute(f"insert into {table} by name select * from batch")
            con.unregister("batch")
    con.execute(REPORTS)
    _add_quality(con)
    _add_actions(con)
    con.close()
    return path


class _World:
    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        names = ("fct_leads", "fct_opportunities", "fct_stage_history", "fct_attribution", "fct_spend")
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in names}

    def add_lead(self, number: int) -> None:
        draw = self.draw
        created_on = FIRST_DAY + timedelta(days=int((AS_OF_DAY - FIRST_DAY).days * draw.random() ** 0.8))
        channel = draw.choices(list(CHANNELS), [share for share, _, _ in CHANNELS.values()])[0]
        campaign = draw.choice(CAMPAIGNS[channel])
        reach = CHANNELS[channel][1]
        grade = draw.choices(("A", "B", "C"), (reach, 1.0, 1.4 - reach))[0]
        path = [_instant(created_on)]  # when each stage was entered
        for chance in (reach, 0.72, 0.70, 0.66, 0.58):
            entered = path[-1] + timedelta(days=draw.uniform(1, 28))
            if draw.random() > chance or entered > _instant(AS_OF_DAY):
                break
            path.append(entered)
        furthest = len(path) - 1
        won = furthest == 5
        amount = Decimal(draw.randint(20, 480) * 1000) if furthest else Decimal(0)
        lead = {
            "lead_id": f"L{number:05d}", "channel": channel, "campaign": campaign, "created_at": path[0],
            "created_on": created_on, "cohort_week": created_on - timedelta(days=created_on.weekday()),
            "cohort_month": created_on.replace(day=1), "grade": grade, "furthest_stage": STAGES[furthest],
            "furthest_stage_ordinal": furthest, "has_opportunity": furthest > 0, "is_won": won,
            "won_at": path[-1] if won else None, "won_amount_base": amount if won else Decimal("0.00"),
        }  # fmt: skip
        self.tables["fct_leads"].append(lead)
        if furthest:
            self._add_opportunity(number, lead, path, amount)

    def _add_opportunity(
        self, number: int, lead: dict[str, Any], path: list[datetime], amount: Decimal
    ) -> None:
        draw, furthest = self.draw, lead["furthest_stage_ordinal"]
        idle = (_instant(AS_OF_DAY) - path[-1]).days
        closed_at = path[-1] if lead["is_won"] else path[-1] + timedelta(days=draw.uniform(4, 45))
        is_lost = not lead["is_won"] and closed_at < _instant(AS_OF_DAY) and draw.random() < 0.9
        status = "won" if lead["is_won"] else "lost" if is_lost else "open"
        closed_on = _local_day(closed_at) if status != "open" else None
        owner, team = draw.choice(OWNERS)
        competitor = draw.choice(COMPETITORS) if is_lost else None
        company = HOSTILE[number % len(HOSTILE)] if number % 9 == 0 else draw.choice(COMPANIES)
        row = {
            "opportunity_id": f"crm:O{number:05d}", "name": f"{company} #{number}",
            "lead_id": lead["lead_id"], "has_lead": True, "account_name": company, "owner_name": owner,
            "team": team,
            "channel": lead["channel"], "campaign": lead["campaign"], "grade": lead["grade"],
            "stage": status if status != "open" else STAGES[furthest],
            "stage_ordinal": {"won": 5, "lost": 6}.get(status, furthest), "furthest_stage": STAGES[furthest],
            "furthest_stage_ordinal": furthest, "status": status, "is_won": status == "won",
            "is_lost": is_lost, "amount": amount, "currency": "CNY", "amount_base": amount,
            "opened_at": path[1],
            "opened_on": _local_day(path[1]), "expected_close_on": _local_day(path[1]) + timedelta(days=75),
            "closed_at": closed_at if closed_on else None, "closed_on": closed_on,
            "closed_week": closed_on - timedelta(days=closed_on.weekday()) if closed_on else None,
            "closed_month": closed_on.replace(day=1) if closed_on else None,
            "cycle_days": (closed_at - path[1]).days if closed_on else None,
            "age_days": None if closed_on else (_instant(AS_OF_DAY) - path[1]).days,
            "loss_reason": draw.choice(REASONS) if is_lost else None,
            "loss_stage": STAGES[furthest] if is_lost else None, "competitor": competitor,
            "last_activity_at": path[-1], "days_since_activity": idle,
        }  # fmt: skip
        self.tables["fct_opportunities"].append(row)
        for visit, (stage, entered_at) in enumerate(zip(STAGES[1:], path[1:], strict=False), start=1):
            self.tables["fct_stage_history"].append(
                {"opportunity_id": row["opportunity_id"], "visit_number": visit, "stage": stage,
                 "stage_ordinal": visit, "entered_at": entered_at, "left_at": None, "days_in_stage": None,
                 "is_current": visit == furthest, "is_first_entry": True, "is_inferred": False,
                 "is_backward": False})  # fmt: skip
        if status == "won":
            self._add_attribution(row)

    def _add_attribution(self, row: dict[str, Any]) -> None:
        first, last = row["channel"], self.draw.choice(list(CHANNELS)[:5])
        half = row["amount_base"] / 2
        shares = {
            "first": [(first, half * 2)],
            "last": [(last, half * 2)],
            "linear": [(first, half), (last, half)],
        }
        for model, credited in shares.items():
            for touch, (channel, amount) in enumerate(credited):
                self.tables["fct_attribution"].append(
                    {"opportunity_id": row["opportunity_id"], "touch_id": f"T{touch}", "model": model,
                     "channel": "direct_unknown" if channel == "missing" else channel,
                     "campaign": row["campaign"], "utm_source": None, "weight": Decimal(1) / len(credited),
                     "credit_amount_base": amount})  # fmt: skip

    def add_spend(self) -> None:
        month = FIRST_DAY.replace(day=1)
        while month < AS_OF_DAY:
            for channel, (_, _, spend) in CHANNELS.items():
                for campaign in CAMPAIGNS[channel] if spend else ():
                    amount = Decimal(int(spend * self.draw.uniform(0.6, 1.4) / len(CAMPAIGNS[channel])))
                    self.tables["fct_spend"].append(
                        {"spend_on": month, "spend_week": month - timedelta(days=month.weekday()),
                         "spend_month": month, "channel": channel, "campaign": campaign, "amount": amount,
                         "currency": "CNY", "amount_base": amount, "impressions": 0, "clicks": 0,
                         "system": "ads", "source": "ad_spend"})  # fmt: skip
            month = (month + timedelta(days=31)).replace(day=1)


def _instant(local_day: date) -> datetime:
    return datetime(local_day.year, local_day.month, local_day.day, 1, tzinfo=UTC)  # 09:00 in Shanghai


def _local_day(moment: datetime) -> date:
    return (moment + timedelta(hours=8)).date()


def _add_quality(con: duckdb.DuckDBPyConnection) -> None:
    leads = con.execute("select count(*) from fct_leads").fetchall()[0][0]
    values = {
        "files_loaded": 143, "files_refused": 1, "files_held": 0, "lines_in": leads * 3,
        "lines_quarantined": 61, "lines_loaded": leads * 3 - 61, "lead_records": leads + 212,
        "golden_leads": leads, "merged_records": 212, "matches_to_review": 23,
        "leads_missing_owner": 14,
        "leads_missing_need": 37, "leads_without_follow_up": 52,
        "opportunities_unknown_product": 3, "opportunities_without_account": 5,
        "opportunities_without_lead": 11, "touches_without_lead": 8, "unknown_loss_reason_share": 0.0871,
    }  # fmt: skip
    for metric, value in values.items():
        con.execute("insert into rpt_data_quality values ($1, $2, null)", [metric, value])


def _add_actions(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("""
        insert into rpt_next_actions
        select opportunity_id, name, account_name, owner_name, team, stage, amount_base, expected_close_on,
          case when opportunity_id like '%3' then null else '约见采购负责人,确认预算 & demo' end,
          case when opportunity_id like '%3' then null else date '2026-11-26' end, days_since_activity,
          reason, row_number() over (order by array_position(['due_next_week', 'overdue', 'stale'], reason),
            amount_base desc, opportunity_id)
        from (select *, case when expected_close_on between date '2026-11-23' and date '2026-11-29'
            then 'due_next_week' when expected_close_on < date '2026-11-23' then 'overdue'
            when days_since_activity >= 30 then 'stale' end as reason
          from fct_opportunities where status = 'open') where reason is not null""")
