"""Nothing lost, nothing invented, and a certificate that says so: every connector under every fault."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingestion.pulling.record import PullRecord
from tests.conformance.case import Case
from tests.conformance.cases import all_cases
from tests.conformance.harness import FastClocks, Trial, differences, small_world
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.world import World, make_world

CASES = all_cases()
each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_large_case = pytest.mark.parametrize("case", [case for case in CASES if case.large], ids=str)


@pytest.fixture
def trials(tmp_path: Path) -> Iterator["Trials"]:
    made = Trials(tmp_path)
    yield made
    made.close()


class Trials:
    """Makes trials and closes them."""

    def __init__(self, root: Path) -> None:
        self._root, self._made = root, []

    def make(self, case: Case, world: World, faults: FaultPlan | None = None) -> Trial:
        trial = Trial(case, self._root / f"zone{len(self._made)}", world, faults)
        self._made.append(trial)
        return trial

    def close(self) -> None:
        for trial in self._made:
            trial.close()


def prove(trial: Trial, record: PullRecord) -> None:
    assert record.is_proven, (record.failure, record.certificate)
    assert record.certificate.is_balanced
    assert record.certificate.missing == 0
    assert differences(trial)[:5] == []


def pull_under_fault(case: Case, world: World, fault: Fault, struck: int, trials: Trials) -> PullRecord:
    """Pull with a fault at the call of this number, prove it, prove the next pull; return the first."""
    plan = FaultPlan({struck: fault}, change=lambda: disturb(case, world))
    trial = trials.make(case, world, plan)
    record = trial.pull()
    assert plan.struck == [fault], "the pull was too short for the fault"
    if fault is not Fault.CHANGE:
        prove(trial, record)
    # What changed while it was read is complete with the next pull at the latest.
    assert record.is_proven, record.certificate
    prove(trial, trial.pull())
    return record


def disturb(case: Case, world: World) -> None:
    """Edit some records and delete others, early and late ones, as happens while a pull reads."""
    records = [record for record in case.records(world) if record.is_live]
    for place in (0, len(records) // 2, len(records) - 1):
        case.edit(world, records[place])
    if case.deletes:
        for place in (1, len(records) // 3):
            world.delete(records[place])


def change_everything(case: Case, world: World) -> None:
    """Edits, deletes, merges, an addition where the records are leads: what a week brings."""
    world.tick(3600)
    records = [record for record in case.records(world) if record.is_live]
    for record in records[::50]:
        case.edit(world, record)
    if case.deletes:
        for record in records[3::90]:
            world.delete(record)
    if case.merges:
        for place in range(5, len(records) - 1, 120):
            if records[place].is_live and records[place + 1].is_live:
                world.merge(records[place], records[place + 1])


@each_case
def test_everything_lands_and_a_second_pull_moves_nothing(case: Case, trials: Trials) -> None:
    trial = trials.make(case, small_world(case))
    first = trial.pull()
    prove(trial, first)
    assert first.certificate.new == len([r for r in case.records(trial.world) if r.is_live])
    assert first.certificate.quarantined == 0
    assert sum(trial.typed_rows().values()) >= first.certificate.new
    loads = len(trial.zone.loads())
    second = trial.pull()
    prove(trial, second)
    assert (second.load_id, second.certificate.new, second.certificate.updated) == (None, 0, 0)
    assert len(trial.zone.loads()) == loads


@each_case
@pytest.mark.parametrize("fault", list(Fault), ids=str)
def test_a_fault_loses_and_invents_nothing(case: Case, fault: Fault, trials: Trials) -> None:
    pull_under_fault(case, small_world(case), fault, 2, trials)


@each_case
def test_after_edits_deletes_and_merges_an_increment_equals_a_full_pull(case: Case, trials: Trials) -> None:
    world = small_world(case)
    trial = trials.make(case, world)
    prove(trial, trial.pull())
    change_everything(case, world)
    increment = trial.pull()
    prove(trial, increment)
    assert increment.certificate.updated + increment.certificate.new > 0
    if case.deletes:
        assert increment.certificate.deleted > 0
    if case.merges:
        assert increment.certificate.merged > 0
    full = trial.pull(is_full=True)
    prove(trial, full)
    assert full.load_id is None, full.certificate


def test_every_system_has_a_large_case() -> None:
    assert {case.system for case in CASES} == {case.system for case in CASES if case.large}


@each_large_case
def test_a_large_world_under_every_fault_at_once(case: Case, trials: Trials) -> None:
    world = make_world(case.large)
    plan = FaultPlan.every(list(Fault), step=3, change=lambda: disturb(case, world))
    trial = trials.make(case, world, plan)
    started = time.process_time()
    record = trial.pull()
    assert record.is_proven, record.certificate
    assert set(plan.struck) == set(Fault), "the pull was too short for all faults"
    prove(trial, trial.pull())
    print(f"{case}: {record.certificate.new} records, {time.process_time() - started:.1f} CPU s both sides")


@each_case
def test_wrong_settings_give_one_clear_sentence(case: Case, trials: Trials) -> None:
    assert case.wrong, f"{case} declares no wrong connection"
    trial = trials.make(case, make_world(60))
    for label, (connect, error, words) in case.wrong.items():
        trial.connector = connect(trial.simulator, FastClocks().clocks())
        with pytest.raises(error) as raised:
            trial.pull()
        said = str(raised.value)
        assert words in said, (label, said)
        assert "\n" not in said
