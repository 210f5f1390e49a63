"""Public data sets, by contracts only, reach the figures that are known of them.

The contracts are in tests/real_data; the data are read in place and never copied into the project.
"""

import csv
from pathlib import Path

import pytest

from orchestration.home import Home
from tests.integration.running import query, run_company

pytestmark = pytest.mark.integration
CONTRACTS = Path(__file__).parents[1] / "real_data"


def failing_rows(home: Home, check: str) -> list[dict[str, str]]:
    with (home.checks / check).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def maven(public_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    data = public_data / "maven_crm"
    files = {path.name: path for path in sorted(data.glob("*.csv"))}
    outcome, home = run_company(tmp_path_factory.mktemp("maven"), CONTRACTS / "maven_crm", files)
    assert outcome.success, (outcome.failures, outcome.checks_blocked)
    assert "opportunities_have_known_product" in outcome.checks_warned
    return home


class TestMavenCrm:
    def test_won_lost_and_value(self, maven: Home) -> None:
        rows = query(
            maven,
            "select count(*), count(*) filter (is_won), count(*) filter (is_lost), "
            "sum(amount_base) filter (is_won), "
            "round(100.0 * count(*) filter (is_won) / count(*) filter (is_won or is_lost), 2), "
            "round(avg(cycle_days) filter (is_won), 2), round(avg(cycle_days) filter (is_lost), 2) "
            "from fct_opportunities",
        )
        assert [float(value) for value in rows[0]] == [  # type: ignore[arg-type]
            8800,
            4238,
            2473,
            10_005_534,
            63.15,
            51.78,
            41.48,
        ]

    def test_the_report_marts_say_the_same(self, maven: Home) -> None:
        flow = query(
            maven,
            "select sum(won), sum(lost), sum(won_amount_base) from rpt_funnel_flow "
            "where period_grain = 'month'",
        )
        assert [float(value) for value in flow[0]] == [4238, 2473, 10_005_534]  # type: ignore[arg-type]
        assert query(maven, "select sum(lost) from rpt_loss") == [(2473,)]

    def test_orphans_are_listed_not_lost(self, maven: Home) -> None:
        unknown = failing_rows(maven, "landed/opportunities_have_known_product.csv")
        assert {row["product"] for row in unknown} == {"GTXPro"}
        assert len(unknown) == 1480
        assert len(failing_rows(maven, "marts/opportunities_have_account.csv")) == 1425
        share = query(
            maven,
            "select round(100.0 * sum(amount_base) filter (not is_known_product) / sum(amount_base), 1) "
            "from fct_opportunities where is_won",
        )
        assert float(share[0][0]) == 35.1  # type: ignore[arg-type]
        assert query(
            maven,
            "select value::integer from rpt_data_quality where metric = 'opportunities_unknown_product'",
        ) == [(1480,)]

    def test_prospects_without_a_date_are_kept(self, maven: Home) -> None:
        assert query(maven, "select count(*) from fct_opportunities where opened_on is null") == [(500,)]
        assert query(maven, "select count(*) from dim_accounts where industry = 'technolgy'") == [(0,)]


@pytest.fixture(scope="module")
def olist(public_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    data = public_data / "olist_funnel"
    files = {path.name: path for path in sorted(data.glob("*.csv"))}
    outcome, home = run_company(tmp_path_factory.mktemp("olist"), CONTRACTS / "olist_funnel", files)
    assert outcome.success, (outcome.failures, outcome.checks_blocked)
    return home


class TestOlistFunnel:
    def test_leads_to_won_by_channel(self, olist: Home) -> None:
        rows = query(
            olist, "select channel, count(*) filter (is_won)::int, count(*)::int from fct_leads group by all"
        )
        found = {channel: (won, leads) for channel, won, leads in rows}
        assert sum(leads for _, leads in found.values()) == 8000  # type: ignore[misc]
        assert sum(won for won, _ in found.values()) == 842  # type: ignore[misc]
        assert found["paid_search"] == (195, 1586)
        assert found["organic_search"] == (271, 2296)
        assert found["social"] == (75, 1350)
        assert found["unknown"] == (179, 1099)
        assert found["missing"] == (14, 60)

    def test_cycle(self, olist: Home) -> None:
        rows = query(
            olist,
            "select round(avg(cycle_days), 2), median(cycle_days), count(*) filter (cycle_days < 0) "
            "from fct_opportunities",
        )
        assert [float(value) for value in rows[0]] == [48.44, 14, 1]  # type: ignore[arg-type]
        (early,) = failing_rows(olist, "marts/deals_close_after_they_open.csv")
        assert float(early["cycle_days"]) == -2

    def test_the_last_cohorts_are_not_mature_when_the_data_ends(self, olist: Home) -> None:
        rows = query(
            olist, "select distinct cohort_start_on::varchar from rpt_funnel_cohorts where not is_mature"
        )
        assert rows == [], "as of today every cohort of 2018 has had its window"


@pytest.fixture(scope="module")
def shop(public_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    data = public_data / "attribution"
    files = {path.name: path for path in sorted(data.glob("*.csv"))}
    outcome, home = run_company(tmp_path_factory.mktemp("shop"), CONTRACTS / "attribution", files)
    assert outcome.success, (outcome.failures, outcome.checks_blocked)
    return home


class TestAttribution:
    def test_short_lines_are_padded_not_lost(self, shop: Home) -> None:
        assert query(shop, "select count(*) from fct_touches") == [(90,)]
        assert query(
            shop, "select lines_in, lines_loaded, lines_header from fct_loads where source = 'sessions'"
        ) == [(91, 90, 1)]

    def test_conversions_and_revenue(self, shop: Home) -> None:
        assert [
            float(value)  # type: ignore[arg-type]
            for value in query(shop, "select count(*), sum(amount_base) from fct_opportunities where is_won")[
                0
            ]
        ] == [21, 275]

    def test_linear_points(self, shop: Home) -> None:
        rows = query(
            shop,
            "select channel, round(sum(weight), 4)::double from fct_attribution where model = 'linear' "
            "group by all",
        )
        assert {channel: points for channel, points in rows if points} == {
            "facebook_ads": 5.3929,
            "adwords": 1.3690,
            "direct": 10.9762,
            "google": 2.7857,
            "bing": 0.4762,
        }

    def test_linear_return_on_ad_spend(self, shop: Home) -> None:
        rows = query(
            shop,
            "select channel, round(credit / spend, 4)::double from "
            "(select channel, sum(credit_amount_base)::double as credit from fct_attribution "
            "where model = 'linear' group by all) join "
            "(select channel, sum(amount_base)::double as spend from fct_spend group by all) using (channel)",
        )
        assert dict(rows) == {"facebook_ads": 0.2249, "adwords": 0.4065}
