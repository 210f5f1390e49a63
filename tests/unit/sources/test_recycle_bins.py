"""Systems that remember what was deleted for some days: neither a pause nor a fault loses a deletion."""

import dataclasses
from pathlib import Path

import pytest

from tests.conformance.harness import Case, Trial, differences
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.hubspot import cases as hubspot
from tests.simulators.salesforce import cases as salesforce
from tests.simulators.world import make_world
from tests.simulators.zoho import cases as zoho


@dataclasses.dataclass(frozen=True)
class Bin:
    """The leads of a system: how many days suffice for it to forget, which requests list what is gone."""

    case: Case
    days: int
    places: tuple[int, int, int]
    shows_merges: bool = True


BINS = {
    "hubspot": Bin(hubspot.CASES[0], 100, (2, 3, 4)),
    "salesforce": Bin(salesforce.CASES[0], 20, (1, 3, 4)),
    "zoho": Bin(zoho.CASES[0], 70, (1, 2, 3), shows_merges=False),
}
FAULTS = [
    pytest.param(name, fault, place, id=f"{name}-{fault.name.lower()}-{place}")
    for name, bin_ in BINS.items()
    for fault, place in [
        *((Fault.REPEATED, place) for place in bin_.places),
        (Fault.EXPIRED, sorted(bin_.places)[1]),
    ]
]


@pytest.mark.parametrize("name", BINS)
def test_a_pause_longer_than_the_bin_remembers_loses_no_deletion(tmp_path: Path, name: str) -> None:
    own = make_world(60)
    trial = Trial(BINS[name].case, tmp_path, own)
    trial.pull()
    own.tick(BINS[name].days * 86_400)
    own.leads.pop()
    record = trial.pull()
    assert (record.since is not None, record.certificate.deleted) == (True, 1)
    assert differences(trial) == []
    trial.close()


@pytest.mark.parametrize(("name", "fault", "place"), FAULTS)
def test_a_fault_costs_no_deletion_and_no_merge(tmp_path: Path, name: str, fault: Fault, place: int) -> None:
    own = make_world(60)
    trial = Trial(BINS[name].case, tmp_path, own)
    trial.pull()
    own.tick(7200)
    own.edit(own.leads[0], title="new")
    own.delete(own.leads[1])
    if BINS[name].shows_merges:
        own.merge(own.leads[2], own.leads[3])
    trial.simulator.faults = FaultPlan({place: fault})
    record = trial.pull()
    assert record.is_proven
    assert record.certificate.deleted == 1
    assert record.certificate.merged == (1 if BINS[name].shows_merges else 0)
    assert differences(trial) == []
    trial.close()
