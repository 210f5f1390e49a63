"""The training report: what was learnt from how much, how surely, and what the thresholds make of it.

One HTML file in each language, drawn by the reports' own page and charts. It says no time of its own, so that
the same warehouse gives the same report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orchestration.matching import report_charts
from orchestration.matching.comparisons import Comparison
from orchestration.matching.parameters import Training
from orchestration.matching.report_words import (
    block_name,
    chance,
    comparison_name,
    level_name,
    weight_text,
)
from orchestration.matching.scores import Scores
from reports.document.model import (
    Block,
    Card,
    Cell,
    Column,
    Document,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Slot,
    Table,
)
from reports.locales import numbers
from reports.locales.locale import Locale
from reports.render import page
from reports.render.html_mail import Picture


@dataclass(frozen=True)
class TrainingReport:
    """What the report is about.

    Attributes:
        company: the company's name by language.
        model_version: name of the parameters.
        comparisons: with their levels and labels.
        training: the model and how it was found.
        scores: what it makes of the leads.
    """

    company: dict[str, str]
    model_version: str
    comparisons: Sequence[Comparison]
    training: Training
    scores: Scores


def render(report: TrainingReport, language: str) -> str:
    """Return the page in a language."""
    locale = Locale(language)
    parameters = report.training.parameters
    seen = [found for found in report.comparisons if found.name not in _never_seen(report)]
    charts = [
        report_charts.weights(seen, parameters, locale),
        report_charts.shares(seen, parameters, locale),
        report_charts.convergence(report.training.sessions, locale),
    ]
    if report.scores.histogram:
        charts.append(report_charts.histogram(report.scores, locale))
    pictures = {chart.name: Picture(chart.name, chart.png, chart.alt, chart.width) for chart in charts}
    return page.render(document(report, locale), locale, pictures)


def document(report: TrainingReport, locale: Locale) -> Document:
    """Return what the report says."""
    training, scores = report.training, report.scores
    version = report.model_version
    limits = {name: weight_text(limit) for name, limit in scores.thresholds.items()}
    doubts = len(training.doubts)
    return Document(
        language=locale.language,
        subject=f"{locale.text('training.title')} {version}",
        company=report.company[locale.language],
        title=locale.text("training.title"),
        period=locale.text("training.period", version=version),
        meta=(
            locale.text("training.made_from", records=locale.count(training.records)),
            locale.text("training.limits", merge=limits["merge"], review=limits["review"]),
        ),
        banners=(locale.text("training.banner", count=locale.count(doubts)),) if doubts else (),
        takeaways=_takeaways(report, locale),
        cards=_cards(report, locale),
        sections=(
            _section("weights", locale, Slot("weights"), _weights(report, locale)),
            _section("shares", locale, Slot("shares")),
            _section("convergence", locale, Slot("convergence"), _sessions(training, locale)),
            _section("scores", locale, Slot("histogram"), _decisions(scores, locale)),
            Section(locale.text("training.section.doubts"), "", (_doubts(report, locale),)),
        ),
        quality_title=locale.text("training.method_title"),
        quality=(locale.text("training.method.u", random=locale.count(training.random_pairs)),),
        notes=tuple(locale.text(f"training.method.{key}") for key in ("m", "prior", "repeat")),
    )


def _section(key: str, locale: Locale, *blocks: Block) -> Section:
    title, lead = locale.text(f"training.section.{key}"), locale.text(f"training.section.{key}_lead")
    return Section(title, lead, blocks)


def _takeaways(report: TrainingReport, locale: Locale) -> tuple[str, ...]:
    parameters, scores = report.training.parameters, report.scores
    known = [
        (
            parameters.weight(found.name, level.number),
            level_name(level, locale),
        )
        for found in report.comparisons
        for level in found.levels
    ]
    (most, strongest), (least, weakest) = max(known), min(known)
    times = numbers.compact(Decimal(2**most), locale.language)
    return (
        locale.text("training.say.strongest", level=strongest, weight=weight_text(most), times=times),
        locale.text("training.say.against", level=weakest, weight=weight_text(least)),
        locale.text(
            "training.say.cut",
            pairs=locale.count(scores.pairs),
            merged=locale.count(scores.merged),
            review=locale.count(scores.review),
        ),
    )


def _cards(report: TrainingReport, locale: Locale) -> tuple[Card, ...]:
    training, scores = report.training, report.scores
    possible = training.records * (training.records - 1) // 2

    def card(key: str, value: str, caption: str = "") -> Card:
        return Card(locale.text(f"training.card.{key}"), value, (caption,) if caption else (), ())

    return (
        card("records", locale.count(training.records)),
        card(
            "pairs",
            locale.count(scores.pairs),
            locale.text("training.card.pairs_note", all=numbers.compact(Decimal(possible), locale.language)),
        ),
        card("prior", chance(training.parameters.prior, locale), locale.text("training.card.prior_note")),
        card("merged", locale.count(scores.merged)),
        card("review", locale.count(scores.review)),
        card("unlinkable", locale.count(scores.unlinkable), locale.text("training.card.unlinkable_note")),
    )


def _weights(report: TrainingReport, locale: Locale) -> Table:
    parameters = report.training.parameters
    prior = chance(parameters.prior, locale), "", weight_text(parameters.prior_weight)
    rows = [_row(locale.text("training.prior_row"), *prior)]
    for found in report.comparisons:
        if found.name in _never_seen(report):
            continue
        for level in found.levels:
            kept = parameters.shares[found.name][level.number]
            shown = (
                (chance(kept.m, locale), chance(kept.u, locale))
                if kept.m is not None
                else (locale.text("training.not_known"), chance(kept.u, locale))
            )
            rows.append(_row(level_name(level, locale), *shown, weight_text(kept.weight)))
    return _table(("outcome", "m", "u", "weight"), rows, locale)


def _sessions(training: Training, locale: Locale) -> Table:
    rows = [
        _row(
            block_name(session.block, locale),
            locale.count(session.pairs),
            locale.count(len(session.shares) - 1),
            locale.percent(session.shares[-1], 2),
        )
        for session in training.sessions
    ]
    return _table(("block", "pairs", "iterations", "one_person"), rows, locale)


def _decisions(scores: Scores, locale: Locale) -> Table:
    rows = []
    for key, count in (("merge", scores.merged), ("review", scores.review), ("below", scores.below)):
        limit = scores.thresholds.get(key)
        values = {"weight": weight_text(limit)} if limit is not None else {}
        share = locale.percent(count / scores.pairs if scores.pairs else None)
        rows.append(_row(locale.text(f"training.decision.{key}", **values), locale.count(count), share))
    return _table(("decision", "pairs", "share"), rows, locale)


def _doubts(report: TrainingReport, locale: Locale) -> Block:
    levels = {(found.name, level.number): level for found in report.comparisons for level in found.levels}
    said = [
        (comparison_name(name, locale), locale.text("training.doubt.comparison"))
        for name in _never_seen(report)
    ]
    said += [
        (
            level_name(levels[doubt.comparison, doubt.level], locale),
            locale.text(f"training.doubt.{doubt.kind}"),
        )
        for doubt in report.training.doubts
        if doubt.comparison not in _never_seen(report)
    ]
    if not said:
        return Paragraph(locale.text("training.doubt.none"))
    return Items(tuple(Item(name, "", (why,)) for name, why in said), len(said))


def _never_seen(report: TrainingReport) -> list[str]:
    """Return the comparisons that no pair says anything about."""
    known = report.training.parameters.shares
    return [
        found.name
        for found in report.comparisons
        if all(known[found.name][level.number].m is None for level in found.levels)
    ]


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text) for text in texts))


def _table(keys: tuple[str, ...], rows: Sequence[Row], locale: Locale) -> Table:
    headings = [key if key in ("m", "u") else locale.text(f"training.head.{key}") for key in keys]
    columns = tuple(Column(heading, place > 0) for place, heading in enumerate(headings))
    return Table(columns, tuple(rows))
