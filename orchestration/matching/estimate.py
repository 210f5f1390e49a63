"""Estimating m, u and the prior of a Fellegi-Sunter model, without labels.

u, a level's share among pairs of two persons, comes from pairs drawn at random, and where a level means
equality from the frequencies of the values. Most pairs that agree in e-mail or phone are one person, and do
not count for u: of those pairs only the share that expectation maximisation finds to be two persons does. m,
its share among pairs of one person, comes from expectation maximisation (Winkler) over pairs that agree in
one strong trait: same e-mail, same phone, same name and company. Each block leaves out the trait that it was
chosen by. Splink goes about it in the same way.
"""

from dataclasses import dataclass

import numpy as np

from orchestration.matching.patterns import EQUALITY, Observed, Patterns

_ROUNDS = 60
# Of the pairs of one person, the share that agrees in e-mail or phone: a guess, as Splink's documentation
# makes it.
_STRONG_RECALL = 0.7
_PSEUDO_COUNT = 0.5
# Training may be too sure of itself: so many of the pairs with one e-mail or phone are two persons at least.
_LEAST_OTHERS = 0.03
# Blocks that training looks at: (comparison, least level) that all must hold.
_BLOCKS = ((("email", 3),), (("phone", 2),), (("person", 4), ("company", 3)))

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
    u = _u(observed, levels)
    _leave_out_same_persons(observed.blocked, levels, u)
    m = _m(observed.blocked, levels, u)
    columns = {name: observed.blocked.levels[:, i] for i, name in enumerate(names)}
    strong = observed.blocked.counts[(columns["email"] == 3) | (columns["phone"] == 2)].sum()
    pairs = observed.records * (observed.records - 1) / 2
    prior = max(strong, 1.0) / _STRONG_RECALL / pairs
    return Parameters(m, u, float(np.log2(prior / (1 - prior))))


def _u(observed: Observed, levels: dict[str, list[int]]) -> Table:
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


def _m(blocked: Patterns, levels: dict[str, list[int]], u: Table) -> Table:
    sums: dict[str, dict[int, float]] = {name: dict.fromkeys(levels[name], _PSEUDO_COUNT) for name in levels}
    columns = {name: blocked.levels[:, i] for i, name in enumerate(blocked.comparisons)}
    for block in _BLOCKS:
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


def _leave_out_same_persons(blocked: Patterns, levels: dict[str, list[int]], u: Table) -> None:
    columns = {name: blocked.levels[:, i] for i, name in enumerate(blocked.comparisons)}
    for name in ("email", "phone"):
        level, _ = EQUALITY[name]
        rows = columns[name] == level
        if rows.any() and level in u[name]:
            part = Patterns(blocked.comparisons, blocked.levels[rows], blocked.counts[rows])
            _, share = _expected(part, levels, u, {name})
            u[name][level] *= max(1 - share, _LEAST_OTHERS)


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
