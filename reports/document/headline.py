"""The parts that every report opens and closes with: subject, cards, banners, data quality, notes."""

from collections.abc import Mapping

from reports.document.model import Card, Change, Tone
from reports.figures.marts import as_of_day
from reports.figures.model import FEW_WINS, Comparison, Good, Kpi, Publication, Quality, Unit
from reports.figures.read import Figures
from reports.locales.locale import NONE, Locale

_QUALITY_LINES: Mapping[str, tuple[str, ...]] = {
    "files": ("files_loaded", "files_refused", "files_held"),
    "lines": ("lines_in", "lines_loaded", "lines_quarantined"),
    "pulls": (
        *("pulled_sources", "pulled_sources_proven", "pulled_sources_failed"),
        "pulled_records_missing",
    ),
    "leads": ("lead_records", "golden_leads", "merged_records"),
    "review": ("matches_to_review",),
    "gaps": ("leads_missing_owner", "leads_missing_need", "leads_without_follow_up"),
    "deals": ("opportunities_unknown_product", "opportunities_without_account", "opportunities_without_lead"),
}


def subject(figures: Figures, locale: Locale) -> str:
    """Return the subject line: the period, the headline numbers, and whether the company is made up."""
    first = figures.kpis[0]
    previous = locale.change(first.comparisons[0], first.unit) if first.comparisons else NONE
    values = {kpi.key: value(kpi, locale) for kpi in figures.kpis}
    values["change"] = "" if previous == NONE else locale.text("subject.change", change=previous)
    values["period"] = locale.period(figures.period)
    key = "subject_empty" if not first.value else "subject"
    line = locale.text(f"{key}.{figures.name}", **values)
    return locale.text("subject.made_up", subject=line) if figures.publication.is_made_up else line


def meta(figures: Figures, locale: Locale) -> tuple[str, ...]:
    """Return the lines that say where and when the numbers stand."""
    publication = figures.publication
    return (
        locale.text(
            "meta.as_of",
            moment=locale.moment(publication.as_of, publication.time_zone),
            zone=publication.time_zone,
        ),
        locale.text("meta.currency", currency=publication.currency),
        locale.text(f"meta.basis.{figures.period.grain}"),
    )


def banners(figures: Figures, locale: Locale) -> tuple[str, ...]:
    """Return warnings that stand above everything: invented data, and a period that is not over."""
    publication = figures.publication
    found = []
    if publication.is_made_up:
        found.append(locale.text("banner.made_up"))
    if as_of_day(publication) <= figures.period.end_on:
        moment = locale.moment(publication.as_of, publication.time_zone)
        found.append(locale.text("banner.incomplete", moment=moment))
    return tuple(found)


def card(kpi: Kpi, locale: Locale) -> Card:
    """Return a headline number with what it rests on and its changes."""
    return Card(
        label=locale.text(f"kpi.{kpi.key}"),
        value=value(kpi, locale),
        captions=tuple(_captions(kpi, locale)),
        changes=tuple(_change(comparison, kpi, locale) for comparison in kpi.comparisons),
        warning=_warning(kpi, locale),
    )


def value(kpi: Kpi, locale: Locale) -> str:
    """Return a headline number; a share of too few cases is written as counts."""
    return locale.rate(kpi.rate) if kpi.rate is not None else locale.number(kpi.value, kpi.unit)


def _captions(kpi: Kpi, locale: Locale) -> list[str]:
    found = []
    if kpi.span is not None:
        found.append(locale.text(f"kpi_span.{kpi.key}", span=locale.span(kpi.span)))
    if kpi.rate is not None and kpi.rate.is_firm:
        interval = locale.interval(kpi.rate)
        found.append(locale.text("caption.rate", counts=locale.counts(kpi.rate), interval=interval))
    if kpi.cases is not None:
        found.append(locale.text(f"kpi_cases.{kpi.key}", cases=locale.count(kpi.cases)))
    return found


def _warning(kpi: Kpi, locale: Locale) -> str:
    if kpi.unit is Unit.ROI and kpi.cases is not None and kpi.cases < FEW_WINS:
        return locale.text("warning.few_wins", few=str(FEW_WINS))
    if kpi.rate is not None and not kpi.rate.is_firm and kpi.rate.total:
        return locale.text("warning.few_cases")
    return ""


def _change(comparison: Comparison, kpi: Kpi, locale: Locale) -> Change:
    basis = locale.text(f"basis.{kpi.grain}.{comparison.basis}")
    text = locale.change(comparison, kpi.unit)
    if comparison.change is None or text.startswith("±"):
        return Change(text, basis, "muted")
    return Change(
        f"{'▲' if comparison.change > 0 else '▼'} {text[1:]}", basis, _tone(comparison.change, kpi.good)
    )


def _tone(change: float, good: Good) -> Tone:
    if good is Good.NEITHER:
        return "normal"
    return "good" if (change > 0) == (good is Good.UP) else "bad"


def quality(figures: Quality, locale: Locale) -> tuple[str, ...]:
    """Return the data-quality lines whose metrics the marts give."""
    lines = []
    for key, metrics in _QUALITY_LINES.items():
        counts = {metric: figures.count(metric) for metric in metrics}
        known = {metric: locale.count(count) for metric, count in counts.items() if count is not None}
        if len(known) == len(metrics):
            lines.append(locale.text(f"quality.{key}", **known))
    share = figures.metrics.get("unknown_loss_reason_share")
    if share is not None:
        lines.append(locale.text("quality.unknown_reason", share=locale.percent(float(share))))
    return tuple(lines) or (locale.text("quality.none"),)


def notes(publication: Publication, locale: Locale) -> tuple[str, ...]:
    """Return how to read the numbers, and which publication they come from."""
    return (
        locale.text("note.rates"),
        locale.text("note.maturity", days=str(publication.conversion_window_days)),
        locale.text(
            "note.source",
            run=publication.run_id[:8],
            moment=locale.moment(publication.published_at, publication.time_zone),
        ),
    )
