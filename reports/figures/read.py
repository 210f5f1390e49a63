"""The one entrance to the figures: a report's name and period in, its figures out."""

from collections.abc import Callable
from pathlib import Path

from reports.figures.funnel import funnel_figures
from reports.figures.funnel_model import FunnelFigures
from reports.figures.loss import loss_figures
from reports.figures.loss_model import LossFigures
from reports.figures.marts import FiguresError, Marts
from reports.figures.roi import roi_figures
from reports.figures.roi_model import RoiFigures
from reports.period import Grain, Period

Figures = FunnelFigures | RoiFigures | LossFigures

_READERS: dict[str, tuple[Callable[[Marts, Period], Figures], frozenset[Grain]]] = {
    "funnel": (funnel_figures, frozenset((Grain.WEEK, Grain.MONTH))),
    "roi": (roi_figures, frozenset((Grain.MONTH,))),
    "loss": (loss_figures, frozenset((Grain.MONTH,))),
}
REPORTS = tuple(_READERS)


def read_figures(name: str, period: Period, marts: Path) -> Figures:
    """Read one report's figures from a published marts file.

    Raises FiguresError for an unknown report, a period it cannot cover, or marts that are not there.
    """
    if name not in _READERS:
        raise FiguresError(f"there is no report {name!r}; there are {', '.join(REPORTS)}")
    reader, grains = _READERS[name]
    if period.grain not in grains:
        raise FiguresError(
            f"the {name} report covers a month, such as 2026-10, but {period} is a {period.grain}"
        )
    with Marts(marts) as opened:
        return reader(opened, period)
