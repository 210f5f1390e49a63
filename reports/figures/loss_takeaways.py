"""The sentences that the loss report opens with, chosen and computed from its figures."""

from collections.abc import Iterator, Sequence

from reports.figures.loss_model import CompetitorRow, CrossTable, ReasonRow
from reports.figures.model import Quantity, Rate, Takeaway, Unit

TOO_MANY_UNKNOWN = 0.15  # above this share of unknown reasons the Pareto itself is in doubt


def loss_takeaways(
    lost: int,
    reasons: Sequence[ReasonRow],
    by_stage: CrossTable,
    competitors: Sequence[CompetitorRow],
    unknown: Rate,
) -> tuple[Takeaway, ...]:
    """Return at most four sentences; where there is nothing to say a sentence is left out."""
    return (
        *_main_reason(lost, reasons),
        *_main_stage(by_stage),
        *_main_competitor(competitors),
        *_unknown(unknown),
    )


def _main_reason(lost: int, reasons: Sequence[ReasonRow]) -> Iterator[Takeaway]:
    if not lost:
        yield Takeaway("no_losses")
        return
    worst = reasons[0]
    yield Takeaway("main_reason", {"reason": worst.reason, "lost": _count(worst.lost), "total": _count(lost)})


def _main_stage(by_stage: CrossTable) -> Iterator[Takeaway]:
    totals = by_stage.column_totals
    if sum(totals):
        stage, lost = max(zip(by_stage.columns, totals, strict=True), key=lambda column: column[1])
        yield Takeaway("main_stage", {"stage": stage, "lost": _count(lost), "total": _count(sum(totals))})


def _main_competitor(competitors: Sequence[CompetitorRow]) -> Iterator[Takeaway]:
    if competitors:
        first = competitors[0]
        yield Takeaway(
            "main_competitor",
            {
                "competitor": first.competitor,
                "lost": _count(first.lost),
                "amount": Quantity(first.lost_amount, Unit.MONEY),
            },
        )


def _unknown(unknown: Rate) -> Iterator[Takeaway]:
    if unknown.is_firm and unknown.share is not None and unknown.share > TOO_MANY_UNKNOWN:
        yield Takeaway("unknown_reasons", {"share": Quantity(unknown.share, Unit.SHARE)})


def _count(value: int) -> Quantity:
    return Quantity(value, Unit.COUNT)
