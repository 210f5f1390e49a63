"""Stage entries of Fxiaoke and Neocrm: what was pulled stays, also when a stage is entered again."""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.conformance.harness import Case, Trial
from tests.simulators.fxiaoke import cases as fxiaoke
from tests.simulators.fxiaoke import objects as fxiaoke_objects
from tests.simulators.neocrm import cases as neocrm
from tests.simulators.neocrm import objects as neocrm_objects
from tests.simulators.world import SimDeal, make_world


def move(trial: Trial, deal: SimDeal, stage: str) -> None:
    at = trial.world.tick(3600)
    deal.history.append((stage, at))
    trial.world.edit(deal, stage=stage)


def fxiaoke_id(deal: SimDeal, at: datetime) -> str:
    return f"{fxiaoke_objects.DEALS.id_of(deal.number)}@{fxiaoke_objects.ms(at)}"


def neocrm_id(deal: SimDeal, at: datetime) -> str:
    return f"{neocrm_objects.OPPORTUNITY.id_of(deal)}@{neocrm_objects.ms(at)}"


@pytest.mark.parametrize(
    ("cases", "deals", "stages", "entry_id"),
    [
        (fxiaoke.CASES, "fx_opportunities", "fx_stages", fxiaoke_id),
        (neocrm.CASES, "neo_opportunities", "neo_stages", neocrm_id),
    ],
)
def test_entries_stay_when_the_opportunity_goes_on(
    tmp_path: Path, cases: list[Case], deals: str, stages: str, entry_id: Callable[[SimDeal, datetime], str]
) -> None:
    case = next(case for case in cases if case.source == deals)
    world = make_world()
    trial = Trial(dataclasses.replace(case, source=stages), tmp_path, world)
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
    own = entry_id(deal, entered[0]).split("@")[0] + "@"
    landed = {one for one in trial.landed() if one.startswith(own)}
    assert landed == {entry_id(deal, at) for at in entered}
    assert trial.typed_rows()["stage_event"] == len(world.deals) + 2
    trial.close()
