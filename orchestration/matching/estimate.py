"""Estimating m, u and the prior of a Fellegi-Sunter model without labels: Splink's work, with two limits.

Splink draws pairs at random for u, runs expectation maximisation over pairs that share a strong key for m,
and takes the prior from the pairs that agree in e-mail or phone. Two things it cannot learn from a sample:

- How often two persons have one e-mail or phone. A sample sees none such, or only pairs of one person. It is
  counted exactly, from the frequencies of the values; of the pairs that share one, only the share that
  expectation maximisation finds to be two persons counts (measured on febrl3: F1 0.9979 instead of 0.9968).
- That what never happened may happen. A level is taken to occur in half a pair at least, so that no weight is
  larger than the number of pairs behind it allows.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator

from orchestration.matching import records
from orchestration.matching.comparisons import Comparison
from orchestration.matching.parameters import Doubt, LevelShares, Parameters, Session, Training

_ITERATIONS = 60
# Of the pairs of one person, the share that agrees in e-mail or phone: a guess, as Splink's documentation
# makes it.
_RECALL_OF_RULES = 0.7
_HALF_A_PAIR = 0.5
# Training may be too sure of itself: so many of the pairs with one e-mail or phone are two persons at least.
_LEAST_OTHERS = 0.03
# Comparisons whose strongest level means that both have the same `<name>_key`, one of many thousand.
_RARELY_EQUAL = ("person", "company", "email", "phone", "birth_date")

Seen = dict[tuple[str, int], LevelShares]  # by comparison and level


class NothingToLearn(Exception):
    """The records share too little for anything to be estimated."""


def train(warehouse: Path, comparisons: Sequence[Comparison], random_pairs: int) -> Training:
    """Estimate the model on a built warehouse. The same warehouse gives the same model.

    Raises:
        NothingToLearn: when no two records share an e-mail, a phone, or company and person.
    """
    with records.open_records(warehouse) as connection:
        return _train(connection, comparisons, random_pairs)


def _train(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], random_pairs: int
) -> Training:
    blocks = records.blocks(connection)
    rules: list[Any] = [
        records.blocking_rule(keys) for name, keys in blocks.items() if name in ("email", "phone")
    ]
    if not rules:
        raise NothingToLearn(
            "No two lead records share an e-mail address or a phone number: there is nothing to learn from. "
            "Train when more leads have landed; until then the default parameters stand."
        )
    count = records.count_records(connection)
    drawn = min(random_pairs, count * (count - 1) // 2)
    linker = _linker(connection, comparisons)
    linker.training.estimate_probability_two_random_records_match(rules, recall=_RECALL_OF_RULES)
    linker.training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=1)
    # Sums of fractions differ in their last digits with the order of threads; counts, above, do not.
    connection.execute("set threads = 1")
    sessions = [_maximise(linker, connection, name, keys) for name, keys in blocks.items()]
    model = linker.misc.save_model_to_json()
    seen = _with_counted_u(connection, comparisons, sessions, _seen(model, comparisons))
    informative = _informative(connection, comparisons, blocks, sessions)
    return Training(
        records=count,
        random_pairs=drawn,
        parameters=Parameters(
            prior=float(model["probability_two_random_records_match"]),
            shares={
                found.name: {
                    level.number: _limited(seen[found.name, level.number], informative[found.name], drawn)
                    for level in found.levels
                }
                for found in comparisons
            },
        ),
        sessions=tuple(sessions),
        doubts=tuple(_doubts(seen, informative)),
    )


def _linker(connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison]) -> Linker:
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="lead_record_id",
        comparisons=[found.for_splink() for found in comparisons],
        max_iterations=_ITERATIONS,
        retain_matching_columns=False,
    )
    # What Splink warns of, levels that it did not see, is said by the training report.
    return Linker(DuckDBAPI(connection=connection).register(records.TABLE), settings, log_level=logging.ERROR)


def _maximise(
    linker: Linker, connection: duckdb.DuckDBPyConnection, name: str, keys: Sequence[str]
) -> Session:
    found = linker.training.estimate_parameters_using_expectation_maximisation(
        records.blocking_rule(keys), estimate_without_term_frequencies=True
    )
    history: Sequence[Any] = found.probability_two_random_records_match_iteration_chart().raw_records
    return Session(
        block=name,
        pairs=records.count_pairs(connection, keys),
        estimated=tuple(kept.output_column_name for kept in found.core_model_settings.comparisons),
        shares=tuple(float(record["probability_two_random_records_match"]) for record in history),
    )


def _seen(model: dict[str, Any], comparisons: Sequence[Comparison]) -> Seen:
    """Return what Splink estimated; None stands for what it did not see."""
    found = {}
    for described, comparison in zip(model["comparisons"], comparisons, strict=True):
        told = [level for level in described["comparison_levels"] if not level.get("is_null_level")]
        for level, kept in zip(comparison.levels, told, strict=True):
            m, u = kept.get("m_probability"), kept.get("u_probability")
            # A level that was not seen has a text in place of a number.
            found[comparison.name, level.number] = LevelShares(
                m if isinstance(m, float) else None, u if isinstance(u, float) else None
            )
    return found


def _with_counted_u(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    sessions: Sequence[Session],
    seen: Seen,
) -> Seen:
    """Return `seen` with u of the strongest levels counted, where a sample does not tell it."""
    of_one_person = {session.block: session.shares[-1] for session in sessions}
    counted = {}
    for comparison in comparisons:
        strongest = comparison.name, comparison.levels[0].number
        if comparison.name in _RARELY_EQUAL:
            chance = records.chance_of_equality(connection, f"{comparison.name}_key")
            if chance:
                others = max(1 - of_one_person.get(comparison.name, 0.0), _LEAST_OTHERS)
                counted[strongest] = LevelShares(seen[strongest].m, chance * others)
    return seen | counted


def _informative(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    blocks: Mapping[str, Sequence[str]],
    sessions: Sequence[Session],
) -> dict[str, int]:
    """Return how many pairs each comparison's m was estimated from."""
    counts = dict.fromkeys((comparison.name for comparison in comparisons), 0)
    for session in sessions:
        used = [comparison for comparison in comparisons if comparison.name in session.estimated]
        for name, count in records.count_informative(connection, blocks[session.block], used).items():
            counts[name] += count
    return counts


def _limited(seen: LevelShares, pairs: int, random_pairs: int) -> LevelShares:
    if not pairs or (seen.m is None and seen.u is None):
        return LevelShares(None, seen.u)
    return LevelShares(max(seen.m or 0.0, _HALF_A_PAIR / pairs), seen.u or _HALF_A_PAIR / random_pairs)


def _doubts(seen: Seen, informative: Mapping[str, int]) -> Iterator[Doubt]:
    for (comparison, level), shares in seen.items():
        if not informative[comparison] or (shares.m is None and shares.u is None):
            yield Doubt("unseen", comparison, level)
        elif shares.m is None:
            yield Doubt("unseen_m", comparison, level)
        elif shares.u is None:
            yield Doubt("unseen_u", comparison, level)
