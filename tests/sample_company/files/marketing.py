"""The marketing and finance exports: touches (ndjson), daily spend (csv), quarterly targets (xlsx)."""

from datetime import datetime
from itertools import groupby

from tests.sample_company.files import rules
from tests.sample_company.files.labels import CHANNEL, epoch_ms, half, quarter
from tests.sample_company.files.lead_other import nested
from tests.sample_company.files.writers import Cell, Inbox, Sheet, TextFile, delimited, json_line
from tests.sample_company.vocabulary.staff import TEAM_LABELS
from tests.sample_company.world.model import SpendRow, TargetRow, Touch

SPEND_HEADERS = ("Date", "Channel", "Campaign", "Cost", "Currency", "Impressions", "Clicks")
TARGET_HEADERS = ("季度首日", "指标", "团队", "目标值", "币种")
METRIC_LABELS = {"won_revenue": "签约额", "leads": "线索数", "opportunities": "商机数"}
ORPHAN_TOUCHES = 14  # touches whose lead was deleted at the source


def write_touches(inbox: Inbox, touches: list[Touch]) -> None:
    """Write one ndjson file each half-year; a few touches name a lead that exists nowhere."""
    every = max(1, len(touches) // ORPHAN_TOUCHES)
    numbered = enumerate(touches, start=1)
    for label, group in groupby(numbered, lambda item: half(item[1].occurred_at.date())):
        with TextFile(inbox, "touches", f"marketing/touches_{label}.ndjson") as file:
            for place, (number, touch) in enumerate(group):
                line = nested(_touch(number, touch))
                if is_orphan(number, every):
                    line["lead"] = {"system": "website", "id": f"GONE-{number:05d}"}
                file.record(json_line(line))
                if place == 500:
                    spoilt = {**line, "touchId": f"T9{number:06d}", "ts": "soon"}
                    file.record(json_line(spoilt), rules.BAD_TIME)


def is_orphan(number: int, every: int) -> bool:
    """Whether the touch of this number (from 1) lost its lead."""
    return number % every == every // 2


def _touch(number: int, touch: Touch) -> dict[str, Cell]:
    return {
        "touchId": f"T{number:06d}",
        "ts": epoch_ms(touch.occurred_at) // 1000,
        "type": touch.touch_type,
        "lead.system": touch.lead_key[0],
        "lead.id": touch.lead_key[1],
        "channel": CHANNEL[touch.channel],
        "campaign": touch.campaign,
        "utm.source": touch.utm_source,
        "utm.medium": touch.utm_medium,
    }


def write_spend(inbox: Inbox, rows: list[SpendRow]) -> None:
    """Write one csv a quarter; a negative cost and a cost in words are wrong."""
    for label, group in groupby(rows, lambda row: quarter(row.spend_on)):
        with TextFile(inbox, "spend", f"finance/spend_{label}.csv") as file:
            file.header(delimited(SPEND_HEADERS))
            for place, row in enumerate(group):
                cells = _spend_cells(row)
                file.record(delimited(cells))
                if label.endswith("Q3") and place in (60, 200):
                    wrong, rule = ("-880.00", rules.NEGATIVE) if place == 60 else ("n.v.t.", rules.BAD_MONEY)
                    file.record(delimited([*cells[:2], "更正", wrong, *cells[4:]]), rule)


def _spend_cells(row: SpendRow) -> list[str | None]:
    return [
        f"{row.spend_on:%d/%m/%Y}",
        CHANNEL[row.channel],
        row.campaign,
        f"{row.amount:,}",
        row.currency,
        None if row.impressions is None else str(row.impressions),
        None if row.clicks is None else str(row.clicks),
    ]


def write_targets(inbox: Inbox, rows: list[TargetRow]) -> None:
    """Write one workbook a year, with a title row above the header and an empty row between quarters."""
    for year, group in groupby(rows, lambda row: row.period_start_on.year):
        made_at = datetime(year, 1, 5, 9)
        with Sheet(inbox, "targets", f"finance/targets_{year}.xlsx", "目标", made_at) as sheet:
            sheet.header([f"{year} 年销售目标（虚构数据，made-up data）"])
            sheet.header(TARGET_HEADERS)
            for number, (start, own) in enumerate(groupby(group, lambda row: row.period_start_on)):
                if number:
                    sheet.blank()
                for row in own:
                    metric, team = METRIC_LABELS[row.metric], TEAM_LABELS[row.team]
                    sheet.record([start, metric, team, float(row.amount), row.currency])
