"""The ROI figures against the facts they are made of, counted anew here."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from reports.figures.marts import FiguresError
from reports.figures.model import Basis, Unit
from reports.figures.read import read_figures
from reports.figures.roi_model import Return, RoiFigures
from reports.period import Period
from tests.unit.reports.marts_fixture import build_marts

MONTH = Period.parse("2026-10")


@pytest.fixture(scope="module")
def figures(marts: Path) -> RoiFigures:
    found = read_figures("roi", MONTH, marts)
    assert isinstance(found, RoiFigures)
    return found


def test_costs_and_roi_by_hand() -> None:
    found = Return(Decimal(1000), 50, 4, 10, 5, Decimal(2500))
    assert found.roi == pytest.approx(1.5)
    assert found.cost_per("lead") == Decimal(20)
    assert found.cost_per("a_lead") == Decimal(250)
    assert found.cost_per("opportunity") == Decimal(100)
    assert found.cost_per("won") == Decimal(200)
    assert not found.has_few_wins
    assert Return(Decimal(0), 5, 0, 0, 0, Decimal(0)).roi is None
    assert Return(Decimal(9), 0, 0, 0, 4, Decimal(0)).cost_per("lead") is None
    assert Return(Decimal(9), 0, 0, 0, 4, Decimal(0)).has_few_wins


def test_headline_numbers_are_the_facts_of_the_month(figures: RoiFigures, marts: Path) -> None:
    with duckdb.connect(str(marts), read_only=True) as con:
        [(spend,)] = con.execute(
            "select sum(amount_base) from fct_spend where spend_on between '2026-10-01' and '2026-10-31'"
        ).fetchall()
        [(leads, a_leads)] = con.execute(
            "select count(*), count(*) filter (grade = 'A') from fct_leads where cohort_month = '2026-10-01'"
        ).fetchall()
    kpis = {kpi.key: kpi.value for kpi in figures.kpis}
    assert (kpis["spend"], kpis["leads"], kpis["a_leads"]) == (spend, leads, a_leads)
    assert kpis["cost_per_lead"] == spend / leads
    assert kpis["cost_per_a_lead"] == spend / a_leads


def test_roi_rests_on_the_matured_months_only(figures: RoiFigures, marts: Path) -> None:
    span = figures.mature_span
    assert span is not None
    assert (span.start_on.isoformat(), span.end_on.isoformat()) == ("2025-08-01", "2026-07-31")
    with duckdb.connect(str(marts), read_only=True) as con:
        [(spend,)] = con.execute(
            "select sum(amount_base) from fct_spend where spend_on between $1 and $2",
            [span.start_on, span.end_on],
        ).fetchall()
        [(won, revenue)] = con.execute(
            "select count(*) filter (is_won), sum(won_amount_base) from fct_leads "
            "where created_on between $1 and $2",
            [span.start_on, span.end_on],
        ).fetchall()
    total = figures.channels_total.mature
    assert (total.spend, total.won, total.revenue) == (spend, won, revenue)
    roi = figures.kpis[-1]
    assert (roi.key, roi.unit, roi.cases) == ("roi", Unit.ROI, won)
    assert roi.value == pytest.approx(float((revenue - spend) / spend))
    assert [comparison.basis for comparison in roi.comparisons] == [Basis.PREVIOUS]
    assert [month.month.code for month in figures.months if not month.is_mature] == [
        "2026-08",
        "2026-09",
        "2026-10",
    ]


def test_channels_and_campaigns_add_up_to_the_total(figures: RoiFigures) -> None:
    total = figures.channels_total.mature
    for rows in (figures.channels, figures.campaigns):
        for name in ("spend", "leads", "a_leads", "opportunities", "won", "revenue"):
            assert sum(getattr(row.mature, name) for row in rows) == getattr(total, name)


def test_attribution_models_have_equal_totals_and_credit_every_win(figures: RoiFigures, marts: Path) -> None:
    with duckdb.connect(str(marts), read_only=True) as con:
        [(wins, revenue)] = con.execute(
            "select count(*), sum(amount_base) from fct_opportunities "
            "where is_won and closed_on between '2025-11-01' and '2026-10-31'"
        ).fetchall()
    attribution = figures.attribution
    assert attribution.wins == wins
    assert set(attribution.total.credits.values()) == {revenue}
    for model, total in attribution.total.credits.items():
        assert sum(row.credits[model] for row in attribution.rows) == total


def test_attribution_models_that_disagree_stop_the_report(tmp_path: Path) -> None:
    marts = build_marts(tmp_path / "m.duckdb", leads=400)
    with duckdb.connect(str(marts)) as con:
        con.execute(
            "update fct_attribution set credit_amount_base = credit_amount_base / 2 where model = 'linear'"
        )
    with pytest.raises(FiguresError, match="attribution models disagree"):
        read_figures("roi", MONTH, marts)


def test_channels_with_few_wins_are_not_ranked(tmp_path: Path) -> None:
    marts = build_marts(tmp_path / "m.duckdb", leads=60)  # a handful of wins over all channels
    found = read_figures("roi", MONTH, marts)
    assert "too_few_wins" in [takeaway.key for takeaway in found.takeaways]
    assert "best_channel" not in [takeaway.key for takeaway in found.takeaways]


def test_the_best_channel_has_the_highest_roi_of_those_with_enough_wins(figures: RoiFigures) -> None:
    judged = [row for row in figures.channels if row.mature.roi is not None and not row.mature.has_few_wins]
    best = max(judged, key=lambda row: row.mature.roi or 0)
    said = next(takeaway for takeaway in figures.takeaways if takeaway.key == "best_channel")
    assert said.values["channel"] == best.channel


def test_before_any_data_there_is_no_return(empty_marts: Path) -> None:
    found = read_figures("roi", MONTH, empty_marts)
    assert isinstance(found, RoiFigures)
    assert {kpi.key: kpi.value for kpi in found.kpis} == {
        "spend": 0, "leads": 0, "a_leads": 0, "cost_per_lead": None, "cost_per_a_lead": None, "roi": None,
    }  # fmt: skip
    assert found.mature_span is None
    assert found.attribution.wins == 0
