"""A second run on the same files lands nothing, changes no row of the marts, and mails nobody again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from orchestration.home import Home
from reports.delivery.outbox import Outbox
from reports.delivery.store import Entry
from tests.integration.conftest import copy_of
from tests.integration.running import files_below, leadmill, published_rows, query

pytestmark = pytest.mark.integration


@dataclass(frozen=True)
class State:
    """What a data folder holds that a second run must leave as it is."""

    landing: Mapping[str, bytes]
    marts: Mapping[str, list[tuple[Any, ...]]]
    mails: list[Entry]
    eml: Mapping[str, bytes]
    reports: Mapping[str, bytes]
    run_id: str


def _state(home: Home) -> State:
    return State(
        landing=files_below(home.landing),
        marts=published_rows(home),
        mails=Outbox(home.outbox).entries(),
        eml=files_below(home.outbox / "eml"),
        reports=files_below(home.reports),
        run_id=query(home, "select run_id from meta_publication")[0][0],
    )


@pytest.fixture(scope="module")
def runs(sample_run: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[State, State, str]:
    """The state before and after the demo was run again, and what it said."""
    home = copy_of(sample_run, tmp_path_factory.mktemp("second") / "home")
    before = _state(home)
    ended = leadmill(home.root, "demo")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert files_below(home.inbox) == {}
    return before, _state(home), ended.stdout


def test_nothing_is_landed(runs: tuple[State, State, str]) -> None:
    before, after, said = runs
    assert set(after.landing) == set(before.landing)
    changed = [name for name, content in after.landing.items() if content != before.landing[name]]
    assert changed == []
    assert "0 rows from 0 file(s), 0 line(s) quarantined" in said


def test_it_published_anew_and_no_row_changed(runs: tuple[State, State, str]) -> None:
    before, after, _ = runs
    assert after.run_id != before.run_id
    assert set(after.marts) == set(before.marts)
    for name, rows in after.marts.items():
        assert rows == before.marts[name], name


def test_nothing_is_sent_again(runs: tuple[State, State, str]) -> None:
    before, after, said = runs
    assert after.mails == before.mails
    assert len(after.mails) == 10
    assert after.eml == before.eml
    assert after.reports == before.reports
    assert "none now: 4 report(s) were made and mailed before" in said
