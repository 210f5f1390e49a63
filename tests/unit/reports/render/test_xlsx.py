import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from reports.figures.funnel_model import FunnelFigures
from reports.figures.loss_model import LossFigures
from reports.figures.model import Unit
from reports.figures.read import Figures, read_figures
from reports.figures.roi_model import RoiFigures
from reports.locales.locale import Locale
from reports.render.xlsx import render_xlsx
from tests.unit.reports.conftest import EVERY_REPORT, PERIODS

CHARTS = {"funnel": 2, "roi": 2, "loss": 2}


@pytest.fixture(scope="module")
def figures(marts: Path) -> dict[str, Figures]:
    return {name: read_figures(name, period, marts) for name, period in PERIODS.items()}


def opened(figures: Figures, language: str) -> Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(render_xlsx(figures, Locale(language, figures.publication.currency)))
    )


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_every_sheet_has_a_frozen_header_and_the_report_its_charts(
    figures: dict[str, Figures], name: str, language: str
) -> None:
    book = opened(figures[name], language)
    for sheet in book:
        assert sheet.freeze_panes == "B2", sheet.title
        assert all(cell.value for cell in sheet[1]), sheet.title
        widths = [dimension.width for dimension in sheet.column_dimensions.values()]
        assert all(9 <= width <= 62 for width in widths)
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("n", "s", "d"), (sheet.title, cell.coordinate)
                assert not (isinstance(cell.value, str) and "{" in cell.value and "{{" not in cell.value)
    assert sum(len(sheet._charts) for sheet in book) == CHARTS[name]


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_headline_numbers_are_numbers_and_equal_the_figures(
    figures: dict[str, Figures], name: str, language: str
) -> None:
    found, locale = figures[name], Locale(language)
    summary = opened(found, language).worksheets[0]
    rows = {row[0].value: row for row in summary.iter_rows(min_row=2)}
    for kpi in found.kpis:
        cell = rows[locale.text(f"kpi.{kpi.key}")][1]
        assert kpi.value is not None
        assert cell.value == pytest.approx(float(kpi.value), abs=1e-9), kpi.key
        if kpi.unit is Unit.SHARE:
            assert cell.number_format == "0.0%"
        if kpi.unit is Unit.MONEY:
            assert cell.number_format == "#,##0.00"
        for comparison in kpi.comparisons:
            values = [other.value for other in rows[locale.text(f"kpi.{kpi.key}")][4:]]
            assert any(
                value == pytest.approx(float(comparison.base)) for value in values if value is not None
            )


def test_funnel_tables_equal_the_figures(figures: dict[str, Figures]) -> None:
    funnel = figures["funnel"]
    assert isinstance(funnel, FunnelFigures)
    book = opened(funnel, "en")
    channels = list(book["Channels"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in channels[:-1]] == [found.new_leads for found in funnel.channels]
    assert channels[-1][7] == float(funnel.channels_total.won_amount)
    assert sum(row[7] for row in channels[:-1]) == channels[-1][7]  # type: ignore[misc]
    plan = list(book["Next week"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in plan] == [action.name for action in funnel.actions]
    assert [row[4] for row in plan] == [float(action.amount) for action in funnel.actions]
    due = [row[5].date() if row[5] else None for row in plan]  # type: ignore[union-attr]
    assert due == [action.expected_close_on for action in funnel.actions]
    cohorts = list(book["By month of creation"].iter_rows(min_row=2, values_only=True))
    assert [row[8] for row in cohorts] == [
        pytest.approx(cohort.conversion.share) if cohort.is_mature else None for cohort in funnel.cohorts
    ]


def test_a_plan_too_long_for_the_sheet_says_where_the_rest_is(figures: dict[str, Figures]) -> None:
    funnel = figures["funnel"]
    assert isinstance(funnel, FunnelFigures)
    book = opened(replace(funnel, actions=funnel.actions[:2]), "en")
    plan = list(book["Next week"].iter_rows(min_row=2, values_only=True))
    assert len(plan) == 3
    left_out = f"… and {funnel.planned - 2} more, in the published table rpt_next_actions"
    assert plan[-1] == (left_out, *[None] * 10)


def test_roi_and_loss_tables_equal_the_figures(figures: dict[str, Figures]) -> None:
    roi, loss = figures["roi"], figures["loss"]
    assert isinstance(roi, RoiFigures) and isinstance(loss, LossFigures)
    rows = list(opened(roi, "en")["Channel return"].iter_rows(min_row=2, values_only=True))
    assert [row[7] for row in rows] == [
        None if found.mature.roi is None else pytest.approx(found.mature.roi)
        for found in (*roi.channels, roi.channels_total)
    ]
    credits_ = list(opened(roi, "en")["Attribution"].iter_rows(min_row=2, values_only=True))
    assert credits_[-1][1:] == tuple(float(amount) for amount in roi.attribution.total.credits.values())
    book = opened(loss, "zh-CN")
    reasons = list(book["丢单原因"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in reasons[:-1]] == [found.lost for found in loss.reasons]
    cross = list(book["原因×阶段"].iter_rows(min_row=2, values_only=True))
    assert cross[-1][-1] == sum(loss.by_stage.row_totals)


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_a_company_without_any_data_gets_a_workbook(empty_marts: Path, name: str, language: str) -> None:
    book = opened(read_figures(name, PERIODS[name], empty_marts), language)
    assert len(book.worksheets) > 5


def test_the_same_figures_give_the_same_bytes(figures: dict[str, Figures]) -> None:
    assert render_xlsx(figures["roi"], Locale("en")) == render_xlsx(figures["roi"], Locale("en"))
