"""What marketing spent each day, and what each team should reach each quarter."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tests.sample_company.vocabulary.campaigns import CAMPAIGNS
from tests.sample_company.vocabulary.staff import TEAM_LABELS
from tests.sample_company.world.arrivals import held_within
from tests.sample_company.world.draw import stream
from tests.sample_company.world.model import Span, SpendRow, TargetRow
from tests.sample_company.world.money import BASE
from tests.sample_company.world.seasons import GROWTH, season

# Booth costs are booked in parts: (days from the first day, share).
BOOTH_PARTS: tuple[tuple[int, str], ...] = ((-30, "0.5"), (0, "0.4"), (9, "0.1"))
IMPRESSIONS_PER_CLICK = 42
REVENUE_TARGETS: dict[str, int] = {
    "east": 5_200_000,
    "south": 4_600_000,
    "north": 3_000_000,
    "overseas": 3_400_000,
}
LEAD_TARGETS: dict[str, int] = {"east": 190, "south": 150, "north": 105, "overseas": 100}
CENT = Decimal("0.01")


def make_spend(seed: int, span: Span) -> list[SpendRow]:
    """Return the spend rows by day, channel and campaign; one row for each."""
    rng = stream(seed, "spend")
    rows: list[SpendRow] = []
    for campaign in CAMPAIGNS:
        for offset in range(span.days if campaign.daily else 0):
            day = span.first + timedelta(days=offset)
            pace = (
                (1 + GROWTH * offset / span.days)
                * min(1.5, season(day))
                * (0.45 if day.weekday() >= 5 else 1.0)
            )
            exact = campaign.daily * pace * rng.lognormvariate(0.0, 0.18)
            amount = Decimal(str(exact)).quantize(CENT, ROUND_HALF_UP)
            clicks = int(exact * campaign.clicks_per_unit) if campaign.clicks_per_unit else None
            impressions = (
                None if clicks is None else int(clicks * IMPRESSIONS_PER_CLICK * rng.uniform(0.8, 1.2))
            )
            rows.append(
                SpendRow(day, campaign.channel, campaign.name, amount, campaign.currency, impressions, clicks)
            )
    for held in held_within(span):
        growth = Decimal(str(round(1 + GROWTH * (held.first - span.first).days / span.days, 2)))
        for days, share in BOOTH_PARTS:
            day = min(max(held.first + timedelta(days=days), span.first), span.last)
            amount = (held.exhibition.booth * growth * Decimal(share)).quantize(CENT)
            rows.append(SpendRow(day, "event", held.name, amount, held.exhibition.currency, None, None))
    return sorted(rows, key=lambda row: (row.spend_on, row.channel, row.campaign))


def make_targets(span: Span) -> list[TargetRow]:
    """Return the targets of every quarter that the span touches, growing quarter by quarter."""
    quarter = date(span.first.year, 3 * ((span.first.month - 1) // 3) + 1, 1)
    rows: list[TargetRow] = []
    number = 0
    while quarter <= span.last:
        growth = Decimal(100 + 9 * number) / 100
        for team in TEAM_LABELS:
            revenue = (REVENUE_TARGETS[team] * growth).quantize(Decimal("1E+5")).quantize(CENT)
            leads = (LEAD_TARGETS[team] * growth).quantize(Decimal("1")).quantize(CENT)
            deals = (LEAD_TARGETS[team] * growth / 5).quantize(Decimal("1")).quantize(CENT)
            rows.append(TargetRow(quarter, "won_revenue", team, revenue, BASE))
            rows.append(TargetRow(quarter, "leads", team, leads, None))
            rows.append(TargetRow(quarter, "opportunities", team, deals, None))
        number += 1
        quarter = date(
            quarter.year + (quarter.month == 10), quarter.month % 12 + 3 if quarter.month < 10 else 1, 1
        )
    return rows
