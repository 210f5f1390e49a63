"""The sections of the ROI report."""

from reports.document.cells import columns, row
from reports.document.model import Block, Cell, Column, Paragraph, Row, Section, Slot, Table
from reports.figures.model import FEW_WINS
from reports.figures.roi_model import MODELS, CampaignReturn, ChannelReturn, Credit, Return, RoiFigures
from reports.locales.locale import NONE, Locale

MAIL_MONTHS = 6  # rows of a trend in a mail, below its chart


def sections(figures: RoiFigures, locale: Locale) -> tuple[Section, ...]:
    """Return the report's sections in display order."""
    attribution = figures.attribution
    return (
        *_matured(figures, locale),
        Section(
            locale.text("section.month_spend"),
            locale.text("lead.month_spend", period=locale.period(figures.period)),
            (_month(figures, locale),),
        ),
        Section(
            locale.text("section.months"),
            locale.text("lead.months"),
            (Slot("months"), _months(figures, locale)),
        ),
        Section(
            locale.text("section.attribution"),
            locale.text(
                "lead.attribution", span=locale.span(attribution.span), wins=locale.count(attribution.wins)
            ),
            (_attribution(figures, locale),),
        ),
    )


def _matured(figures: RoiFigures, locale: Locale) -> tuple[Section, ...]:
    title = locale.text("section.roi_channels")
    if figures.mature_span is None:
        return (Section(title, "", (Paragraph(locale.text("empty.mature")),)),)
    span = locale.span(figures.mature_span)
    lead = locale.text("lead.roi_channels", span=span)
    return (
        Section(title, lead, (Slot("channels"), _returns(figures, locale))),
        Section(
            locale.text("section.costs"),
            locale.text("lead.costs", span=span),
            (Slot("costs", in_mail=False), _costs(figures, locale)),
        ),
        Section(
            locale.text("section.campaigns"),
            locale.text("lead.campaigns", span=span),
            (_campaigns(figures, locale),),
        ),
    )


def _return_columns(locale: Locale, first: str) -> tuple[Column, ...]:
    return columns(locale, first, "spend", "leads", "won", "revenue", "roi")


def _return_row(
    locale: Locale, name: str, found: Return, *, is_total: bool = False, is_muted: bool = False
) -> Row:
    texts = (
        locale.whole(found.spend),
        locale.count(found.leads),
        locale.count(found.won),
        locale.whole(found.revenue),
    )
    return Row(
        (Cell(name), *map(Cell, texts), _roi(locale, found, is_muted)), is_total=is_total, is_muted=is_muted
    )


def _roi(locale: Locale, found: Return, is_immature: bool) -> Cell:
    if is_immature:
        return Cell(locale.text("immature"))
    if found.roi is None:
        return Cell(NONE)
    if found.has_few_wins:
        return Cell(f"{locale.percent(found.roi, 0)}*", tone="muted")
    return Cell(locale.percent(found.roi, 0), tone="bad" if found.roi < 0 else "normal")


def _few_wins(locale: Locale) -> str:
    return locale.text("note.few_wins", few=str(FEW_WINS))


def _returns(figures: RoiFigures, locale: Locale) -> Table:
    rows = [_return_row(locale, locale.label(found.channel), found.mature) for found in figures.channels]
    rows.append(_return_row(locale, locale.text("label.total"), figures.channels_total.mature, is_total=True))
    return Table(_return_columns(locale, "channel"), tuple(rows), note=_few_wins(locale))


def _costs(figures: RoiFigures, locale: Locale) -> Table:
    def costs(found: ChannelReturn, is_total: bool = False) -> Row:
        result = found.mature
        texts = (
            locale.whole(result.cost_per("lead")),
            locale.whole(result.cost_per("a_lead")),
            locale.whole(result.cost_per("opportunity")),
            locale.whole(result.cost_per("won")),
        )
        return row(locale.label(found.channel), *texts, is_total=is_total)

    return Table(
        columns(locale, "channel", "per_lead", "per_a_lead", "per_opportunity", "per_won"),
        (
            *(costs(found) for found in figures.channels if found.mature.spend),
            costs(figures.channels_total, is_total=True),
        ),
        note=locale.text("note.costs"),
    )


def _campaigns(figures: RoiFigures, locale: Locale) -> Block:
    if not figures.campaigns:
        return Paragraph(locale.text("empty.campaigns"))
    rows = tuple(
        _return_row(locale, _campaign_name(locale, found), found.mature) for found in figures.campaigns
    )
    return Table(
        _return_columns(locale, "campaign"),
        rows,
        note=_few_wins(locale),
        mail_rows=8,
        more=locale.text("more.rows"),
    )


def _campaign_name(locale: Locale, found: CampaignReturn) -> str:
    campaign, channel = locale.label(found.campaign), locale.label(found.channel)
    return campaign if campaign == channel else f"{campaign} · {channel}"


def _month(figures: RoiFigures, locale: Locale) -> Block:
    if not (figures.channels_total.month.spend or figures.channels_total.month.leads):
        return Paragraph(locale.text("empty.month_spend"))

    def month(found: ChannelReturn, is_total: bool = False) -> Row:
        result = found.month
        texts = (
            locale.whole(result.spend),
            locale.count(result.leads),
            locale.count(result.a_leads),
            locale.whole(result.cost_per("lead")),
            locale.whole(result.cost_per("a_lead")),
        )
        return row(locale.label(found.channel), *texts, is_total=is_total)

    shown = [found for found in figures.channels if found.month.spend or found.month.leads]
    return Table(
        columns(locale, "channel", "spend", "leads", "a_leads", "per_lead", "per_a_lead"),
        (*(month(found) for found in shown), month(figures.channels_total, is_total=True)),
    )


def _months(figures: RoiFigures, locale: Locale) -> Table:
    rows = tuple(
        _return_row(
            locale,
            locale.month(found.month.start_on),
            found.result,
            is_muted=not found.is_mature,
        )
        for found in figures.months
    )
    return Table(
        _return_columns(locale, "month"),
        rows,
        note=locale.text("note.months"),
        mail_rows=MAIL_MONTHS,
        keeps_last=True,
        more=locale.text("more.rows"),
    )


def _attribution(figures: RoiFigures, locale: Locale) -> Block:
    if not figures.attribution.wins:
        return Paragraph(locale.text("empty.attribution"))

    def credit(found: Credit, is_total: bool = False) -> Row:
        texts = (locale.whole(found.credits[model]) for model in MODELS)
        return row(locale.label(found.channel), *texts, is_total=is_total)

    headings = (f"model_{model}" for model in MODELS)
    return Table(
        columns(locale, "channel", *headings),
        (
            *(credit(found) for found in figures.attribution.rows),
            credit(figures.attribution.total, is_total=True),
        ),
        note=locale.text("note.attribution"),
    )
