"""The sentences that the funnel report opens with, chosen and computed from its figures."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.figures.funnel_model import FlowRow, FunnelStage, PipelineRow, StageLoss
from reports.figures.model import Quantity, Takeaway, Unit


def funnel_takeaways(
    channels: Sequence[FlowRow],
    total: FlowRow,
    stages: Sequence[FunnelStage],
    losses: Sequence[StageLoss],
    pipeline: PipelineRow,
) -> tuple[Takeaway, ...]:
    """Return at most four sentences; where there is nothing to say a sentence is left out."""
    return (
        *_leads(channels, total),
        *_weakest_step(stages),
        *_stage_loss(losses),
        *_stalled(pipeline),
    )


def _leads(channels: Sequence[FlowRow], total: FlowRow) -> Iterator[Takeaway]:
    if not total.new_leads:
        yield Takeaway("no_leads")
        return
    best = max(channels, key=lambda row: row.new_leads)
    yield Takeaway(
        "top_channel",
        {"channel": best.channel, "leads": _count(best.new_leads), "total": _count(total.new_leads)},
    )


def _weakest_step(stages: Sequence[FunnelStage]) -> Iterator[Takeaway]:
    steps = [
        (later.step.share, before, later)
        for before, later in pairwise(stages)
        if later.step is not None and later.step.is_firm and later.step.share is not None
    ]
    if steps:
        share, before, later = min(steps, key=lambda step: step[0])
        yield Takeaway(
            "weakest_step",
            {"before": before.stage, "stage": later.stage, "share": Quantity(share, Unit.SHARE)},
        )


def _stage_loss(losses: Sequence[StageLoss]) -> Iterator[Takeaway]:
    total = sum(row.lost_trailing for row in losses)
    if total:
        worst = max(losses, key=lambda row: row.lost_trailing)
        yield Takeaway(
            "stage_loss", {"stage": worst.stage, "lost": _count(worst.lost_trailing), "total": _count(total)}
        )


def _stalled(pipeline: PipelineRow) -> Iterator[Takeaway]:
    if pipeline.stale:
        yield Takeaway("stalled", {"stale": _count(pipeline.stale), "open": _count(pipeline.opportunities)})


def _count(value: int) -> Quantity:
    return Quantity(value, Unit.COUNT)
