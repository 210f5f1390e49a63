"""The loss report's sheets."""

from decimal import Decimal

from reports.figures.loss_model import CrossTable, LossFigures
from reports.locales.locale import Locale
from reports.workbook.model import Head, Kind, Sheet, SheetChart, Value, lines, rate_cells, text_head

TERMS: tuple[str, ...] = (
    "opportunity", "won", "lost", "reason", "unknown_reason", "stage_loss", "competitor", "win_rate",
    "interval", "late", "change", "time",
)  # fmt: skip


def sheets(figures: LossFigures, locale: Locale) -> list[Sheet]:
    """Return the report's own sheets in order."""
    return [
        _reasons(figures, locale),
        _cross(figures.by_stage, "reason_stage", locale),
        _cross(figures.by_competitor, "reason_competitor", locale),
        _competitors(figures, locale),
        _trend(figures, locale),
        _win_rates(figures, locale),
    ]


def _money(locale: Locale, key: str) -> Head:
    return Head(locale.text(f"head.{key}", currency=locale.currency), Kind.MONEY)


def _reasons(figures: LossFigures, locale: Locale) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            locale.label(found.reason),
            *(found.lost, found.share, found.cumulative_share, found.lost_amount),
            *(found.lost_trailing, found.share_trailing, found.lost_amount_trailing),
        )
        for found in figures.reasons
    ]
    trailing = locale.text("trailing.month", count=str(figures.trailing_months))
    heads = (
        text_head(locale.text("head.reason")),
        Head(locale.text("head.lost")),
        Head(locale.text("head.share"), Kind.SHARE),
        Head(locale.text("head.cumulative_share"), Kind.SHARE),
        _money(locale, "lost_amount"),
        Head(locale.text("head.lost_trailing", trailing=trailing)),
        Head(locale.text("head.share_trailing", trailing=trailing), Kind.SHARE),
        Head(
            locale.text("head.lost_amount_trailing", trailing=trailing, currency=locale.currency), Kind.MONEY
        ),
    )
    total: tuple[Value, ...] = (
        locale.text("label.total"),
        sum(found.lost for found in figures.reasons),
        None,
        None,
        sum((found.lost_amount for found in figures.reasons), start=Decimal(0)),
        sum(found.lost_trailing for found in figures.reasons),
        None,
        sum((found.lost_amount_trailing for found in figures.reasons), start=Decimal(0)),
    )
    chart = SheetChart(locale.text("chart.reasons"), "column", (1,), lines=(3,))
    return Sheet(locale.text("sheet.reasons"), heads, lines(rows, total if rows else None), chart)


def _cross(cross: CrossTable, name: str, locale: Locale) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (locale.label(label), *counts, total)
        for label, counts, total in zip(cross.rows, cross.counts, cross.row_totals, strict=True)
    ]
    heads = (
        text_head(locale.text("head.reason")),
        *(Head(locale.label(label)) for label in cross.columns),
        Head(locale.text("label.total")),
    )
    totals: tuple[Value, ...] = (locale.text("label.total"), *cross.column_totals, sum(cross.column_totals))
    return Sheet(locale.text(f"sheet.{name}"), heads, lines(rows, totals if rows else None))


def _competitors(figures: LossFigures, locale: Locale) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            *(locale.label(found.competitor), found.lost, found.lost_amount),
            *(locale.label(found.main_reason), found.main_reason_lost),
        )
        for found in figures.competitors
    ]
    heads = (
        text_head(locale.text("head.competitor")),
        Head(locale.text("head.lost")),
        _money(locale, "lost_amount"),
        text_head(locale.text("head.main_reason")),
        Head(locale.text("head.main_reason_lost")),
    )
    return Sheet(locale.text("sheet.competitors"), heads, lines(rows))


def _trend(figures: LossFigures, locale: Locale) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (
            *(point.month.code, point.lost, point.lost_amount, point.won),
            *rate_cells(point.win_rate),
            *rate_cells(point.unknown_reason)[1:2],
        )
        for point in figures.trend
    ]
    heads = (
        text_head(locale.text("head.month")),
        Head(locale.text("head.lost")),
        _money(locale, "lost_amount"),
        Head(locale.text("head.won")),
        Head(locale.text("head.closed")),
        Head(locale.text("head.win_rate"), Kind.SHARE),
        Head(locale.text("head.low"), Kind.SHARE),
        Head(locale.text("head.high"), Kind.SHARE),
        Head(locale.text("head.unknown_reason"), Kind.SHARE),
    )
    chart = SheetChart(locale.text("sheet.loss_trend"), "column", (1,), lines=(5,))
    return Sheet(locale.text("sheet.loss_trend"), heads, lines(rows), chart)


def _win_rates(figures: LossFigures, locale: Locale) -> Sheet:
    named = [
        (locale.text(f"win_rate.{found.definition}", span=locale.range(found.span)), found.rate)
        for found in figures.win_rates
    ]
    closed = locale.text("head.win_rate")
    for row in (*figures.win_rate_by_channel, *figures.win_rate_by_grade):
        named.append((f"{closed}: {locale.label(row.label)}", row.rate))
    rows: list[tuple[Value, ...]] = [(name, rate.hits, *rate_cells(rate)) for name, rate in named]
    heads = (
        text_head(locale.text("head.definition")),
        *(Head(locale.text(f"head.{key}")) for key in ("won", "cases")),
        *(Head(locale.text(f"head.{key}"), Kind.SHARE) for key in ("rate", "low", "high")),
    )
    return Sheet(locale.text("sheet.win_rates"), heads, lines(rows))
