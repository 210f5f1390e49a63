"""All charts of a report, by the names that its document gives them a place under."""

from collections.abc import Callable

from reports.charts import funnel, loss, roi
from reports.charts.picture import Chart
from reports.figures.funnel_model import FunnelFigures
from reports.figures.read import Figures
from reports.figures.roi_model import RoiFigures
from reports.locales.locale import Locale


def draw_charts(figures: Figures, locale: Locale) -> dict[str, Chart]:
    """Draw what the figures have data for. Raises MissingGlyph if the font lacks a character."""
    charts: list[Chart] = []

    def add(has_data: bool, drawer: Callable[..., Chart]) -> None:
        if has_data:
            charts.append(drawer(figures, locale))

    if isinstance(figures, FunnelFigures):
        add(any(point.new_leads or point.won for point in figures.trend), funnel.trend)
        add(any(cohort.conversion.is_firm for cohort in figures.cohorts), funnel.cohorts)
    elif isinstance(figures, RoiFigures):
        returns = [found.mature for found in figures.channels]
        add(any(found.spend or found.revenue for found in returns), roi.channels)
        add(any(found.cost_per("lead") is not None for found in returns), roi.costs)
        add(any(found.result.spend or found.result.revenue for found in figures.months), roi.months)
    else:
        add(any(found.lost for found in figures.reasons), loss.reasons)
        add(any(point.lost or point.won for point in figures.trend), loss.trend)
    return {chart.name: chart for chart in charts}
