"""Every contract of the made-up company fits what its simulated system gives, histories and owners too."""

from pathlib import Path

import pytest

from ingestion.contracts.load import load_contracts
from ingestion.contracts.model import CompanyDefaults
from tests.conformance.case import CONTRACTS
from tests.conformance.cases import all_cases
from tests.conformance.harness import Trial
from tests.simulators.world import make_world

CASES = {case.system: case for case in all_cases()}
# What is pushed is no system that could be asked.
PULLED = [
    contract
    for contract in load_contracts(CONTRACTS, CompanyDefaults())
    if contract.api is not None and contract.api.connection in CASES
]


@pytest.mark.parametrize("source", [contract.source for contract in PULLED])
def test_a_contract_takes_every_record_of_its_system(source: str, tmp_path: Path) -> None:
    contract = next(contract for contract in PULLED if contract.source == source)
    assert contract.api is not None
    trial = Trial(CASES[contract.api.connection], tmp_path, make_world(60))
    trial.contract = contract
    record = trial.pull()
    assert record.is_proven, (record.failure, record.certificate)
    assert record.certificate.new > 0
    assert record.certificate.quarantined == 0
    again = trial.pull()
    assert (again.is_proven, again.load_id) == (True, None)
    trial.close()
