"""Meta: limits, forgotten leads, restated and renamed campaigns, the token that stays out of addresses."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from ingestion.http.errors import Unavailable
from ingestion.pulling.resource import Window
from ingestion.sources.meta.connector import MetaConnector
from ingestion.sources.meta.schema import MetaSettings
from tests.conformance.harness import FastClocks, Trial, differences
from tests.simulators.meta.cases import CASES
from tests.simulators.meta.server import FORMS, PAGE, TOKEN, MetaSimulator, form_of, lead_id
from tests.simulators.world import make_world

LEADS, SPEND = CASES


@pytest.fixture
def spend(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(SPEND, tmp_path, make_world(60))
    yield trial
    trial.close()


def connect(simulator: MetaSimulator, clocks: FastClocks) -> MetaConnector:
    settings = MetaSettings(base_url=simulator.url, access_token=SecretStr(TOKEN))
    return MetaConnector(settings, clocks.clocks())


def test_the_token_is_in_no_address() -> None:
    world = make_world(250)
    with MetaSimulator(world, of_leads=lambda _: True) as simulator:
        leads = connect(simulator, FastClocks()).resource("leads", {"page_id": PAGE})
        pages = [list(page) for page in leads.read(Window(None, world.now))]
        assert [len(page) for page in pages] == [100, 25, 100, 25]
        assert all(TOKEN not in call.path and TOKEN not in call.params.values() for call in simulator.calls)
        assert int(pages[0][0].id) > 2**53


def test_one_form_can_be_asked_for() -> None:
    world = make_world(60)
    with MetaSimulator(world, of_leads=lambda _: True) as simulator:
        leads = connect(simulator, FastClocks()).resource("leads", {"form_id": FORMS[0]})
        found = {item.id for page in leads.read(Window(None, world.now)) for item in page}
    assert found == {lead_id(lead.number) for lead in world.leads if form_of(lead) == FORMS[0]}


def test_a_rate_limit_is_waited_for() -> None:
    world, clocks = make_world(250), FastClocks()
    with MetaSimulator(world, of_leads=lambda _: True, limit_every=2) as simulator:
        leads = connect(simulator, clocks).resource("leads", {"page_id": PAGE})
        assert sum(len(list(page)) for page in leads.read(Window(None, world.now))) == 250
    assert clocks.seconds >= 120


def test_a_limit_that_stays_ends_in_one_sentence() -> None:
    world = make_world(60)
    with MetaSimulator(world, limit_every=1) as simulator:
        leads = connect(simulator, FastClocks()).resource("leads", {"page_id": PAGE})
        with pytest.raises(Unavailable, match="User request limit reached"):
            list(leads.read(Window(None, world.now)))


def test_the_second_of_the_window_begin_is_asked_for() -> None:
    world = make_world(60)
    newest = world.add_lead()
    with MetaSimulator(world, of_leads=lambda _: True) as simulator:
        leads = connect(simulator, FastClocks()).resource("leads", {"page_id": PAGE})
        window = Window(newest.created_at, newest.created_at + dt.timedelta(seconds=1))
        assert sum(len(list(page)) for page in leads.ids(window)) == 1


def test_a_lead_that_meta_forgets_stays_landed(tmp_path: Path) -> None:
    world = make_world(120)
    kept = dt.timedelta(days=600)
    trial = Trial(LEADS, tmp_path, world)
    trial.simulator.stop()
    trial.simulator = MetaSimulator(world, of_leads=lambda _: True, leads_kept=kept).start()
    trial.connector = connect(trial.simulator, trial.time)
    assert trial.pull().certificate.new == 120
    world.tick(60 * 86_400)
    record = trial.pull(is_full=True)
    trial.close()
    assert record.is_proven
    assert 0 < record.certificate.reported < 120
    assert record.certificate.deleted == 0
    assert differences(trial) == []


def test_a_row_that_leaves_the_restated_days_is_deleted_and_an_old_one_is_not(spend: Trial) -> None:
    assert spend.pull().is_proven
    spend.world.delete(spend.world.spend[-1])
    old = spend.world.spend[0]
    spend.simulator.world.spend = [row for row in spend.world.spend if row is not old]
    record = spend.pull()
    assert (record.is_proven, record.certificate.deleted) == (True, 1)


def test_a_renamed_campaign_counts_once(spend: Trial) -> None:
    assert spend.pull().is_proven
    campaign = spend.world.spend[-1].campaign
    renamed = [row for row in spend.world.spend if row.campaign == campaign]
    for row in renamed:
        row.campaign = "Another name"
    record = spend.pull()
    assert record.certificate.deleted == record.certificate.new > 0
    full = spend.pull(is_full=True)
    assert full.certificate.deleted + record.certificate.deleted == len(renamed)
    assert differences(spend) == []


def test_unknown_names_say_which_there_are() -> None:
    settings = MetaSettings(base_url="https://graph.example", access_token=SecretStr(TOKEN))
    connector = MetaConnector(settings, FastClocks().clocks())
    with pytest.raises(ValueError, match="no resource 'ads'; it has: leads, insights"):
        connector.resource("ads", {})
    with pytest.raises(ValueError, match="needs the option 'account_id'"):
        connector.resource("insights", {})
    with pytest.raises(ValueError, match="no option 'form'; its options are page_id, form_id"):
        connector.resource("leads", {"form": "1"})
    for options in ({}, {"page_id": "1", "form_id": "2"}):
        with pytest.raises(ValueError, match="needs one option: page_id for all forms of a page, or form_id"):
            connector.resource("leads", options)
