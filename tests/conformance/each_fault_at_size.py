"""Each fault alone in a world of 25,000 leads, for every system: `make conformance`, since it takes long.

`make test` has each fault in a small world, and all of them together in a large one.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.case import Case
from tests.conformance.test_connectors import CASES, Trials, pull_under_fault
from tests.simulators.faults import Fault
from tests.simulators.world import make_world

# Beyond the first pages, where a cursor, a token or a snapshot is in use.
STRUCK = 5


@pytest.fixture
def trials(tmp_path: Path) -> Iterator[Trials]:
    made = Trials(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("case", [case for case in CASES if case.large], ids=lambda case: case.system)
@pytest.mark.parametrize("fault", list(Fault), ids=str)
def test_a_fault_in_a_large_world(case: Case, fault: Fault, trials: Trials) -> None:
    world = make_world(case.large)
    started = time.process_time()
    record = pull_under_fault(case, world, fault, STRUCK, trials)
    print(
        f"{case.system}, {fault}: {record.certificate.new:,} records, {record.certificate.missing} missing, "
        f"{time.process_time() - started:.1f} CPU s of client and system"
    )
