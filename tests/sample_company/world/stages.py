"""The way of one deal through the stages: skips, steps back, losses, reopening. Times are drawn here."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.sample_company.vocabulary.deals import STAGES
from tests.sample_company.world.draw import pick
from tests.sample_company.world.seasons import to_working_time

SHORTEST, LONGEST = 20.0, 150.0  # days that a sales cycle takes
SKIP, STEP_BACK, REOPEN, DORMANT = 0.13, 0.09, 0.07, 0.11
STARTS_AS_NEW = 0.3
LOST_IN: tuple[tuple[str, int], ...] = (
    ("new_lead", 3),
    ("qualified", 27),
    ("needs_confirmed", 24),
    ("solution_discussed", 25),
    ("price_negotiation", 21),
)


@dataclass(frozen=True)
class Visit:
    """Entering a stage at a moment."""

    stage: str
    at: datetime


@dataclass(frozen=True)
class Way:
    """All visits of a deal until its end, however late that is. A dormant deal has no end."""

    visits: tuple[Visit, ...]
    is_dormant: bool


def draw_way(rng: random.Random, opened_at: datetime, is_win: bool, cycle: float) -> Way:
    """Return a deal's way from its opening; `cycle` is its length in days, kept within 20 to 150."""
    days = min(LONGEST, max(SHORTEST, cycle))
    last = STAGES[-1] if is_win else pick(rng, LOST_IN, lambda item: item[1])[0]
    stages = _open_stages(rng, last)
    visits = _timed(rng, [*stages, "won" if is_win else "lost"], opened_at, days)
    if is_win:
        return Way(tuple(visits), is_dormant=False)
    if rng.random() < DORMANT:
        return Way(tuple(visits[:-1]), is_dormant=True)
    if rng.random() < REOPEN and last != "new_lead":
        visits.extend(_reopened(rng, visits[-1].at))
    return Way(tuple(visits), is_dormant=False)


def _open_stages(rng: random.Random, last: str) -> list[str]:
    """Open stages from the first to `last`, some skipped, sometimes one of them visited again."""
    start = 0 if last == "new_lead" or rng.random() < STARTS_AS_NEW else 1
    stages = [
        stage
        for number, stage in enumerate(STAGES)
        if start <= number <= STAGES.index(last) and (number == start or stage == last or rng.random() > SKIP)
    ]
    if len(stages) >= 3 and rng.random() < STEP_BACK:
        at = rng.randrange(1, len(stages) - 1)
        stages += stages[at:]
    return stages


def _timed(rng: random.Random, stages: list[str], opened_at: datetime, days: float) -> list[Visit]:
    """Spread the stages over the days; the last one falls on the day that ends the cycle."""
    parts = [rng.gammavariate(2.0, 1.0) for _ in stages[1:]]
    visits, at, scale = [Visit(stages[0], opened_at)], opened_at, days / sum(parts)
    exact = opened_at
    for stage, part in zip(stages[1:], parts, strict=True):
        exact += timedelta(days=part * scale)
        at = max(to_working_time(exact), at + timedelta(hours=1))
        visits.append(Visit(stage, at))
    return visits


def _reopened(rng: random.Random, lost_at: datetime) -> list[Visit]:
    """A lost deal comes back after some weeks, and ends again."""
    back_at = to_working_time(lost_at + timedelta(days=rng.uniform(10, 45)))
    stages = ["needs_confirmed", "solution_discussed", "price_negotiation"][rng.randrange(2) :]
    return _timed(rng, [*stages, "won" if rng.random() < 0.55 else "lost"], back_at, rng.uniform(14, 45))
