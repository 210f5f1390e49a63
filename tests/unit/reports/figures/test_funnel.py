"""The funnel's figures against the facts they are made of, counted anew here."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from reports.figures import pipeline
from reports.figures.funnel_model import FunnelFigures
from reports.figures.model import Basis, Rate
from reports.figures.read import read_figures
from reports.period import Period
from tests.unit.reports.marts_fixture import build_marts

WEEK = Period.parse("2026-W47")


@pytest.fixture(scope="module")
def figures(marts: Path) -> FunnelFigures:
    found = read_figures("funnel", WEEK, marts)
    assert isinstance(found, FunnelFigures)
    return found


@pytest.fixture
def con(marts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(marts), read_only=True) as found:
        yield found


def test_headline_numbers_are_the_facts_of_the_week(
    figures: FunnelFigures, con: duckdb.DuckDBPyConnection
) -> None:
    [(leads, a_leads)] = con.execute(
        "select count(*), count(*) filter (grade = 'A') from fct_leads "
        "where created_on between '2026-11-16' and '2026-11-22'"
    ).fetchall()
    [(won, amount)] = con.execute(
        "select count(*), sum(amount_base) from fct_opportunities "
        "where is_won and closed_on between '2026-11-16' and '2026-11-22'"
    ).fetchall()
    [(still_open, worth)] = con.execute(
        "select count(*), sum(amount_base) from fct_opportunities where status = 'open'"
    ).fetchall()
    kpis = {kpi.key: kpi for kpi in figures.kpis}
    assert (kpis["new_leads"].value, kpis["new_a_leads"].value) == (leads, a_leads)
    assert (kpis["won_amount"].value, kpis["won_amount"].cases) == (amount, won)
    assert (kpis["open_pipeline"].value, kpis["open_pipeline"].cases) == (worth, still_open)
    assert leads > 0
    assert won > 0
    assert still_open > 0


def test_the_change_against_last_year_is_that_week_s(
    figures: FunnelFigures, con: duckdb.DuckDBPyConnection
) -> None:
    [(leads,)] = con.execute(
        "select count(*) from fct_leads where created_on between '2025-11-17' and '2025-11-23'"
    ).fetchall()
    compared = {comparison.basis: comparison.base for comparison in figures.kpis[0].comparisons}
    assert compared[Basis.LAST_YEAR] == leads


def test_channels_add_up_to_the_total(figures: FunnelFigures) -> None:
    total = figures.channels_total
    for name in ("new_leads", "new_a_leads", "new_opportunities", "won", "won_amount", "lost", "lost_amount"):
        assert sum(getattr(row, name) for row in figures.channels) == getattr(total, name)
    assert figures.trend[-1].new_leads == total.new_leads


def test_the_funnel_narrows_and_starts_with_all_leads_of_its_span(
    figures: FunnelFigures, con: duckdb.DuckDBPyConnection
) -> None:
    span = figures.funnel_span
    assert span is not None
    [(leads, won)] = con.execute(
        "select count(*), count(*) filter (is_won) from fct_leads where created_on between $1 and $2",
        [span.start_on, span.end_on],
    ).fetchall()
    reached = [stage.reached for stage in figures.stages]
    assert (reached[0], reached[-1]) == (leads, won)
    assert reached == sorted(reached, reverse=True)
    assert figures.stages[1].step == Rate(reached[1], reached[0])
    assert span.end_on.isoformat() == "2026-07-31"  # August's leads are younger than 90 days


def test_immature_cohorts_enter_neither_the_funnel_nor_a_comparison(figures: FunnelFigures) -> None:
    conversion = next(kpi for kpi in figures.kpis if kpi.key == "conversion")
    cohorts = {cohort.month.code: cohort for cohort in figures.cohorts}
    assert [code for code, cohort in cohorts.items() if not cohort.is_mature] == [
        "2026-08", "2026-09", "2026-10", "2026-11",
    ]  # fmt: skip
    assert conversion.rate == cohorts["2026-07"].conversion
    assert conversion.span is not None
    assert conversion.span.end_on.isoformat() == "2026-07-31"
    previous = next(one for one in conversion.comparisons if one.basis is Basis.PREVIOUS)
    assert previous.base == cohorts["2026-06"].conversion.share


def test_every_lost_deal_stands_in_one_stage(figures: FunnelFigures, con: duckdb.DuckDBPyConnection) -> None:
    [(now, trailing)] = con.execute(
        "select count(*) filter (closed_on >= '2026-11-16'), count(*) from fct_opportunities "
        "where is_lost and closed_on >= '2026-08-24' and closed_on <= '2026-11-22'"
    ).fetchall()
    assert figures.trailing_periods == 13
    assert sum(row.lost for row in figures.stage_losses) == now
    assert sum(row.lost_trailing for row in figures.stage_losses) == trailing


def test_the_pipeline_and_the_plan_add_up(figures: FunnelFigures) -> None:
    assert sum(row.opportunities for row in figures.pipeline) == figures.pipeline_total.opportunities
    assert sum(row.amount for row in figures.pipeline) == figures.pipeline_total.amount
    assert sum(count.opportunities for count in figures.plan) == figures.planned == len(figures.actions)
    assert sum(count.amount for count in figures.plan) == sum(action.amount for action in figures.actions)
    assert figures.actions[0].reason == "due_next_week"


def test_a_long_plan_is_counted_whole_and_listed_in_part(
    figures: FunnelFigures, marts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "LONGEST_PLAN", 3)
    found = read_figures("funnel", WEEK, marts)
    assert isinstance(found, FunnelFigures)
    assert found.actions == figures.actions[:3]
    assert found.plan == figures.plan


def test_stages_entered_are_counted_by_the_company_s_calendar(tmp_path: Path) -> None:
    marts = build_marts(tmp_path / "m.duckdb", leads=0)
    with duckdb.connect(str(marts)) as con:
        # 16:30 UTC on Sunday 15 November is Monday 00:30 in Shanghai: week 47.
        con.execute(
            "insert into fct_stage_history (opportunity_id, visit_number, stage, entered_at, is_first_entry) "
            "values ('o1', 1, 'qualified', '2026-11-15 16:30:00+00', true), "
            "('o2', 1, 'qualified', '2026-11-15 15:30:00+00', true)"
        )
    found = read_figures("funnel", WEEK, marts)
    assert isinstance(found, FunnelFigures)
    assert {stage.stage.code: stage.entered for stage in found.stages}["qualified"] == 1


def test_before_any_data_there_are_zeros_and_no_rates(empty_marts: Path) -> None:
    found = read_figures("funnel", WEEK, empty_marts)
    assert isinstance(found, FunnelFigures)
    kpis = {kpi.key: kpi.value for kpi in found.kpis}
    assert kpis["new_leads"] == kpis["won_amount"] == kpis["open_pipeline"] == 0
    assert kpis["conversion"] is None
    assert found.funnel_span is None
    assert (found.channels, found.cohorts, found.pipeline, found.actions) == ((), (), (), ())
    assert [takeaway.key for takeaway in found.takeaways] == ["no_leads"]
