import re
from collections.abc import Callable

import pytest

from reports.build import BuiltReport
from tests.unit.reports.conftest import EVERY_REPORT
from tests.unit.reports.render.mail_parts import Parts

Built = Callable[[str, str], BuiltReport]


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_page_needs_nothing_from_outside(name: str, language: str, built: Built) -> None:
    html = built(name, language).files["html"].read_text(encoding="utf-8")
    parts = Parts(html)
    assert {tag for tag, _ in parts.tags} & {"script", "link", "iframe"} == set()
    sources = [found["src"] or "" for tag, found in parts.tags if tag == "img"]
    assert sources
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert re.findall(r"https?://", re.sub('base64,[^"]*', "", html)) == []
    assert "default-src 'none'" in html


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_page_shows_the_mail_s_headline_numbers(name: str, language: str, built: Built) -> None:
    report = built(name, language)
    page = Parts(report.files["html"].read_text(encoding="utf-8"))
    assert Parts(report.html).kpis == page.kpis[:6]


def test_the_page_has_what_a_mail_leaves_out(built: Built) -> None:
    report = built("loss", "en")
    page = Parts(report.files["html"].read_text(encoding="utf-8"))
    assert "Main reason" in page.texts
    assert "Main reason" not in Parts(report.html).texts
    assert "Nov 2025" in page.texts  # the first of twelve months; a mail keeps six
