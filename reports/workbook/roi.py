"""The ROI report's sheets."""

from reports.figures.roi_model import MODELS, ChannelReturn, Credit, Return, RoiFigures
from reports.locales.locale import Locale
from reports.workbook.model import Head, Kind, Line, Sheet, SheetChart, Value, lines, text_head

TERMS: tuple[str, ...] = (
    "lead", "a_lead", "channel", "missing", "opportunity", "won", "spend", "revenue", "roi", "few_wins",
    "costs", "maturity", "attribution", "change", "time",
)  # fmt: skip


def sheets(figures: RoiFigures, locale: Locale) -> list[Sheet]:
    """Return the report's own sheets in order."""
    return [
        _channels(figures, locale),
        _campaigns(figures, locale),
        _month(figures, locale),
        _months(figures, locale),
        _attribution(figures, locale),
    ]


def _money(locale: Locale, key: str) -> Head:
    return Head(locale.text(f"head.{key}", currency=locale.currency), Kind.MONEY)


def _return_heads(locale: Locale) -> tuple[Head, ...]:
    return (
        _money(locale, "spend"),
        *(Head(locale.text(f"head.{key}")) for key in ("leads", "a_leads", "opportunities", "won")),
        _money(locale, "revenue"),
        Head(locale.text("head.roi"), Kind.ROI),
        *(_money(locale, key) for key in ("per_lead", "per_a_lead", "per_opportunity", "per_won")),
    )


def _return_cells(found: Return) -> tuple[Value, ...]:
    return (
        *(found.spend, found.leads, found.a_leads, found.opportunities, found.won, found.revenue, found.roi),
        *(found.cost_per("lead"), found.cost_per("a_lead")),
        *(found.cost_per("opportunity"), found.cost_per("won")),
    )


def _channels(figures: RoiFigures, locale: Locale) -> Sheet:
    def channel(found: ChannelReturn) -> tuple[Value, ...]:
        return (locale.label(found.channel), *_return_cells(found.mature))

    rows = [channel(found) for found in figures.channels] if figures.mature_span else []
    total = channel(figures.channels_total) if rows else None
    heads = (text_head(locale.text("head.channel")), *_return_heads(locale))
    chart = SheetChart(locale.text("chart.channels"), "bar", (1, 6))
    return Sheet(locale.text("sheet.roi_channels"), heads, lines(rows, total), chart)


def _campaigns(figures: RoiFigures, locale: Locale) -> Sheet:
    rows = [
        (locale.label(found.campaign), locale.label(found.channel), *_return_cells(found.mature))
        for found in figures.campaigns
    ]
    heads = (
        text_head(locale.text("head.campaign")),
        text_head(locale.text("head.channel")),
        *_return_heads(locale),
    )
    return Sheet(locale.text("sheet.campaigns"), heads, lines(rows))


def _month(figures: RoiFigures, locale: Locale) -> Sheet:
    def channel(found: ChannelReturn) -> tuple[Value, ...]:
        result = found.month
        costs = (result.cost_per("lead"), result.cost_per("a_lead"))
        return (locale.label(found.channel), result.spend, result.leads, result.a_leads, *costs)

    heads = (
        text_head(locale.text("head.channel")),
        _money(locale, "spend"),
        *(Head(locale.text(f"head.{key}")) for key in ("leads", "a_leads")),
        *(_money(locale, key) for key in ("per_lead", "per_a_lead")),
    )
    rows = [channel(found) for found in figures.channels]
    return Sheet(
        locale.text("sheet.month_spend"),
        heads,
        lines(rows, channel(figures.channels_total) if rows else None),
    )


def _months(figures: RoiFigures, locale: Locale) -> Sheet:
    found = tuple(
        Line(
            (
                month.month.code,
                *_return_cells(month.result),
                locale.text("maturity.mature" if month.is_mature else "maturity.immature"),
            ),
            is_muted=not month.is_mature,
        )
        for month in figures.months
    )
    heads = (
        text_head(locale.text("head.created_month")),
        *_return_heads(locale),
        text_head(locale.text("head.maturity")),
    )
    chart = SheetChart(locale.text("section.months"), "column", (1, 6))
    return Sheet(locale.text("sheet.months"), heads, found, chart)


def _attribution(figures: RoiFigures, locale: Locale) -> Sheet:
    def credit(found: Credit) -> tuple[Value, ...]:
        return (locale.label(found.channel), *(found.credits[model] for model in MODELS))

    rows = [credit(found) for found in figures.attribution.rows]
    heads = (
        text_head(locale.text("head.channel")),
        *(_money(locale, f"credit_{model}") for model in MODELS),
    )
    total = credit(figures.attribution.total) if rows else None
    return Sheet(locale.text("sheet.attribution"), heads, lines(rows, total))
