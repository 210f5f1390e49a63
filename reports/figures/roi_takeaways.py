"""The sentences that the ROI report opens with, chosen and computed from its figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.figures.model import MINIMUM_FOR_RATE, Quantity, Takeaway, Unit
from reports.figures.roi_model import ChannelReturn


def roi_takeaways(channels: Sequence[ChannelReturn], total: ChannelReturn) -> tuple[Takeaway, ...]:
    """Return at most four sentences; channels are ranked only on enough wins or A-grade leads."""
    return (*_month(total), *_returns(channels), *_cheapest(channels, total))


def _month(total: ChannelReturn) -> Iterator[Takeaway]:
    if not total.month.spend and not total.month.leads:
        yield Takeaway("no_spend_no_leads")


def _returns(channels: Sequence[ChannelReturn]) -> Iterator[Takeaway]:
    ranked = sorted(
        (
            (row.mature.roi, row)
            for row in channels
            if row.mature.roi is not None and not row.mature.has_few_wins
        ),
        key=lambda found: found[0],
        reverse=True,
    )
    if not ranked:
        yield Takeaway("too_few_wins")
        return
    roi, best = ranked[0]
    yield Takeaway(
        "best_channel",
        {
            "channel": best.channel,
            "roi": Quantity(roi, Unit.ROI),
            "wins": Quantity(best.mature.won, Unit.COUNT),
        },
    )
    if len(ranked) > 1:
        roi, worst = ranked[-1]
        key = "losing_channel" if roi < 0 else "worst_channel"
        yield Takeaway(key, {"channel": worst.channel, "roi": Quantity(roi, Unit.ROI)})


def _cheapest(channels: Sequence[ChannelReturn], total: ChannelReturn) -> Iterator[Takeaway]:
    costs: list[tuple[Decimal, ChannelReturn]] = []
    for row in channels:
        cost = row.mature.cost_per("a_lead")
        if cost is not None and row.mature.a_leads >= MINIMUM_FOR_RATE:
            costs.append((cost, row))
    average = total.mature.cost_per("a_lead")
    if len(costs) > 1 and average is not None:
        cost, row = min(costs, key=lambda found: found[0])
        yield Takeaway(
            "cheapest_a_lead",
            {
                "channel": row.channel,
                "cost": Quantity(cost, Unit.MONEY),
                "average": Quantity(average, Unit.MONEY),
            },
        )
