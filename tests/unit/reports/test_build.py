from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from reports.build import BuiltReport, build_report
from reports.locales.locale import Locale
from reports.period import Period
from tests.unit.reports.conftest import EVERY_REPORT, PERIODS
from tests.unit.reports.render.mail_parts import Parts

Built = Callable[[str, str], BuiltReport]


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_files_are_named_by_report_period_and_language(name: str, language: str, built: Built) -> None:
    report = built(name, language)
    stem = f"{name}-{PERIODS[name].code}-{language}"
    assert {kind: path.name for kind, path in report.files.items()} == {
        kind: f"{stem}.{kind}" for kind in ("html", "pdf", "xlsx")
    }
    assert report.files["pdf"].read_bytes().startswith(b"%PDF")
    assert report.files["xlsx"].read_bytes().startswith(b"PK")
    assert list(report.files["html"].parent.glob("*.part")) == []


def test_numbers_are_the_same_in_mart_mail_and_text(built: Built, marts: Path) -> None:
    with duckdb.connect(str(marts), read_only=True) as con:
        [(leads, opened, won, lost)] = con.execute(
            "select sum(new_leads), sum(new_opportunities), sum(won_amount_base), sum(lost) "
            "from rpt_funnel_flow where period_grain = 'week' and period_start_on = '2026-11-16'"
        ).fetchall()
        [(pipeline,)] = con.execute("select sum(amount_base) from rpt_pipeline").fetchall()
    for language in ("zh-CN", "en"):
        report, locale = built("funnel", language), Locale(language, "CNY")
        kpis = Parts(report.html).kpis
        assert kpis[0] == locale.count(leads)
        assert kpis[2] == locale.count(opened)
        assert kpis[3] == locale.money(Decimal(won))
        assert kpis[5] == locale.money(Decimal(pipeline))
        for exact in (locale.whole(won), locale.whole(pipeline), str(lost)):
            assert exact in Parts(report.html).texts
            assert f" {exact}" in report.text


def test_the_same_publication_gives_the_same_report(marts: Path, tmp_path: Path) -> None:
    one, two = (
        build_report("funnel", PERIODS["funnel"], "en", marts, tmp_path / folder) for folder in ("one", "two")
    )
    assert one.html == two.html
    assert one.text == two.text
    assert one.files["html"].read_bytes() == two.files["html"].read_bytes()
    assert one.files["pdf"].read_bytes() == two.files["pdf"].read_bytes()


@pytest.mark.parametrize("name", ["funnel", "roi", "loss"])
def test_a_company_without_data_gets_whole_files_and_a_mail(
    name: str, empty_marts: Path, tmp_path: Path
) -> None:
    report = build_report(name, PERIODS[name], "zh-CN", empty_marts, tmp_path)
    assert report.pictures == ()
    assert "cid:" not in report.html
    assert len(list(report.message("a@example.com").iter_attachments())) == 2
    assert len(Parts(report.html).kpis) == 6


def test_a_month_can_be_reported_on_the_funnel_too(marts: Path, tmp_path: Path) -> None:
    report = build_report("funnel", Period.parse("2026-10"), "en", marts, tmp_path)
    assert report.files["html"].name == "funnel-2026-10-en.html"
    assert "vs last month" in report.text
    assert "vs last week" not in report.text
