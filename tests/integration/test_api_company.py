"""The made-up company over its systems' APIs: pulled, proven, published; changes and deletions follow."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ingestion.landing.zone import LandingZone
from orchestration.configuration import load_configuration
from orchestration.execution import RunOutcome
from orchestration.home import Home, MadeUp
from orchestration.jobs import DAILY
from orchestration.pulls import pull_source, verdict
from orchestration.resources import Installation
from orchestration.settings import Settings
from tests.integration.running import query, run
from tests.sample_company.generate import DEFAULT_DATE, DEFAULT_SEED
from tests.simulators.running import all_running, secrets_of, write_config
from tests.simulators.world import World, make_world

pytestmark = pytest.mark.integration


@dataclass
class Pulled:
    """The world, the installation that pulls from it, and its latest run."""

    world: World
    installation: Installation
    outcome: RunOutcome

    @property
    def home(self) -> Home:
        return self.installation.home

    def again(self) -> RunOutcome:
        """Run once more, some time later."""
        self.world.tick(3600)
        self.outcome = run(self.installation, DAILY, self.world.now)
        return self.outcome


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pulled]:
    root = tmp_path_factory.mktemp("api_company")
    world = make_world(60)
    with all_running(world) as running:
        config = write_config(running, root / "config")
        settings = Settings(home=root / "home", config=config, _env_file=None)
        found = load_configuration(settings, secrets_of(running))
        found.home.prepare()
        home = found.home.mark_made_up(MadeUp(DEFAULT_SEED, DEFAULT_DATE))
        installation = Installation(found, home)
        yield Pulled(world, installation, run(installation, DAILY, world.now))


def live_salesforce_leads(company: Pulled) -> int:
    return query(company.home, "select count(*) from fct_lead_records where system = 'salesforce'")[0][0]


def test_every_source_is_proven_complete_and_published(company: Pulled) -> None:
    assert company.outcome.success, (company.outcome.failures, company.outcome.checks_blocked)
    pulled = {c.source for c in company.installation.configuration.contracts if c.api is not None}
    proven = query(company.home, "select source, difference from fct_pulls where is_proven")
    assert {source for source, _ in proven} == pulled
    assert {difference for _, difference in proven} == {0}
    metrics = dict(query(company.home, "select metric, value from rpt_data_quality"))
    assert metrics["pulled_sources"] == metrics["pulled_sources_proven"] == len(pulled)
    assert metrics["pulled_sources_failed"] == 0
    assert live_salesforce_leads(company) == 60


def test_what_is_pushed_and_polled_is_there_once(company: Pulled) -> None:
    landed = dict(
        query(company.home, "select source, records_new from fct_pulls where source like 'typeform%'")
    )
    leads = len(company.world.leads)
    assert landed == {"typeform_contact": leads, "typeform_pushes": leads // 10}
    ids = query(
        company.home,
        "select count(*), count(distinct external_id) from fct_lead_records where system = 'typeform'",
    )
    assert ids == [(leads, leads)]


def test_changes_deletions_and_merges_follow(company: Pulled) -> None:
    world = company.world
    deleted, loser, survivor, edited = world.leads[3], world.leads[4], world.leads[5], world.leads[6]
    activities = query(company.home, "select count(*), count(lead_id) from fct_activities")
    world.tick()
    world.delete(deleted)
    world.merge(loser, survivor)
    world.edit(edited, title="Chief Change Officer")
    added = world.add_lead()
    outcome = company.again()
    assert outcome.success, (outcome.failures, outcome.checks_blocked)
    assert live_salesforce_leads(company) == 60 - 2 + 1
    assert added.is_live
    pulls = query(
        company.home,
        "select records_new, records_updated, records_deleted + records_merged from fct_pulls "
        "where source = 'sf_leads' and is_latest",
    )
    assert pulls == [(1, 2, 2)]
    titles = query(company.home, "select count(*) from fct_leads where title = 'Chief Change Officer'")
    assert titles[0][0] >= 1
    after = query(company.home, "select count(*), count(lead_id) from fct_activities")
    assert after[0][0] == activities[0][0], "no follow-up is lost with its lead"


def test_another_pull_moves_nothing(company: Pulled) -> None:
    landed = len(LandingZone(company.home.landing).loads())
    for contract in company.installation.configuration.contracts:
        if contract.api is not None:
            record = pull_source(company.installation, contract, company.world.tick(60)).record
            assert record.is_proven, verdict(record)
    assert len(LandingZone(company.home.landing).loads()) == landed
