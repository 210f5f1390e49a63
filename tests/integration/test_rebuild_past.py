"""`leadmill run --as-of` builds a past moment again as it was then, and leaves the present alone."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from ingestion.landing.zone import LandingZone
from orchestration.assets.landed import land_source
from orchestration.home import Home
from orchestration.reporting import published_as_of
from tests.integration.conftest import copy_of
from tests.integration.running import files_below, installation_of, leadmill, published_rows, query
from tests.integration.small_company.files import CONFIG, closed, deliver, lead, more_leads

pytestmark = pytest.mark.integration

_OF_THE_PRESENT = ("inbox", "landing", "warehouse", "serve", "reports", "outbox", "checks", "dagster")


@dataclass(frozen=True)
class Rebuilt:
    """A data folder before and after a past moment was built again in it."""

    then: Home
    past: Home
    ended: "subprocess.CompletedProcess[str]"
    present_before: Mapping[str, bytes]
    present: Mapping[str, bytes]


def _present(home: Home) -> dict[str, bytes]:
    return {
        f"{name}/{path}": content
        for name in _OF_THE_PRESENT
        for path, content in files_below(home.root / name).items()
    }


@pytest.fixture(scope="module")
def rebuilt(small_run: Home, tmp_path_factory: pytest.TempPathFactory) -> Rebuilt:
    """Since the first run three leads and the end of a deal were landed, and one file waits in the inbox."""
    home = copy_of(small_run, tmp_path_factory.mktemp("rebuild") / "home")
    installation = installation_of(home.root, CONFIG)
    today = date.today()
    won = closed(1, today - timedelta(days=7), today - timedelta(days=1), amount="7777.00")
    deliver(home.inbox, {**more_leads(today), "crm/deals_2.csv": [won]})
    for contract in installation.configuration.contracts:
        land_source(installation, contract, datetime.now(UTC))
    LandingZone(home.landing).export_tables()
    deliver(home.inbox, {"web/leads_3.csv": [lead(50, today - timedelta(days=1))]})
    then = published_as_of(small_run)
    before = _present(home)
    ended = leadmill(home.root, "run", "--as-of", then.isoformat(), config=CONFIG)
    return Rebuilt(small_run, home.rebuild(then), ended, before, _present(home))


def test_the_marts_are_those_of_that_moment(rebuilt: Rebuilt) -> None:
    assert rebuilt.ended.returncode == 0, rebuilt.ended.stdout + rebuilt.ended.stderr
    then, again = published_rows(rebuilt.then), published_rows(rebuilt.past)
    assert set(again) == set(then)
    for name, rows in again.items():
        assert rows == then[name], name
    stamp = "select as_of, time_zone, currency, is_made_up from meta_publication"
    assert query(rebuilt.past, stamp) == query(rebuilt.then, stamp)
    assert query(rebuilt.past, "select status from fct_opportunities where external_id = 'D1'") == [("open",)]


def test_the_present_is_left_alone(rebuilt: Rebuilt) -> None:
    assert set(rebuilt.present) == set(rebuilt.present_before)
    for name, content in rebuilt.present.items():
        assert content == rebuilt.present_before[name], name
    assert "inbox/web/leads_3.csv" in rebuilt.present
    later = [name for name in rebuilt.present if name.startswith("landing/manifest/")]
    assert len(later) == len(query(rebuilt.past, "from fct_loads")) + 2


def test_its_reports_are_made_and_nobody_is_mailed(rebuilt: Rebuilt) -> None:
    made = sorted(path.name.split("-")[0] for path in rebuilt.past.reports.rglob("*.html"))
    assert made == ["funnel", "funnel", "loss", "roi"]
    assert not rebuilt.past.outbox.exists()
    assert str(rebuilt.past.root) in rebuilt.ended.stdout


def test_a_moment_to_come_is_refused(rebuilt: Rebuilt) -> None:
    ended = leadmill(rebuilt.past.landing.parent, "run", "--as-of", "2999-01-01", config=CONFIG)
    assert ended.returncode == 2
    assert "not in the past" in ended.stderr
    record = json.loads((rebuilt.past.serve / "publication.json").read_text(encoding="utf-8"))
    assert published_as_of(rebuilt.then).isoformat() == record["as_of"]
