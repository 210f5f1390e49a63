"""Analysts query the published marts while a run replaces them: no errors, and never a bit of both."""

from datetime import date
from pathlib import Path

import pytest

from orchestration.home import Home
from tests.integration.analyst import look_at, reading
from tests.integration.conftest import copy_of
from tests.integration.running import installation_of, run
from tests.integration.small_company.files import CONFIG, deliver, more_leads

pytestmark = pytest.mark.integration


def test_analysts_see_the_old_or_the_new_marts_and_no_error(small_run: Home, tmp_path: Path) -> None:
    home = copy_of(small_run, tmp_path / "home")
    installation = installation_of(home.root, CONFIG)
    deliver(home.inbox, more_leads(date.today()))
    before = look_at(home.marts)
    with reading(home.marts) as seen, reading(home.marts, keeps=True) as kept:
        outcome = run(installation)
    after = look_at(home.marts)
    assert outcome.success, (outcome.failures, outcome.checks_blocked)
    # Ten and two leads, then three more records, one of them a new person.
    assert (before[1:3], after[1:3]) == ((12, 12), (13, 15))
    assert seen.errors + kept.errors == []
    assert seen.looks == [before, after]
    assert kept.looks == [before]
    assert min(seen.times, kept.times) > 50
