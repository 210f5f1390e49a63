"""Google Ads: broken streams, quotas, millionths, tokens by the hour, accounts below a manager."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from ingestion.http.errors import QuotaUsedUp, RequestRefused
from ingestion.pulling.resource import Window
from ingestion.sources.google_ads.connector import GoogleAdsConnector
from tests.conformance.harness import FastClocks, Trial, differences
from tests.simulators.google_ads.cases import CASES, settings_for
from tests.simulators.google_ads.server import GoogleAdsSimulator
from tests.simulators.world import make_world

OPTIONS = {"customer_id": "123-456-7890"}


@pytest.fixture
def spend(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(CASES[0], tmp_path, make_world(60))
    yield trial
    trial.close()


def rows(simulator: GoogleAdsSimulator, time: FastClocks) -> int:
    resource = GoogleAdsConnector(settings_for(simulator), time.clocks()).resource("campaign_spend", OPTIONS)
    return sum(len(list(page)) for page in resource.read(Window(None, simulator.world.now)))


def test_a_stream_that_ends_with_an_error_is_read_again() -> None:
    world = make_world(60)
    with GoogleAdsSimulator(world, of_spend=lambda _: True, breaks_at=30) as simulator:
        assert rows(simulator, FastClocks()) == len(world.spend)


def test_a_limit_of_the_moment_is_waited_for_as_long_as_it_says() -> None:
    time = FastClocks()
    with GoogleAdsSimulator(make_world(60), limit_every=10) as simulator:
        assert rows(simulator, time) == 549
    assert time.seconds >= 3 * 5


def test_a_quota_of_the_day_ends_the_pull_at_once() -> None:
    time = FastClocks()
    with (
        GoogleAdsSimulator(make_world(60), quota_used_up=True) as simulator,
        pytest.raises(QuotaUsedUp, match="run again tomorrow"),
    ):
        rows(simulator, time)
    assert time.seconds == 0


def test_a_token_is_got_once_an_hour() -> None:
    time = FastClocks()
    with GoogleAdsSimulator(make_world(60)) as simulator:
        connector = GoogleAdsConnector(settings_for(simulator), time.clocks())
        resource = connector.resource("campaign_spend", OPTIONS)
        for seconds in (0, 3000, 580):
            time.seconds += seconds
            list(resource.ids(Window(simulator.world.now, simulator.world.tick())))
        assert sum(call.path == "/token" for call in simulator.calls) == 2


def test_millionths_become_money_to_the_cent(spend: Trial) -> None:
    assert spend.pull().certificate.quarantined == 0
    with duckdb.connect(":memory:") as con:
        landed = con.execute(
            f"select sum(amount), sum(clicks) from read_parquet('{spend.root}/typed/spend/*.parquet')"
        ).fetchone()
    assert landed == (
        sum(row.amount for row in spend.world.spend),
        sum(row.clicks for row in spend.world.spend),
    )


def test_a_row_that_vanishes_is_deleted_only_within_the_days_asked_for(spend: Trial) -> None:
    assert spend.pull().is_proven
    spend.world.delete(spend.world.spend[-1])
    spend.world.delete(spend.world.spend[0])
    assert spend.pull().certificate.deleted == 1
    assert spend.pull(is_full=True).certificate.deleted == 1
    assert differences(spend) == []


def test_another_customer_is_a_clear_refusal() -> None:
    with GoogleAdsSimulator(make_world(60)) as simulator:
        connector = GoogleAdsConnector(settings_for(simulator), FastClocks().clocks())
        resource = connector.resource("campaign_spend", {"customer_id": "1"})
        with pytest.raises(RequestRefused, match=r"CUSTOMER_NOT_FOUND.*check customer_id"):
            list(resource.ids(Window(None, simulator.world.now)))
        with pytest.raises(ValueError, match="is no number; write it as 123-456-7890"):
            connector.resource("campaign_spend", {"customer_id": "me"})
        with pytest.raises(ValueError, match="it has: campaign_spend"):
            connector.resource("clicks", {})


def test_the_manager_account_may_be_written_with_dashes() -> None:
    with GoogleAdsSimulator(make_world(60)) as simulator:
        assert settings_for(simulator, login_customer_id="987-654-3210").login_customer_id == "9876543210"
