"""A pulled source as an asset: its certificate, its check, and that one failure stops nobody else."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from ingestion.contracts.model import Contract
from ingestion.http.errors import CredentialsRefused
from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
from orchestration.assets.pulled import build_pulled_asset, check_name
from orchestration.checks.model import Severity
from orchestration.checks.pulls import PULL_CHECK
from orchestration.checks.thresholds import Threshold
from orchestration.configuration import Configuration
from orchestration.health import look
from orchestration.resources import Installation, installation_resource
from reports.delivery.outbox import Outbox
from tests.unit.orchestration.installation import COMPANY, small_installation
from tests.unit.orchestration.made_system import MadeSystem, connection_to, contract, lead


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def system() -> MadeSystem:
    return MadeSystem({"1": lead("one"), "2": lead("two")})


def installation(
    root: Path, system: MadeSystem, *contracts: Contract, severity: Severity = Severity.WARN
) -> Installation:
    small = small_installation(root)
    configuration = Configuration(
        small.configuration.settings,
        COMPANY,
        contracts or (contract(),),
        {PULL_CHECK.name: Threshold(severity, {})},
        small.configuration.subscriptions,
        {"crm": connection_to(system)},
    )
    small.home.prepare()
    return Installation(configuration, small.home)


def run(made: Installation) -> dg.ExecuteInProcessResult:
    """Pull every source; beside them stands an asset that needs the first, as the landing zone does."""
    connection = made.configuration.connections["crm"]
    assets = [
        build_pulled_asset(one, one.api, connection, "data@example.com")
        for one in made.configuration.contracts
        if one.api is not None
    ]

    @dg.asset(deps=[assets[0].key], key="later")
    def later() -> None:
        return None

    return dg.materialize(
        [*assets, later], resources={"installation": installation_resource(made)}, raise_on_error=False
    )


def the_check(result: dg.ExecuteInProcessResult, source: str = "crm_leads") -> dg.AssetCheckEvaluation:
    (found,) = [
        evaluation
        for evaluation in result.get_asset_check_evaluations()
        if evaluation.check_name == check_name(source)
    ]
    return found


def materialized(result: dg.ExecuteInProcessResult) -> set[str]:
    events = result.get_asset_materialization_events()
    return {event.asset_key.path[-1] for event in events if event.asset_key is not None}


def test_a_proven_pull_lands_with_its_certificate(tmp_path: Path, system: MadeSystem) -> None:
    made = installation(tmp_path, system)
    result = run(made)
    assert result.success
    check = the_check(result)
    assert check.passed
    assert check.description == (
        "crm_leads: complete: 2 reported by the second pass over ids, 2 read; 2 new, 0 updated, 0 unchanged, "
        "0 deleted, 0 merged, 0 quarantined."
    )
    (load,) = LandingZone(made.home.landing).loads()
    assert load.rows == {"lead": 2}
    assert system.closed == 1
    assert Outbox(made.home.outbox).entries() == []


def test_a_second_pull_moves_nothing_and_asks_for_changes_only(tmp_path: Path, system: MadeSystem) -> None:
    made = installation(tmp_path, system)
    run(made)
    assert run(made).success
    assert len(LandingZone(made.home.landing).loads()) == 1
    first, second = PullLedger(made.home.landing).all("crm_leads")
    assert (first.certificate.new, second.certificate.new, second.certificate.unchanged) == (2, 0, 2)
    assert [window.is_full for window in system.windows] == [True, False]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CredentialsRefused("Made CRM refuses the api_key;\nset a new one."),
         "Made CRM refuses the api_key; set a new one."),
        (CredentialsRefused("Made CRM got canary-secret."), "Made CRM got ***."),
        (KeyError("a fault"), "a fault of the program (KeyError); see the log."),
    ],
)  # fmt: skip
def test_a_pull_that_fails_warns_and_stops_nobody(
    tmp_path: Path, system: MadeSystem, error: Exception, said: str
) -> None:
    system.error = error
    made = installation(tmp_path, system)
    result = run(made)
    assert result.success
    assert materialized(result) == {"crm_leads", "later"}
    check = the_check(result)
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert f"crm_leads: not pulled: {said}" in str(check.description)
    (record,) = PullLedger(made.home.landing).all("crm_leads")
    assert (record.state, record.failure, record.load_id) == ("failed", said, None)
    assert (record.certificate.counted_by, record.certificate.reported) == ("nobody", 0)
    (notice,) = Outbox(made.home.outbox).entries()
    assert notice.recipient == "crm@example.com"
    assert system.closed == 1


def test_after_a_failure_the_next_pull_starts_where_it_did(tmp_path: Path, system: MadeSystem) -> None:
    made = installation(tmp_path, system)
    run(made)
    system.error = CredentialsRefused("Made CRM refuses the api_key; set a new one.")
    run(made)
    system.error = None
    run(made)
    first, failed, last = PullLedger(made.home.landing).all("crm_leads")
    assert first.since is None
    assert failed.since is not None and failed.since == last.since
    assert [record.state for record in (first, failed, last)] == ["proven", "failed", "proven"]


def test_where_the_company_says_so_a_gap_blocks(tmp_path: Path, system: MadeSystem) -> None:
    system.unreadable = {"2"}
    made = installation(tmp_path, system, contract(), contract("others"), severity=Severity.BLOCK)
    result = run(made)
    assert not result.success
    assert materialized(result) == {"crm_leads", "others"}, "the other source still lands"
    check = the_check(result)
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "NOT proven complete: 2 reported, 1 read, 1 missing" in str(check.description)


def test_options_that_the_system_has_not_are_said(tmp_path: Path, system: MadeSystem) -> None:
    made = installation(tmp_path, system, contract(options={"form": "7"}))
    assert "Lead has no option form" in str(the_check(run(made)).description)


def test_a_changed_contract_reads_earlier_pulls_again(tmp_path: Path, system: MadeSystem) -> None:
    system.records["1"]["Title"] = "Buyer"
    run(installation(tmp_path, system))
    made = installation(tmp_path, system, contract(title="Title"))
    assert run(made).success
    first, again = LandingZone(made.home.landing).loads()
    assert first.file_hash == again.file_hash
    assert first.contract_fingerprint != again.contract_fingerprint
    assert PullLedger(made.home.landing).all("crm_leads")[-1].certificate.unchanged == 2


def test_the_status_tells_the_age_of_the_last_proven_pull(tmp_path: Path, system: MadeSystem) -> None:
    made = installation(tmp_path, system)

    def status() -> tuple[str, bool]:
        (item,) = [one for one in look(made.configuration, made.home) if one.name == "source crm_leads"]
        return item.text, item.needs_attention

    assert status() == ("crm: never pulled", True)
    run(made)
    assert status() == ("crm: last proven complete 0 h ago", False)
    system.records["3"] = lead("three")
    system.unreadable = {"3"}
    run(made)
    text, needs_attention = status()
    assert text.startswith("crm: last proven complete 0 h ago; crm_leads: NOT proven complete")
    assert needs_attention
