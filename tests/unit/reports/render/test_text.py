from collections.abc import Callable

import pytest

from reports.build import BuiltReport
from tests.unit.reports.conftest import EVERY_REPORT
from tests.unit.reports.render.mail_parts import Parts

Built = Callable[[str, str], BuiltReport]


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_text_holds_every_headline_number_of_the_html(name: str, language: str, built: Built) -> None:
    report = built(name, language)
    kpis = Parts(report.html).kpis
    assert len(kpis) == 6
    lines = report.text.splitlines()
    for value in kpis:
        assert any(f": {value}" in line for line in lines), value


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_every_number_of_the_text_s_tables_is_in_the_html(name: str, language: str, built: Built) -> None:
    report = built(name, language)
    shown = set(Parts(report.html).texts)
    cells = [
        cell
        for line in report.text.splitlines()
        if " | " in line
        for cell in line.split(" | ")[1:]
        if cell[:1].isdigit()
    ]
    assert len(cells) > 30
    assert [cell for cell in cells if cell not in shown] == []


def test_the_text_is_not_escaped_and_has_no_markup(built: Built) -> None:
    text = built("loss", "en").text
    assert "竞品甲 & 公司" in text
    assert "Acme <Corp>" in text
    assert "&amp;" not in text
    assert "<p" not in text
    assert "\n\n\n\n" not in text
