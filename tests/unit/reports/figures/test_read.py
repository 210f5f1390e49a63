from pathlib import Path

import duckdb
import pytest

from reports.figures.marts import FiguresError, Marts
from reports.figures.read import read_figures
from reports.period import Period

WEEK, MONTH = Period.parse("2026-W47"), Period.parse("2026-10")


def test_an_unknown_report_is_named_with_those_there_are(marts: Path) -> None:
    with pytest.raises(FiguresError, match="no report 'sales'; there are funnel, roi, loss"):
        read_figures("sales", MONTH, marts)


@pytest.mark.parametrize("name", ["roi", "loss"])
def test_a_monthly_report_refuses_a_week(name: str, marts: Path) -> None:
    with pytest.raises(FiguresError, match="covers a month"):
        read_figures(name, WEEK, marts)


def test_without_publication_the_remedy_is_said(tmp_path: Path) -> None:
    with pytest.raises(FiguresError, match="leadmill run"):
        read_figures("funnel", WEEK, tmp_path / "none.duckdb")


def test_marts_are_opened_read_only_beside_other_readers(marts: Path) -> None:
    with Marts(marts) as one, Marts(marts) as two:
        assert one.rows("select count(*) as n from fct_leads") == two.rows(
            "select count(*) as n from fct_leads"
        )
        with pytest.raises(duckdb.Error, match="read-only"):
            one.rows("delete from fct_leads")


def test_the_publication_is_read_as_instants(marts: Path) -> None:
    with Marts(marts) as opened:
        publication = opened.publication()
    assert publication.as_of.isoformat() == "2026-11-22T16:00:00+00:00"
    assert (publication.time_zone, publication.currency, publication.is_made_up) == (
        "Asia/Shanghai",
        "CNY",
        True,
    )


def test_a_code_that_no_dimension_names_keeps_its_own_name(marts: Path) -> None:
    with Marts(marts) as opened:
        channels = opened.names("dim_channels")
    assert (channels.label("tiktok").en, channels.label("tiktok").zh) == ("tiktok", "tiktok")
    assert channels.label(None).code == "missing"
    assert sorted(["web", "tiktok", "event"], key=channels.order) == ["event", "web", "tiktok"]
