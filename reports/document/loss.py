"""The sections of the loss report."""

from reports.document.cells import columns, row
from reports.document.model import Bar, Bars, Block, Cell, Column, Paragraph, Row, Section, Slot, Table
from reports.figures.loss_model import CrossTable, LossFigures, WinRateRow
from reports.figures.model import Label, Rate
from reports.locales.locale import NONE, Locale

REASON_COLUMNS = 4  # reasons with a column of their own in a mail's tables
MAIL_MONTHS = 6  # rows of the trend in a mail, below its chart


def sections(figures: LossFigures, locale: Locale) -> tuple[Section, ...]:
    """Return the report's sections in display order."""
    span = locale.span(figures.trailing_span)
    if not figures.reasons:
        return (Section(locale.text("section.reasons"), span, (Paragraph(locale.text("empty.losses")),)),)
    return (
        Section(
            locale.text("section.reasons"),
            locale.text("lead.reasons", period=locale.period(figures.period), span=span),
            (_pareto(figures, locale),),
        ),
        Section(
            locale.text("section.stage_reason"),
            locale.text("lead.stage_reason", span=span),
            (_heat(_turned(figures.by_stage), locale, "stage"),),
        ),
        Section(
            locale.text("section.competitor_reason"),
            locale.text("lead.competitor_reason", span=span),
            (_heat(_turned(figures.by_competitor), locale, "competitor"),),
        ),
        Section(
            locale.text("section.all_reasons"),
            span,
            (_heat(figures.by_stage, locale, "reason"), _heat(figures.by_competitor, locale, "reason")),
            in_mail=False,
        ),
        Section(locale.text("section.competitors"), span, (_competitors(figures, locale),), in_mail=False),
        Section(
            locale.text("section.loss_trend"),
            locale.text("trailing.month", count=str(figures.trailing_months)),
            (Slot("trend"), _trend(figures, locale)),
        ),
        Section(
            locale.text("section.win_rates"),
            locale.text("lead.win_rates"),
            (_definitions(figures, locale), _win_rates(figures, locale, span)),
        ),
    )


def _pareto(figures: LossFigures, locale: Locale) -> Bars:
    # With a quiet month the bars are those of the trailing months; the values stay the month's.
    quiet = not any(found.lost for found in figures.reasons)
    longest = max(found.share_trailing if quiet else found.share for found in figures.reasons)
    bars = []
    for found in (one for one in figures.reasons if quiet or one.lost):
        share = found.share_trailing if quiet else found.share
        caption = locale.text(
            "reason.caption",
            amount=locale.money(found.lost_amount),
            cumulative=locale.percent(found.cumulative_share, 0),
            months=str(figures.trailing_months),
            trailing=locale.count(found.lost_trailing),
            share=locale.percent(found.share_trailing, 0),
        )
        value = f"{locale.count(found.lost)} · {locale.percent(found.share, 0)}"
        bars.append(Bar(locale.label(found.reason), value, share / longest if longest else 0.0, caption))
    return Bars(tuple(bars))


def _heat(cross: CrossTable, locale: Locale, first: str) -> Table:
    """Return a cross table whose cells are tinted by their share of the largest one."""
    largest = max((count for counts in cross.counts for count in counts), default=0)
    rows = [
        Row(
            (
                Cell(locale.label(label)),
                *(
                    Cell(
                        locale.count(count),
                        "normal" if count else "muted",
                        count / largest if largest else 0.0,
                    )
                    for count in counts
                ),
                Cell(locale.count(total)),
            )
        )
        for label, counts, total in zip(cross.rows, cross.counts, cross.row_totals, strict=True)
    ]
    totals = (*cross.column_totals, sum(cross.column_totals))
    rows.append(row(locale.text("label.total"), *(locale.count(total) for total in totals), is_total=True))
    headings = (Column(locale.label(label)) for label in cross.columns)
    return Table(
        (
            Column(locale.text(f"column.{first}"), is_number=False, weight=3),
            *headings,
            Column(locale.text("label.total")),
        ),
        tuple(rows),
    )


def _turned(cross: CrossTable) -> CrossTable:
    """Turn reason x something: names in rows, the main reasons in columns, the others put together.

    So the table has at most six columns of numbers, whatever a company's stages and competitors are: more do
    not fit on a phone.
    """
    own = cross.counts[:REASON_COLUMNS]
    rest = cross.counts[REASON_COLUMNS:]
    counts = list(zip(*own, strict=True))
    if rest:
        others = [sum(column) for column in zip(*rest, strict=True)]
        counts = [(*known, other) for known, other in zip(counts, others, strict=True)]
    labels = (*cross.rows[:REASON_COLUMNS], *((Label.plain("other_reasons"),) if rest else ()))
    return CrossTable(rows=cross.columns, columns=labels, counts=tuple(tuple(found) for found in counts))


def _competitors(figures: LossFigures, locale: Locale) -> Block:
    if not figures.competitors:
        return Paragraph(locale.text("empty.competitors"))
    rows = tuple(
        row(
            locale.label(found.competitor),
            locale.count(found.lost),
            locale.whole(found.lost_amount),
            f"{locale.label(found.main_reason)} ({locale.count(found.main_reason_lost)})",
        )
        for found in figures.competitors
    )
    return Table(columns(locale, "competitor", "lost", "lost_amount", "main_reason"), rows)


def _trend(figures: LossFigures, locale: Locale) -> Table:
    rows = tuple(
        row(
            locale.month(found.month.start_on),
            locale.count(found.lost),
            locale.whole(found.lost_amount),
            locale.rate(found.win_rate),
            locale.rate(found.unknown_reason),
        )
        for found in figures.trend
    )
    return Table(
        columns(locale, "month", "lost", "lost_amount", "win_rate", "unknown_reason"),
        rows,
        mail_rows=MAIL_MONTHS,
        keeps_last=True,
        more=locale.text("more.rows"),
    )


def _definitions(figures: LossFigures, locale: Locale) -> Table:
    rows = tuple(
        _rate_row(
            locale, locale.text(f"win_rate.{found.definition}", span=locale.range(found.span)), found.rate
        )
        for found in figures.win_rates
    )
    return Table(_rate_columns(locale, "definition"), rows, title=locale.text("table.definitions"))


def _win_rates(figures: LossFigures, locale: Locale, span: str) -> Table:
    found: tuple[WinRateRow, ...] = (*figures.win_rate_by_channel, *figures.win_rate_by_grade)
    rows = tuple(_rate_row(locale, locale.label(one.label), one.rate) for one in found)
    return Table(
        _rate_columns(locale, "channel_or_grade"),
        rows,
        title=locale.text("table.win_rates", span=span),
        mail_rows=16,
        more=locale.text("more.rows"),
    )


def _rate_columns(locale: Locale, first: str) -> tuple[Column, ...]:
    return columns(locale, first, "cases", "rate", "interval", weight=5)


def _rate_row(locale: Locale, name: str, rate: Rate) -> Row:
    shown = locale.rate(rate) if rate.is_firm else NONE
    return row(name, locale.counts(rate), shown, locale.interval(rate) or NONE)
