"""Mails and pages in a real browser at the width of a phone and of a desktop, with and without pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reports.build import BuiltReport, build_report
from tests.unit.reports.conftest import EVERY_REPORT, PERIODS
from tests.unit.reports.screenshot import CHROMIUM, DESKTOP, PHONE, SMALL_PHONE, browser, show

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM}"),
]
Built = Callable[[str, str], BuiltReport]

# A headline number wraps when its box is higher than one line of its own line height.
WRAPPED = """() => [...document.querySelectorAll('.kpi')].filter(e => {
  const range = document.createRange(); range.selectNodeContents(e);
  return new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1;
}).map(e => e.textContent)"""
# ... and spills when it reaches beyond the box around it.
SPILLED = """() => [...document.querySelectorAll('.kpi')].filter(e =>
  e.scrollWidth > Math.ceil(e.getBoundingClientRect().width)).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.mark.parametrize("with_pictures", [True, False])
@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_a_mail_never_scrolls_sideways(
    name: str, language: str, with_pictures: bool, built: Built, opened: Any
) -> None:
    report = built(name, language)
    pictures = {picture.cid: picture.png for picture in report.pictures} if with_pictures else None
    page = show(opened, report.html, DESKTOP, pictures)
    for width in (DESKTOP, PHONE, SMALL_PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.querySelectorAll('.kpi').length") == 6
        assert page.evaluate(WRAPPED) == []
        assert page.evaluate(SPILLED) == []
    page.close()


@pytest.mark.parametrize("name", list(PERIODS))
def test_the_mail_of_a_large_company_with_long_names_fits_too(
    name: str, marts: Path, tmp_path: Path, opened: Any
) -> None:
    large = tmp_path / "large.duckdb"
    large.write_bytes(marts.read_bytes())
    with duckdb.connect(str(large)) as con:
        con.execute("update rpt_funnel_flow set won_amount_base = won_amount_base * 30")
        con.execute("update rpt_funnel_stage_losses set lost_amount_base = lost_amount_base * 3000")
        con.execute("update rpt_pipeline set amount_base = amount_base * 3")
        con.execute("update rpt_roi set spend_base = spend_base * 40, won_amount_base = won_amount_base * 4")
        con.execute("update rpt_roi set campaign = repeat('campaign_', 20)")
        con.execute("update rpt_loss set loss_stage = 'stage-of-no-dimension' where channel = 'social'")
        con.execute(
            "update rpt_loss set competitor = repeat(competitor, 9), loss_reason = loss_reason || '_given'"
        )
        con.execute("update dim_channels set name_en = name_en || ' and everything related to it'")
        con.execute("update meta_publication set company_name_en = repeat('Verylongcompanyname', 8)")
    page = show(opened, build_report(name, PERIODS[name], "en", large, tmp_path).html, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(WRAPPED) == []
    assert page.evaluate(SPILLED) == []
    page.close()


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_a_page_never_scrolls_sideways(name: str, language: str, built: Built, opened: Any) -> None:
    page = show(opened, built(name, language).files["html"].read_text(encoding="utf-8"), DESKTOP)
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(WRAPPED) == []
    page.close()


def test_the_page_asks_the_network_for_nothing(built: Built, opened: Any) -> None:
    asked: list[str] = []
    page = opened.new_page()
    page.on("request", lambda request: asked.append(request.url))
    path = built("funnel", "en").files["html"]
    page.goto(path.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    page.close()


def test_labels_of_charts_stay_readable_on_a_phone(built: Built, opened: Any) -> None:
    # Charts have text of 13 px and more at their logical width; a phone may shrink them a little.
    report = built("funnel", "zh-CN")
    page = show(opened, report.html, PHONE, {picture.cid: picture.png for picture in report.pictures})
    shown = page.evaluate("[...document.images].map(image => image.getBoundingClientRect().width)")
    for width, picture in zip(shown, report.pictures, strict=True):
        assert 13 * width / picture.width >= 11
    page.close()
