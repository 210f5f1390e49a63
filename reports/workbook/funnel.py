"""The funnel report's sheets."""

from decimal import Decimal

from reports.figures.funnel_model import FlowRow, FunnelFigures, PipelineRow
from reports.locales.locale import Locale
from reports.workbook.model import (
    Head,
    Kind,
    Line,
    Sheet,
    SheetChart,
    Value,
    lines,
    rate_cells,
    text_head,
)

TERMS: tuple[str, ...] = (
    "lead", "a_lead", "channel", "missing", "opportunity", "won", "reached", "conversion", "interval",
    "stage_loss", "pipeline", "stale", "overdue", "change", "time",
)  # fmt: skip


def sheets(figures: FunnelFigures, locale: Locale) -> list[Sheet]:
    """Return the report's own sheets in order."""
    return [
        _stages(figures, locale),
        _channels(figures, locale),
        _trend(figures, locale),
        _cohorts(figures, locale),
        _stage_losses(figures, locale),
        _pipeline(figures, locale),
        _plan(figures, locale),
    ]


def _heads(locale: Locale, *keys: str) -> tuple[Head, ...]:
    return tuple(Head(locale.text(f"head.{key}")) for key in keys)


def _money(locale: Locale, key: str) -> Head:
    return Head(locale.text(f"head.{key}", currency=locale.currency), Kind.MONEY)


def _rate_heads(locale: Locale, key: str) -> tuple[Head, ...]:
    names = (locale.text(f"head.{key}"), locale.text("head.low"), locale.text("head.high"))
    return (Head(locale.text("head.cases")), *(Head(name, Kind.SHARE) for name in names))


def _stages(figures: FunnelFigures, locale: Locale) -> Sheet:
    rows = []
    for stage in figures.stages:
        share = stage.step.share if stage.step is not None and stage.step.is_firm else None
        rows.append((locale.label(stage.stage), stage.reached, share, stage.entered))
    heads = (
        text_head(locale.text("head.stage")),
        Head(locale.text("head.reached")),
        Head(locale.text("head.step"), Kind.SHARE),
        Head(locale.text(f"head.entered.{figures.period.grain}")),
    )
    chart = SheetChart(locale.text("section.funnel"), "bar", (1,))
    return Sheet(locale.text("sheet.funnel"), heads, lines(rows), chart)


def _channels(figures: FunnelFigures, locale: Locale) -> Sheet:
    def flow(found: FlowRow) -> tuple[Value, ...]:
        return (
            locale.label(found.channel),
            *(found.new_leads, found.new_leads_before, found.new_a_leads),
            *(found.new_opportunities, found.new_opportunity_amount),
            *(found.won, found.won_amount, found.lost, found.lost_amount),
        )

    heads = (
        text_head(locale.text("head.channel")),
        *_heads(locale, "new_leads", "new_leads_before", "new_a_leads", "new_opportunities"),
        _money(locale, "new_opportunity_amount"),
        *_heads(locale, "won"),
        _money(locale, "won_amount"),
        *_heads(locale, "lost"),
        _money(locale, "lost_amount"),
    )
    rows = [flow(found) for found in figures.channels]
    return Sheet(locale.text("sheet.channels"), heads, lines(rows, flow(figures.channels_total)))


def _trend(figures: FunnelFigures, locale: Locale) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            point.period.code,
            point.period.start_on,
            *(point.new_leads, point.new_a_leads, point.new_opportunities),
            *(point.won, point.won_amount, point.lost),
        )
        for point in figures.trend
    ]
    heads = (
        text_head(locale.text("head.period")),
        Head(locale.text("head.first_day"), Kind.DATE),
        *_heads(locale, "new_leads", "new_a_leads", "new_opportunities", "won"),
        _money(locale, "won_amount"),
        *_heads(locale, "lost"),
    )
    chart = SheetChart(locale.text("section.trend"), "column", (2, 5))
    return Sheet(locale.text("sheet.trend"), heads, lines(rows), chart)


def _cohorts(figures: FunnelFigures, locale: Locale) -> Sheet:
    found = [
        Line(
            (
                cohort.month.code,
                *(cohort.leads, cohort.a_leads, cohort.reached_qualified),
                *(cohort.reached_price_negotiation, cohort.reached_won, cohort.won_amount),
                *(rate_cells(cohort.conversion) if cohort.is_mature else (cohort.leads, None, None, None)),
                locale.text("maturity.mature" if cohort.is_mature else "maturity.immature"),
            ),
            is_muted=not cohort.is_mature,
        )
        for cohort in figures.cohorts
    ]
    heads = (
        text_head(locale.text("head.created_month")),
        *_heads(locale, "leads", "a_leads", "reached_qualified", "reached_price_negotiation", "won"),
        _money(locale, "won_amount"),
        *_rate_heads(locale, "conversion"),
        text_head(locale.text("head.maturity")),
    )
    return Sheet(locale.text("sheet.cohorts"), heads, tuple(found))


def _stage_losses(figures: FunnelFigures, locale: Locale) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            locale.label(found.stage),
            *(found.lost, found.lost_amount, found.lost_trailing, found.lost_amount_trailing),
        )
        for found in figures.stage_losses
    ]
    total: tuple[Value, ...] = (
        locale.text("label.total"),
        sum(found.lost for found in figures.stage_losses),
        sum((found.lost_amount for found in figures.stage_losses), start=Decimal(0)),
        sum(found.lost_trailing for found in figures.stage_losses),
        sum((found.lost_amount_trailing for found in figures.stage_losses), start=Decimal(0)),
    )
    trailing = locale.text(f"trailing.{figures.period.grain}", count=str(figures.trailing_periods))
    heads = (
        text_head(locale.text("head.lost_from")),
        Head(locale.text("head.lost")),
        _money(locale, "lost_amount"),
        Head(locale.text("head.lost_trailing", trailing=trailing)),
        Head(
            locale.text("head.lost_amount_trailing", trailing=trailing, currency=locale.currency), Kind.MONEY
        ),
    )
    return Sheet(locale.text("sheet.stage_losses"), heads, lines(rows, total if rows else None))


def _pipeline(figures: FunnelFigures, locale: Locale) -> Sheet:
    def stage(found: PipelineRow) -> tuple[Value, ...]:
        counts = (found.opportunities, found.amount, found.median_age_days, found.stale, found.overdue)
        return (locale.label(found.stage), *counts)

    heads = (
        text_head(locale.text("head.stage")),
        Head(locale.text("head.open_opportunities")),
        _money(locale, "amount"),
        Head(locale.text("head.median_age_days"), Kind.DAYS),
        *_heads(locale, "stale", "overdue"),
    )
    rows = [stage(found) for found in figures.pipeline]
    return Sheet(locale.text("sheet.pipeline"), heads, lines(rows, stage(figures.pipeline_total)))


def _plan(figures: FunnelFigures, locale: Locale) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            *(action.name, action.account, locale.text(f"plan.{action.reason}"), locale.label(action.stage)),
            *(action.amount, action.expected_close_on, action.owner, action.team),
            *(action.next_step, action.next_step_on, action.days_since_activity),
        )
        for action in figures.actions
    ]
    heads = (
        *(text_head(locale.text(f"head.{key}")) for key in ("deal", "account", "attention", "stage")),
        _money(locale, "amount"),
        Head(locale.text("head.expected_close_on"), Kind.DATE),
        *(text_head(locale.text(f"head.{key}")) for key in ("owner", "team", "next_step")),
        Head(locale.text("head.next_step_on"), Kind.DATE),
        Head(locale.text("head.days_since_activity"), Kind.DAYS),
    )
    found = lines(rows)
    if left_out := figures.planned - len(rows):
        note = locale.text("left_out.plan", count=locale.count(left_out))
        found = (*found, Line((note, *[None] * (len(heads) - 1)), is_muted=True))
    return Sheet(locale.text("sheet.plan"), heads, found)
