"""The loss figures against the facts they are made of, counted anew here."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from reports.figures.loss_model import LossFigures
from reports.figures.model import Rate
from reports.figures.read import read_figures
from reports.period import Period
from tests.unit.reports.marts_fixture import build_marts

MONTH = Period.parse("2026-10")
IN_MONTH = "closed_on between '2026-10-01' and '2026-10-31'"
TRAILING = "closed_on between '2025-11-01' and '2026-10-31'"


@pytest.fixture(scope="module")
def figures(marts: Path) -> LossFigures:
    found = read_figures("loss", MONTH, marts)
    assert isinstance(found, LossFigures)
    return found


@pytest.fixture
def con(marts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(marts), read_only=True) as found:
        yield found


def test_headline_numbers_are_the_facts_of_the_month(
    figures: LossFigures, con: duckdb.DuckDBPyConnection
) -> None:
    [(lost, amount, won, unknown, named, late)] = con.execute(
        "select count(*) filter (is_lost), sum(amount_base) filter (is_lost), count(*) filter (is_won), "
        "count(*) filter (is_lost and loss_reason = 'unknown'), "
        "count(*) filter (is_lost and competitor <> 'missing'), "
        "count(*) filter (is_lost and loss_stage in ('solution_discussed', 'price_negotiation')) "
        f"from fct_opportunities where {IN_MONTH}"
    ).fetchall()
    kpis = {kpi.key: kpi for kpi in figures.kpis}
    assert (kpis["lost"].value, kpis["lost_amount"].value) == (lost, amount)
    assert kpis["win_rate"].rate == Rate(won, won + lost)
    assert kpis["unknown_reason"].rate == Rate(unknown, lost)
    assert kpis["competitor_named"].rate == Rate(named, lost)
    assert kpis["late"].rate == Rate(late, lost)


def test_the_pareto_falls_and_reaches_all_losses(figures: LossFigures) -> None:
    lost = [row.lost for row in figures.reasons]
    assert lost == sorted(lost, reverse=True)
    assert sum(lost) == figures.kpis[0].value
    assert figures.reasons[-1].cumulative_share == pytest.approx(1.0)
    assert sum(row.share for row in figures.reasons) == pytest.approx(1.0)


def test_both_cross_tables_hold_every_loss_of_the_trailing_months(
    figures: LossFigures, con: duckdb.DuckDBPyConnection
) -> None:
    [(lost,)] = con.execute(f"select count(*) from fct_opportunities where is_lost and {TRAILING}").fetchall()
    for cross in (figures.by_stage, figures.by_competitor):
        assert sum(cross.row_totals) == sum(cross.column_totals) == lost
    [(price_late,)] = con.execute(
        "select count(*) from fct_opportunities where is_lost and loss_reason = 'price' "
        f"and loss_stage = 'price_negotiation' and {TRAILING}"
    ).fetchall()
    row = [label.code for label in figures.by_stage.rows].index("price")
    column = [label.code for label in figures.by_stage.columns].index("price_negotiation")
    assert figures.by_stage.counts[row][column] == price_late


def test_many_competitors_are_put_together(tmp_path: Path) -> None:
    marts = build_marts(tmp_path / "m.duckdb", leads=0)
    with duckdb.connect(str(marts)) as con:
        con.execute(
            "insert into rpt_loss select date '2026-10-01', 'web', 'A', 'price', 'qualified', 'C' || i, "
            "20 - i, 100 from range(8) t(i)"
        )
        con.execute("insert into rpt_loss values ('2026-10-01', 'web', 'A', null, 'qualified', '', 1, 100)")
    found = read_figures("loss", MONTH, marts)
    assert isinstance(found, LossFigures)
    codes = [label.code for label in found.by_competitor.columns]
    assert codes == ["C0", "C1", "C2", "C3", "C4", "others", "nobody_named"]
    assert found.by_competitor.column_totals == (20, 19, 18, 17, 16, 15 + 14 + 13, 1)
    assert [row.competitor.code for row in found.competitors] == [f"C{number}" for number in range(8)]
    # A blank reason is an unknown one.
    assert figures_of(found) == Rate(1, 133)


def figures_of(found: LossFigures) -> Rate | None:
    return next(kpi.rate for kpi in found.kpis if kpi.key == "unknown_reason")


def test_win_rates_name_different_things(figures: LossFigures, con: duckdb.DuckDBPyConnection) -> None:
    rates = {found.definition: found for found in figures.win_rates}
    [(won, closed)] = con.execute(
        "select count(*) filter (is_won), count(*) from fct_opportunities "
        f"where (is_won or is_lost) and {TRAILING}"
    ).fetchall()
    assert rates["closed"].rate == Rate(won, closed)
    # Opened at least 90 days before the as-of day, won or not.
    assert rates["opened"].span.end_on.isoformat() == "2026-08-25"
    [(won, opened)] = con.execute(
        "select count(*) filter (is_won), count(*) from fct_opportunities "
        "where opened_on between '2025-11-01' and '2026-08-25'"
    ).fetchall()
    assert rates["opened"].rate == Rate(won, opened)
    assert rates["lead_window"].span.end_on.isoformat() == "2026-07-31"
    assert len({found.rate.share for found in figures.win_rates}) == 3


def test_win_rates_by_channel_and_by_grade_add_up(figures: LossFigures) -> None:
    closed = figures.win_rates[0].rate
    for rows in (figures.win_rate_by_channel, figures.win_rate_by_grade):
        assert sum(row.rate.hits for row in rows) == closed.hits
        assert sum(row.rate.total for row in rows) == closed.total


def test_before_any_data_nothing_was_lost(empty_marts: Path) -> None:
    found = read_figures("loss", MONTH, empty_marts)
    assert isinstance(found, LossFigures)
    assert [takeaway.key for takeaway in found.takeaways] == ["no_losses"]
    assert (found.reasons, found.competitors, found.by_stage.counts) == ((), (), ())
