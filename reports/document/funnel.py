"""The sections of the funnel report."""

from decimal import Decimal

from reports.document.cells import columns, rate_text, row
from reports.document.model import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Counts,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Slot,
    Table,
)
from reports.figures.funnel_model import Action, Cohort, FlowRow, FunnelFigures, PipelineRow
from reports.locales.locale import NONE, Locale
from reports.locales.numbers import MINUS

# Things to do that page and PDF list; the workbook has more of them.
MOST_ITEMS = 20


def sections(figures: FunnelFigures, locale: Locale) -> tuple[Section, ...]:
    """Return the report's sections in display order."""
    grain = figures.period.grain
    trailing = locale.text(f"trailing.{grain}", count=str(figures.trailing_periods))
    return (
        _funnel(figures, locale),
        Section(
            locale.text("section.channels"),
            locale.text("lead.channels", period=locale.period(figures.period)),
            (_channels(figures, locale),),
        ),
        Section(locale.text("section.trend"), trailing, (Slot("trend"),)),
        Section(
            locale.text("section.stage_losses"),
            locale.text("lead.stage_losses"),
            (_stage_losses(figures, locale),),
        ),
        Section(
            locale.text("section.cohorts"),
            locale.text("lead.cohorts"),
            (Slot("cohorts", in_mail=False), _cohorts(figures, locale)),
        ),
        Section(
            locale.text("section.pipeline"),
            locale.text("lead.pipeline", moment=_as_of(figures, locale)),
            (_pipeline(figures, locale),),
        ),
        Section(
            locale.text("section.plan"),
            locale.text("lead.plan", moment=_as_of(figures, locale)),
            _plan(figures, locale),
        ),
    )


def _as_of(figures: FunnelFigures, locale: Locale) -> str:
    return locale.moment(figures.publication.as_of, figures.publication.time_zone)


def _funnel(figures: FunnelFigures, locale: Locale) -> Section:
    title = locale.text("section.funnel")
    if figures.funnel_span is None:
        return Section(title, "", (Paragraph(locale.text("empty.funnel")),))
    first = figures.stages[0].reached
    bars = []
    for before, stage in zip((None, *figures.stages), figures.stages, strict=False):
        caption = [locale.text(f"entered.{figures.period.grain}", count=locale.count(stage.entered))]
        if before is not None and stage.step is not None:
            caption.insert(0, locale.text("step.dropped", count=locale.count(before.reached - stage.reached)))
            caption.insert(0, locale.text("step.share", share=locale.rate(stage.step)))
        bars.append(
            Bar(
                label=locale.label(stage.stage),
                value=locale.count(stage.reached),
                share=stage.reached / first if first else 0.0,
                caption=" · ".join(caption),
            )
        )
    lead = locale.text("lead.funnel", span=locale.span(figures.funnel_span))
    return Section(title, lead, (Bars(tuple(bars)),))


def _channels(figures: FunnelFigures, locale: Locale) -> Block:
    if not figures.channels:
        return Paragraph(locale.text(f"empty.channels.{figures.period.grain}"))

    def flow(found: FlowRow, is_total: bool = False) -> Row:
        counts = (found.new_leads, found.new_a_leads, found.new_opportunities, found.won)
        texts = [locale.count(count) for count in counts]
        texts.insert(1, _difference(found))
        return row(locale.label(found.channel), *texts, locale.whole(found.won_amount), is_total=is_total)

    return Table(
        columns(locale, "channel", "leads", "leads_change", "a_leads", "opportunities", "won", "revenue"),
        (*(flow(found) for found in figures.channels), flow(figures.channels_total, is_total=True)),
        note=locale.text(f"note.leads_change.{figures.period.grain}"),
    )


def _difference(found: FlowRow) -> str:
    if found.new_leads_before is None:
        return NONE
    difference = found.new_leads - found.new_leads_before
    return f"{'+' if difference > 0 else MINUS if difference else '±'}{abs(difference):,}"


def _stage_losses(figures: FunnelFigures, locale: Locale) -> Block:
    if not figures.stage_losses:
        return Paragraph(locale.text("empty.losses"))
    total = sum(found.lost_trailing for found in figures.stage_losses)
    rows = [
        row(
            locale.label(found.stage),
            locale.count(found.lost),
            locale.whole(found.lost_amount),
            locale.count(found.lost_trailing),
            locale.percent(found.lost_trailing / total),
        )
        for found in figures.stage_losses
    ]
    rows.append(
        row(
            locale.text("label.total"),
            locale.count(sum(found.lost for found in figures.stage_losses)),
            locale.whole(sum((found.lost_amount for found in figures.stage_losses), start=Decimal(0))),
            locale.count(total),
            locale.percent(1.0),
            is_total=True,
        )
    )
    stage, this, amount, share = columns(
        locale, "stage", f"lost_this_{figures.period.grain}", "lost_amount", "share"
    )
    trailing = Column(
        locale.text(f"column.lost_trailing_{figures.period.grain}", count=str(figures.trailing_periods))
    )
    return Table((stage, this, amount, trailing, share), tuple(rows))


def _cohorts(figures: FunnelFigures, locale: Locale) -> Block:
    if not figures.cohorts:
        return Paragraph(locale.text("empty.cohorts"))

    def cohort(found: Cohort) -> Row:
        counts = (found.leads, found.reached_qualified, found.reached_won)
        rate = rate_text(locale, found.conversion) if found.is_mature else locale.text("immature")
        texts = (locale.month(found.month.start_on), *(locale.count(count) for count in counts), rate)
        return row(*texts, is_muted=not found.is_mature)

    return Table(
        columns(locale, "cohort", "leads", "qualified", "won", "conversion"),
        tuple(cohort(found) for found in figures.cohorts),
        note=locale.text("note.cohorts"),
    )


def _pipeline(figures: FunnelFigures, locale: Locale) -> Block:
    if not figures.pipeline:
        return Paragraph(locale.text("empty.pipeline"))

    def stage(found: PipelineRow, is_total: bool = False) -> Row:
        age = NONE if found.median_age_days is None else f"{found.median_age_days:,.0f}"
        return Row(
            (
                Cell(locale.label(found.stage)),
                Cell(locale.count(found.opportunities)),
                Cell(locale.whole(found.amount)),
                Cell(age),
                Cell(locale.count(found.stale), tone="bad" if found.stale else "normal"),
                Cell(locale.count(found.overdue), tone="bad" if found.overdue else "normal"),
            ),
            is_total=is_total,
        )

    return Table(
        columns(locale, "stage", "deals", "amount", "median_age", "stale", "overdue"),
        (*(stage(found) for found in figures.pipeline), stage(figures.pipeline_total, is_total=True)),
        note=locale.text("note.pipeline"),
    )


def _plan(figures: FunnelFigures, locale: Locale) -> tuple[Block, ...]:
    if not figures.actions:
        return (Paragraph(locale.text("empty.plan")),)
    counts = Counts(
        tuple(
            (
                locale.count(found.opportunities),
                locale.text(f"plan.{found.reason}"),
                locale.money(found.amount),
            )
            for found in figures.plan
        )
    )
    items = tuple(_action(action, locale) for action in figures.actions[:MOST_ITEMS])
    return (counts, Items(items, figures.planned, more=locale.text("more.items")))


def _action(action: Action, locale: Locale) -> Item:
    step = action.next_step or locale.text("plan.no_next_step")
    if action.next_step and action.next_step_on is not None:
        step = locale.text("plan.next_step", day=locale.short_day(action.next_step_on), step=step)
    state = [locale.label(action.stage)]
    if action.expected_close_on is not None:
        state.append(locale.text("plan.expected", day=locale.short_day(action.expected_close_on)))
    if action.days_since_activity is not None:
        state.append(locale.text("plan.idle", days=locale.count(action.days_since_activity)))
    who = " · ".join(part for part in (action.owner or locale.text("plan.no_owner"), action.team) if part)
    return Item(
        title=action.name or action.account,
        value=locale.money(action.amount),
        lines=(" · ".join(state), who, step),
        tag=locale.text(f"plan.{action.reason}"),
    )
