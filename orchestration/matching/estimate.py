"""Estimating m, u and the prior of a Fellegi-Sunter model, without labels.

u, a level's share among pairs of two persons, comes from pairs drawn at random, and where a level means
equality from the frequencies of the values; pairs found to be of one person are then taken out of it. m, its
share among pairs of one person, comes from expectation maximisation (Winkler) over pairs that agree in one
strong trait: same e-mail, same phone, same date of birth, same name and company. Each block leaves out the
trait that it was chosen by. The prior is the share of pairs found to be of one person.
"""

from dataclasses import dataclass

import numpy as np

from orchestration.matching.patterns import EQUALITY, Observed, Patterns

_ROUNDS = 60
_PASSES = 10
_FIRST_PRIOR = 1e-4
_PSEUDO_COUNT = 0.5
# Training may be too sure of itself: so many of the pairs with one e-mail or phone are two persons at least.
_LEAST_OTHERS = 0.03
# Blocks that training looks at: (comparison, least level) that all must hold.
_BLOCKS = ((("email", 4),), (("phone", 2),), (("birth_date", 5),), (("person", 6), ("company", 3)))

Table = dict[str, dict[int, float]]


@dataclass(frozen=True)
class Parameters:
    """The model: m and u by comparison and level, and the prior weight (log2 of the odds)."""

    m: Table
    u: Table
    prior_weight: float

    def weight(self, comparison: str, level: int) -> float:
        """Return log2(m / u); 0 for a level that was never seen."""
        m, u = self.m.get(comparison, {}).get(level), self.u.get(comparison, {}).get(level)
        return float(np.log2(m / u)) if m and u else 0.0


def estimate(observed: Observed) -> Parameters:
    """Estimate the model from what was observed."""
    names = observed.blocked.comparisons
    levels = {
        name: sorted({*observed.blocked.levels[:, i].tolist(), *observed.random.levels[:, i].tolist()} - {-1})
        for i, name in enumerate(names)
    }
    pairs = observed.records * (observed.records - 1) / 2
    drawn = _drawn(observed, levels)
    u, prior = drawn, _FIRST_PRIOR
    for _ in range(_PASSES):
        m = _m(observed.blocked, levels, u)
        found = _posterior(observed.blocked, levels, m, u, prior) * observed.blocked.counts
        prior = max(float(found.sum()), 1.0) / pairs
        u = _without_same_persons(observed, levels, drawn, found, pairs)
    return Parameters(m, u, float(np.log2(prior / (1 - prior))))


def _drawn(observed: Observed, levels: dict[str, list[int]]) -> Table:
    """Return the share of each level among all pairs."""
    table: Table = {}
    for i, name in enumerate(observed.random.comparisons):
        column, counts = observed.random.levels[:, i], observed.random.counts
        seen = {level: counts[column == level].sum() + _PSEUDO_COUNT for level in levels[name]}
        total = sum(seen.values())
        shares = {level: count / total for level, count in seen.items()}
        if name in EQUALITY and name in observed.equal_by_chance and EQUALITY[name][0] in shares:
            shares[EQUALITY[name][0]] = max(observed.equal_by_chance[name], 1e-9)
        table[name] = shares
    return table


def _posterior(part: Patterns, levels: dict[str, list[int]], m: Table, u: Table, prior: float) -> np.ndarray:
    log_odds = np.full(len(part.counts), np.log(prior / (1 - prior)))
    for i, name in enumerate(part.comparisons):
        for level in levels[name]:
            log_odds[part.levels[:, i] == level] += np.log(m[name][level] / u[name][level])
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def _without_same_persons(
    observed: Observed, levels: dict[str, list[int]], drawn: Table, found: np.ndarray, pairs: float
) -> Table:
    """Return u: of all pairs, without those `found` to be of one person."""
    u: Table = {}
    for i, name in enumerate(observed.random.comparisons):
        is_there = observed.random.levels[:, i] >= 0
        present = pairs * float(observed.random.counts[is_there].sum() / observed.random.counts.sum())
        of_persons = {
            level: float(found[observed.blocked.levels[:, i] == level].sum()) for level in levels[name]
        }
        exact = EQUALITY[name][0] if name in observed.equal_by_chance else None
        others = max(present - sum(of_persons.values()), 1.0)
        u[name] = {
            level: max(
                (share * present - of_persons[level]) / others,
                share * _LEAST_OTHERS
                if level == exact
                else _PSEUDO_COUNT / min(float(observed.random.counts[is_there].sum()), present),
                1e-9,
            )
            for level, share in drawn[name].items()
        }
    return u


def _m(blocked: Patterns, levels: dict[str, list[int]], u: Table) -> Table:
    sums: dict[str, dict[int, float]] = {name: dict.fromkeys(levels[name], _PSEUDO_COUNT) for name in levels}
    columns = {name: blocked.levels[:, i] for i, name in enumerate(blocked.comparisons)}
    for block in _BLOCKS:
        if not {name for name, _ in block} <= columns.keys():
            continue
        rows = np.all([columns[name] >= level for name, level in block], axis=0)
        if not rows.any():
            continue
        part = Patterns(blocked.comparisons, blocked.levels[rows], blocked.counts[rows])
        chosen_by = {name for name, _ in block}
        expected, _ = _expected(part, levels, u, chosen_by)
        for name in set(levels) - chosen_by:
            for level, count in expected[name].items():
                sums[name][level] += count
    return {name: {level: c / sum(s.values()) for level, c in s.items()} for name, s in sums.items() if s}


def _expected(
    part: Patterns, levels: dict[str, list[int]], u: Table, chosen_by: set[str]
) -> tuple[Table, float]:
    """Return how many pairs of one person have each level, and the share of such pairs.

    By expectation maximisation with u held fixed.
    """
    # To begin with, agreement is thought likelier the higher the level.
    m: Table = {
        name: {
            level: 3.0**place / sum(3.0**i for i in range(len(found))) for place, level in enumerate(found)
        }
        for name, found in levels.items()
    }
    share, counts = 0.5, {}
    for _ in range(_ROUNDS):
        log_odds = np.full(len(part.counts), np.log(share / (1 - share)))
        for i, name in enumerate(part.comparisons):
            if name not in chosen_by:
                for level in levels[name]:
                    log_odds[part.levels[:, i] == level] += np.log(m[name][level] / u[name][level])
        weighted = part.counts / (1 + np.exp(-log_odds))
        share = min(max(float(weighted.sum() / part.counts.sum()), 1e-6), 1 - 1e-6)
        for i, name in enumerate(part.comparisons):
            counts[name] = {
                level: float(weighted[part.levels[:, i] == level].sum()) for level in levels[name]
            }
            total = sum(counts[name].values()) + _PSEUDO_COUNT * len(levels[name])
            m[name] = {level: (c + _PSEUDO_COUNT) / total for level, c in counts[name].items()}
    return counts, share
