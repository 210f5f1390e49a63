"""The tables of the loss report: Pareto of reasons, reasons by stage and by competitor, competitors."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reports.figures.loss_facts import Losses, Lost
from reports.figures.loss_model import CompetitorRow, CrossTable, ReasonRow
from reports.figures.marts import Names
from reports.figures.model import MISSING, Label
from reports.period import Period

COMPETITOR_COLUMNS = 5  # competitors with a column of their own; the rest stand together
NOTHING = Lost(0, Decimal("0.00"))


def reason_rows(
    losses: Losses, names: Names, period: Period, months: Sequence[Period]
) -> tuple[ReasonRow, ...]:
    """Return the Pareto: reasons by what they cost in the period, then in the trailing months."""
    here, before = losses.by([period], "loss_reason"), losses.by(months, "loss_reason")
    lost = sum(group.deals for group in here.values())
    lost_trailing = sum(group.deals for group in before.values())

    def rank(group: tuple[str, ...]) -> tuple[int, int, tuple[int, str]]:
        return (-here.get(group, NOTHING).deals, -before[group].deals, names.order(group[0]))

    rows: list[ReasonRow] = []
    so_far = 0
    for group in sorted(before, key=rank):
        now, trailing = here.get(group, NOTHING), before[group]
        so_far += now.deals
        rows.append(
            ReasonRow(
                reason=names.label(group[0]),
                lost=now.deals,
                lost_amount=now.amount,
                share=now.deals / lost if lost else 0.0,
                cumulative_share=so_far / lost if lost else 0.0,
                lost_trailing=trailing.deals,
                lost_amount_trailing=trailing.amount,
                share_trailing=trailing.deals / lost_trailing,
            )
        )
    return tuple(rows)


def reasons_by_stage(losses: Losses, reasons: Names, stages: Names, months: Sequence[Period]) -> CrossTable:
    """Return losses of the trailing months by reason and the stage they were lost from."""
    cells = losses.by(months, "loss_reason", "loss_stage")
    codes = sorted({stage for _, stage in cells}, key=stages.order)
    return _cross(cells, reasons, {code: stages.label(code) for code in codes})


def reasons_by_competitor(losses: Losses, reasons: Names, months: Sequence[Period]) -> CrossTable:
    """Return losses of the trailing months by reason and competitor; small competitors stand together."""
    cells: dict[tuple[str, ...], Lost] = {}
    columns = {row.competitor.code: row.competitor for row in competitor_rows(losses, reasons, months)}
    own = list(columns)[:COMPETITOR_COLUMNS]
    for (reason, code), lost in losses.by(months, "loss_reason", "competitor").items():
        column = code if code in own else "nobody_named" if code == MISSING else "others"
        so_far = cells.get((reason, column), NOTHING)
        cells[reason, column] = Lost(so_far.deals + lost.deals, so_far.amount + lost.amount)
    used = {column for _, column in cells}
    rest = [Label.plain(code) for code in ("others", "nobody_named") if code in used]
    return _cross(cells, reasons, {label.code: label for label in (*(columns[code] for code in own), *rest)})


def _cross(cells: Mapping[tuple[str, ...], Lost], reasons: Names, columns: Mapping[str, Label]) -> CrossTable:
    totals: dict[str, int] = {}
    for (reason, _), lost in cells.items():
        totals[reason] = totals.get(reason, 0) + lost.deals
    rows = sorted(totals, key=lambda reason: (-totals[reason], reasons.order(reason)))
    return CrossTable(
        rows=tuple(reasons.label(reason) for reason in rows),
        columns=tuple(columns.values()),
        counts=tuple(
            tuple(cells.get((reason, column), NOTHING).deals for column in columns) for reason in rows
        ),
    )


def competitor_rows(losses: Losses, reasons: Names, months: Sequence[Period]) -> tuple[CompetitorRow, ...]:
    """Return the competitors named in the trailing months, most losses first, with their main reason."""
    main: dict[str, tuple[int, str]] = {}
    for (code, reason), lost in losses.by(months, "competitor", "loss_reason").items():
        main[code] = max(main.get(code, (0, "")), (lost.deals, reason))
    rows = (
        CompetitorRow(Label.plain(code), lost.deals, lost.amount, reasons.label(main[code][1]), main[code][0])
        for (code,), lost in losses.by(months, "competitor").items()
        if code != MISSING
    )
    return tuple(sorted(rows, key=lambda row: (-row.lost, -row.lost_amount, row.competitor.code)))
