"""Estimating m, u and the prior of a Fellegi-Sunter model without labels, from what Splink learns.

What cannot be learnt from a sample of pairs is added:

- How often two persons have one e-mail or phone: a sample sees none such, or only pairs of one person. It is
  counted from the frequencies of the values (febrl3: F1 0.9979 instead of 0.9968).
- What pairs of one person do in u, and how many there are: `clearing.py`.
- That what never happened may happen: a level that one kind of pairs shows occurs in half a pair of the other
  at least, so that no weight is larger than the number of pairs behind it allows.
"""

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from orchestration.matching import records
from orchestration.matching.clearing import Shares, cleared
from orchestration.matching.comparisons import Comparison
from orchestration.matching.parameters import Doubt, LevelShares, Parameters, Session, Training
from orchestration.matching.patterns import Patterns
from orchestration.matching.sampling import Known, maximise, sample_u

# m is estimated under the u that was drawn, and again under the one that was cleared by means of the first m.
_ROUNDS = 2
_FIRST_PRIOR = 1e-4
_HALF_A_PAIR = 0.5
# Training may be too sure of itself: so many of the pairs with one e-mail or phone are two persons at least.
_LEAST_OTHERS = 0.03
# Comparisons whose strongest level means that both have the same `<name>_key`, one of many.
_RARELY_EQUAL = ("person", "company", "email", "phone", "birth_date")


class NothingToLearn(Exception):
    """The records share too little for anything to be estimated."""


def train(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    patterns: Patterns,
    random_pairs: int,
) -> Training:
    """Estimate the model on opened records and the patterns of their proposed pairs.

    The same records give the same model.

    Raises:
        NothingToLearn: when no two records share an e-mail, a phone, or company and person.
    """
    blocks = records.blocks(connection)
    if not blocks:
        raise NothingToLearn(
            "No two lead records share an e-mail address, a phone number, or company and name: there is "
            "nothing to learn from. Train when more leads have landed; until then the parameters stay."
        )
    count = records.count_records(connection)
    pairs = count * (count - 1) // 2
    sampled = sample_u(connection, comparisons, random_pairs)
    # Sums of fractions differ in their last digits with the order of threads; counts, above, do not.
    connection.execute("set threads = 1")
    informative = records.informative_shares(connection, comparisons)
    drawn, least = _limits(connection, comparisons, sampled, informative, min(random_pairs, pairs))
    support = _support(connection, comparisons, blocks)
    m: Known = {name: dict.fromkeys(levels) for name, levels in drawn.items()}
    parameters = _model(_FIRST_PRIOR, m, drawn)
    sessions: tuple[Session, ...] = ()
    for _ in range(_ROUNDS):
        m, sessions = maximise(connection, comparisons, blocks, parameters)
        parameters = _model(parameters.prior, _at_least(m, sampled, support), _u(parameters))
        parameters = cleared(parameters, patterns, drawn, least, informative, pairs)
    return Training(
        records=count,
        random_pairs=min(random_pairs, pairs),
        parameters=parameters,
        sessions=sessions,
        doubts=tuple(_doubts(m, sampled)),
    )


def _model(prior: float, m: Known, u: Shares) -> Parameters:
    return Parameters(
        prior,
        {
            name: {level: LevelShares(m[name][level], share) for level, share in levels.items()}
            for name, levels in u.items()
        },
    )


def _u(parameters: Parameters) -> Shares:
    return {
        name: {level: shares.u for level, shares in levels.items()}
        for name, levels in parameters.shares.items()
    }


def _limits(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    sampled: Known,
    informative: Mapping[str, float],
    random_pairs: int,
) -> tuple[Shares, Shares]:
    """Return the share of each level among all pairs, and the least that u may become, both above 0."""
    drawn: dict[str, dict[int, float]] = {}
    least: dict[str, dict[int, float]] = {}
    for found in comparisons:
        half = _HALF_A_PAIR / max(informative[found.name] * random_pairs, 1.0)
        drawn[found.name] = {level: share or half for level, share in sampled[found.name].items()}
        least[found.name] = dict.fromkeys(drawn[found.name], half)
        if found.name in _RARELY_EQUAL:
            chance = records.chance_of_equality(connection, f"{found.name}_key")
            if chance:
                drawn[found.name][found.strongest] = chance
                least[found.name][found.strongest] = chance * _LEAST_OTHERS
    return drawn, least


def _support(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    blocks: Mapping[str, Sequence[str]],
) -> dict[str, int]:
    """Return from how many pairs of the blocks each comparison can be learnt at most."""
    counts = dict.fromkeys((found.name for found in comparisons), 0)
    for keys in blocks.values():
        pairs = records.blocked_pairs(connection, keys)
        for name, count in records.count_informative(connection, pairs, comparisons).items():
            counts[name] += count
    return counts


def _at_least(m: Known, u: Known, support: Mapping[str, int]) -> Known:
    """Return m without zeros; None for levels that were never seen, or of which no block says anything."""
    return {
        name: {
            level: max(share or 0.0, _HALF_A_PAIR / support[name])
            if any(levels.values()) and (share or u[name][level])
            else None
            for level, share in levels.items()
        }
        for name, levels in m.items()
    }


def _doubts(m: Known, u: Known) -> Iterator[Doubt]:
    for name, levels in m.items():
        for level, share in levels.items():
            if not any(levels.values()) or not (share or u[name][level]):
                yield Doubt("unseen", name, level)
            elif not share:
                yield Doubt("unseen_m", name, level)
            elif not u[name][level]:
                yield Doubt("unseen_u", name, level)
