"""Stage entries of Neocrm: what was pulled stays, also when a stage is entered again."""

import dataclasses
from pathlib import Path

from tests.conformance.harness import Trial
from tests.simulators.neocrm.cases import CASES
from tests.simulators.neocrm.objects import OPPORTUNITY, ms
from tests.simulators.world import SimDeal, make_world


def move(trial: Trial, deal: SimDeal, stage: str) -> None:
    at = trial.world.tick(3600)
    deal.history.append((stage, at))
    trial.world.edit(deal, stage=stage)


def test_entries_stay_when_the_opportunity_goes_on(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.source == "neo_opportunities")
    world = make_world()
    trial = Trial(dataclasses.replace(case, source="neo_stages"), tmp_path, world)
    first = trial.pull()
    assert first.is_proven
    deal = next(deal for deal in world.deals if deal.stage == "qualified")
    entered = [deal.history[-1][1]]
    for stage in ("needs_confirmed", "qualified"):
        move(trial, deal, stage)
        entered.append(deal.history[-1][1])
        record = trial.pull()
        assert (record.is_proven, record.certificate.new, record.certificate.deleted) == (True, 1, 0)
    full = trial.pull(is_full=True)
    assert (full.is_proven, full.load_id, full.certificate.deleted) == (True, None, 0)
    own = f"{OPPORTUNITY.id_of(deal)!s}@"
    landed = {one for one in trial.landed() if one.startswith(own)}
    assert landed == {f"{own}{ms(at)}" for at in entered}
    assert trial.typed_rows()["stage_event"] == len(world.deals) + 2
    trial.close()
