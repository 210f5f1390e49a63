"""Composing a report's document from its figures: the one entrance of this package."""

from reports.document import funnel, headline, loss, roi
from reports.document.model import Document, Section
from reports.figures.funnel_model import FunnelFigures
from reports.figures.read import Figures
from reports.figures.roi_model import RoiFigures
from reports.locales.locale import Locale


def compose(figures: Figures, locale: Locale) -> Document:
    """Return the whole report in the locale's language."""
    return Document(
        language=locale.language,
        subject=headline.subject(figures, locale),
        company=locale.label(figures.publication.company),
        title=locale.text(f"title.{figures.name}.{figures.period.grain}"),
        period=locale.text(
            f"period.{figures.period.grain}",
            period=locale.period(figures.period),
            days=locale.range(figures.span),
        ),
        meta=headline.meta(figures, locale),
        banners=headline.banners(figures, locale),
        takeaways=tuple(locale.sentence(takeaway) for takeaway in figures.takeaways),
        cards=tuple(headline.card(kpi, locale) for kpi in figures.kpis),
        sections=_sections(figures, locale),
        quality_title=locale.text("section.quality"),
        quality=headline.quality(figures.quality, locale),
        notes=headline.notes(figures.publication, locale),
    )


def _sections(figures: Figures, locale: Locale) -> tuple[Section, ...]:
    if isinstance(figures, FunnelFigures):
        return funnel.sections(figures, locale)
    return (
        roi.sections(figures, locale) if isinstance(figures, RoiFigures) else loss.sections(figures, locale)
    )
