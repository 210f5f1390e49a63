"""A report's figures as an Excel workbook: one sheet a table, with native charts and definitions."""

from reports.figures.funnel_model import FunnelFigures
from reports.figures.read import Figures
from reports.figures.roi_model import RoiFigures
from reports.locales.locale import Locale
from reports.workbook import funnel, loss, roi
from reports.workbook.common import definitions_sheet, quality_sheet, summary_sheet
from reports.workbook.writer import write_workbook


def render_xlsx(figures: Figures, locale: Locale) -> bytes:
    """Return the workbook. The same figures give the same bytes."""
    if isinstance(figures, FunnelFigures):
        own, terms = funnel.sheets(figures, locale), funnel.TERMS
    elif isinstance(figures, RoiFigures):
        own, terms = roi.sheets(figures, locale), roi.TERMS
    else:
        own, terms = loss.sheets(figures, locale), loss.TERMS
    publication = figures.publication
    return write_workbook(
        (
            summary_sheet(figures, locale),
            *own,
            quality_sheet(figures.quality, locale),
            definitions_sheet(figures, terms, locale),
        ),
        title=f"{locale.text(f'title.{figures.name}.{figures.period.grain}')} {figures.period.code}",
        company=locale.label(publication.company),
        created=publication.published_at,
    )
