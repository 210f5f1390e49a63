"""Marts and reports built once for all tests of this package: building a report takes about a second."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reports.build import BuiltReport, build_report
from reports.period import Period
from tests.unit.reports.marts_fixture import build_marts

PERIODS = {
    "funnel": Period.parse("2026-W47"),
    "roi": Period.parse("2026-10"),
    "loss": Period.parse("2026-10"),
}
EVERY_REPORT = [(name, language) for name in PERIODS for language in ("zh-CN", "en")]


@pytest.fixture(scope="session")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small company's publication."""
    return build_marts(tmp_path_factory.mktemp("marts") / "marts.duckdb")


@pytest.fixture(scope="session")
def empty_marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication on the company's first day: no lead, no spend, no deal."""
    return build_marts(tmp_path_factory.mktemp("empty") / "marts.duckdb", leads=0, is_made_up=False)


@pytest.fixture(scope="session")
def built(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], BuiltReport]:
    """A function (report, language) -> the report, each built once."""
    folder = tmp_path_factory.mktemp("reports")
    done: dict[tuple[str, str], BuiltReport] = {}

    def build(name: str, language: str) -> BuiltReport:
        if (name, language) not in done:
            done[name, language] = build_report(name, PERIODS[name], language, marts, folder)
        return done[name, language]

    return build
