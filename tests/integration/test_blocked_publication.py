"""A run that must not publish: stopped by a data check, or broken. Readers keep the last good publication.

Each run here has new leads to publish and mails that are due, so that keeping still is worth something.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.home import Home
from orchestration.jobs import reports_job_name
from reports.delivery.outbox import Outbox
from reports.delivery.store import Entry
from tests.integration.conftest import copy_of
from tests.integration.running import files_below, installation_of, leadmill, query, run
from tests.integration.small_company.files import CONFIG, deliver, lead

pytestmark = pytest.mark.integration

OWNER = "data.owner@small.example"


@dataclass(frozen=True)
class Stopped:
    """What a run that was stopped left behind."""

    code: int
    said: str
    served_before: Mapping[str, bytes]
    served: Mapping[str, bytes]
    new_mails: list[Entry]
    notice: str
    home: Home


def _served(home: Home) -> dict[str, bytes]:
    """Return the files that analysts can reach: a candidate is written aside, where they cannot enter."""
    aside = [folder for folder in home.serve.iterdir() if folder.name.startswith(".next-")]
    assert [oct(folder.stat().st_mode & 0o777) for folder in aside] in ([], ["0o700"])
    return {name: content for name, content in files_below(home.serve).items() if name[0] != "."}


@dataclass
class Company:
    """The small company after its first run, to which more files come."""

    home: Home
    config: Path
    runs: int = 0

    def run_with(self, name: str, content: str) -> Stopped:
        """Deliver two leads, the very first without an owner, and run with a changed configuration file."""
        self.runs += 1
        created = (datetime.now(UTC) - timedelta(days=3)).date()
        owner = "" if self.runs == 1 else "U1"
        rows = [lead(1000 + self.runs, created, owner=owner), lead(2000 + self.runs, created)]
        deliver(self.home.inbox, {f"web/more_{self.runs}.csv": rows})
        config = self.config.with_name(f"config_{self.runs}")
        shutil.copytree(self.config, config)
        (config / name).parent.mkdir(exist_ok=True)
        (config / name).write_text(content, encoding="utf-8")
        outbox = Outbox(self.home.outbox)
        served, known = _served(self.home), {entry.key for entry in outbox.entries()}
        ended = leadmill(self.home.root, "run", config=config)
        new = [entry for entry in outbox.entries() if entry.key not in known]
        return Stopped(
            *(ended.returncode, ended.stdout + ended.stderr, served, _served(self.home), new),
            notice=outbox.mail(new[0].key).full.decode() if new else "",
            home=self.home,
        )


@pytest.fixture(scope="module")
def company(small_run: Home, tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("blocked")
    config = folder / "config"
    shutil.copytree(CONFIG, config)
    return Company(copy_of(small_run, folder / "home"), config)


@pytest.fixture(scope="module")
def by_landed_check(company: Company) -> Stopped:
    return company.run_with("checks.yml", "leads_have_owner: {min_share: 1.0}\n")


@pytest.fixture(scope="module")
def by_candidate_check(company: Company) -> Stopped:
    return company.run_with("checks.yml", "opportunities_have_account: {severity: block}\n")


@pytest.fixture(scope="module")
def by_broken_model(company: Company) -> Stopped:
    """A rule that no model can be built with: the score from which a lead is an A is no number."""
    return company.run_with("seeds/grade_bands.csv", "version,grade,min_score\nv1,A,high\nv1,C,0\n")


def _assert_kept_still(stopped: Stopped) -> None:
    assert stopped.served == stopped.served_before
    assert "marts.duckdb" in stopped.served
    assert query(stopped.home, "select count(*) from fct_leads where lead_id is null") == [(0,)]
    (notice,) = stopped.new_mails
    assert (notice.recipient, notice.state) == (OWNER, "sent")
    assert "the last good publication stays" in stopped.said
    assert not list(stopped.home.reports.rglob("*.html"))


def test_a_failing_check_on_landed_data_stops_the_run(by_landed_check: Stopped) -> None:
    _assert_kept_still(by_landed_check)
    assert by_landed_check.code == 3
    assert "Stopped by a data check: leads_have_owner" in by_landed_check.said
    assert "leads_have_owner" in by_landed_check.notice
    rows = (by_landed_check.home.checks / "landed" / "leads_have_owner.csv").read_text(encoding="utf-8")
    assert re.findall(r"^web,(L\d+),web_leads,web/more_1.csv,2,", rows, re.MULTILINE) == ["L1001"]


def test_a_failing_check_on_the_candidate_stops_the_publication(by_candidate_check: Stopped) -> None:
    _assert_kept_still(by_candidate_check)
    assert by_candidate_check.code == 3
    assert "Stopped by a data check: opportunities_have_account" in by_candidate_check.said
    assert "opportunities_have_account" in by_candidate_check.notice
    # The candidate was made, and is out of readers' sight.
    assert "serve candidate: done" in by_candidate_check.said


def test_a_broken_model_fails_the_run(by_broken_model: Stopped) -> None:
    _assert_kept_still(by_broken_model)
    assert by_broken_model.code == 1
    assert "grade_bands" in by_broken_model.said
    assert "grade_bands" in by_broken_model.notice
    assert "Traceback" not in by_broken_model.said


def test_the_same_failure_is_told_once_a_day(by_landed_check: Stopped, company: Company) -> None:
    again = company.run_with("checks.yml", "leads_have_owner: {min_share: 1.0}\n")
    assert again.code == 3
    assert again.new_mails == []
    assert again.served == by_landed_check.served_before


@pytest.mark.usefixtures("by_landed_check", "by_candidate_check", "by_broken_model")
def test_what_came_meanwhile_was_landed_and_mails_were_due(company: Company) -> None:
    landed = [path.name for path in (company.home.landing / "manifest").glob("*.json")]
    assert len(landed) == 4 + company.runs
    assert files_below(company.home.inbox) == {}
    # The mail that none of these runs sent: the scheduled report finds the last good publication, and sends.
    outcome = run(installation_of(company.home.root, CONFIG), reports_job_name("weekly"))
    assert outcome.success, outcome.failures
    sent = [entry for entry in Outbox(company.home.outbox).entries() if entry.recipient != OWNER]
    assert [(entry.report, entry.recipient, entry.state) for entry in sent] == [
        ("funnel", "boss@small.example", "sent")
    ]
