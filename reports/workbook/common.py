"""The sheets that every report's workbook has: headline numbers, data quality, definitions."""

from collections.abc import Iterable

from reports.figures.model import Basis, Kpi, Label, Quality
from reports.figures.read import Figures
from reports.locales.locale import Locale
from reports.workbook.model import KIND_OF, Head, Kind, Line, Sheet, Value, lines, text_head


def summary_sheet(figures: Figures, locale: Locale) -> Sheet:
    """What the report is about, and its headline numbers with what they are compared with."""
    bases = [locale.text(f"basis.{figures.period.grain}.{basis}") for basis in Basis]
    heads = (
        text_head(locale.text("head.metric")),
        Head(locale.text("head.value"), Kind.TEXT),
        Head(locale.text("head.cases")),
        text_head(locale.text("head.span")),
        *(
            Head(locale.text(key, basis=basis), Kind.TEXT)
            for basis in bases
            for key in ("head.base", "head.change")
        ),
    )
    return Sheet(
        locale.text("sheet.summary"),
        heads,
        (*_about(figures, locale, len(heads)), *(_kpi(kpi, locale) for kpi in figures.kpis)),
    )


def quality_sheet(quality: Quality, locale: Locale) -> Sheet:
    """The data-quality figures of the publication."""
    rows = []
    for metric, value in quality.metrics.items():
        kind = Kind.SHARE if metric.endswith("_share") else Kind.COUNT
        rows.append(Line((locale.label(Label.plain(metric)), value), kinds=(Kind.TEXT, kind)))
    heads = (text_head(locale.text("head.metric")), Head(locale.text("head.value")))
    return Sheet(locale.text("sheet.quality"), heads, tuple(rows))


def definitions_sheet(figures: Figures, terms: Iterable[str], locale: Locale) -> Sheet:
    """What the words and numbers mean: catalogue keys term.<name> and meaning.<name>."""
    publication = figures.publication
    window = locale.text("window.days", days=str(publication.conversion_window_days))
    rows: list[tuple[Value, ...]] = [
        (
            locale.text(f"term.{name}"),
            locale.text(
                f"meaning.{name}",
                window=window,
                zone=publication.time_zone,
                currency=publication.currency,
            ),
        )
        for name in terms
    ]
    heads = (text_head(locale.text("head.term")), text_head(locale.text("head.meaning")))
    return Sheet(locale.text("sheet.definitions"), heads, lines(rows))


def _about(figures: Figures, locale: Locale, width: int) -> list[Line]:
    publication = figures.publication
    as_of = locale.moment(publication.as_of, publication.time_zone)
    told = [
        ("about.report", locale.text(f"title.{figures.name}.{figures.period.grain}")),
        ("about.company", locale.label(publication.company)),
        ("about.period", f"{locale.period(figures.period)} ({locale.range(figures.span)})"),
        ("about.as_of", f"{as_of} ({publication.time_zone})"),
        ("about.currency", publication.currency),
        ("about.publication", publication.run_id),
    ]
    if publication.is_made_up:
        told.insert(0, ("about.made_up", locale.text("banner.made_up")))
    blank: tuple[Value, ...] = (None,) * (width - 2)
    return [Line((locale.text(key), text, *blank)) for key, text in told]


def _kpi(kpi: Kpi, locale: Locale) -> Line:
    kind = KIND_OF[kpi.unit]
    value: Value = kpi.value
    if kpi.rate is not None and not kpi.rate.is_firm:
        value = None
    cells: list[Value] = [
        locale.text(f"kpi.{kpi.key}"),
        value,
        kpi.rate.total if kpi.rate is not None else kpi.cases,
        locale.span(kpi.span) if kpi.span is not None else None,
    ]
    by_basis = {found.basis: found for found in kpi.comparisons}
    for basis in Basis:
        found = by_basis.get(basis)
        cells += [found.base if found else None, found.change if found else None]
    # A change of a ratio is a difference in points: written as a percentage too, and said in the definitions.
    kinds = (Kind.TEXT, kind, Kind.COUNT, Kind.TEXT, *((kind, Kind.SHARE) * len(Basis)))
    return Line(tuple(cells), kinds=kinds)
