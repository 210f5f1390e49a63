"""What Splink estimates: u from pairs drawn at random, m by expectation maximisation over blocks.

Each returns what Splink saw, by comparison and level, None where it saw no such pair.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator

from orchestration.matching import records
from orchestration.matching.comparisons import Comparison
from orchestration.matching.parameters import Parameters, Session

_ITERATIONS = 60

Known = dict[str, dict[int, float | None]]


def sample_u(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], random_pairs: int
) -> Known:
    """Return the share of each level among pairs drawn at random; the same records give the same pairs."""
    settings = SettingsCreator("dedupe_only", [found.for_splink() for found in comparisons])
    linker = _linker(connection, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=1)
    return _known(linker, "u_probability", comparisons)


def maximise(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    blocks: Mapping[str, Sequence[str]],
    parameters: Parameters,
) -> tuple[Known, tuple[Session, ...]]:
    """Return m, and how it was found, with u as the parameters have it.

    A block says nothing about the comparisons that read its keys; of what several blocks say, Splink takes
    the median.
    """
    u = {
        name: {level: shares.u for level, shares in levels.items()}
        for name, levels in parameters.shares.items()
    }
    settings = SettingsCreator(
        "dedupe_only",
        [found.for_splink(u[found.name]) for found in comparisons],
        probability_two_random_records_match=parameters.prior,
        max_iterations=_ITERATIONS,
    )
    linker = _linker(connection, settings)
    sessions = []
    for name, keys in blocks.items():
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            records.blocking_rule(keys), estimate_without_term_frequencies=True
        )
        history: Sequence[Any] = session.probability_two_random_records_match_iteration_chart().raw_records
        sessions.append(
            Session(
                block=name,
                pairs=records.count_pairs(connection, keys),
                estimated=tuple(kept.output_column_name for kept in session.core_model_settings.comparisons),
                shares=tuple(float(record["probability_two_random_records_match"]) for record in history),
            )
        )
    return _known(linker, "m_probability", comparisons), tuple(sessions)


def _linker(connection: duckdb.DuckDBPyConnection, settings: SettingsCreator) -> Linker:
    settings.unique_id_column_name = records.ID
    settings.retain_matching_columns = False
    # What Splink warns of, levels that it did not see, is said by the training report.
    return Linker(DuckDBAPI(connection=connection).register(records.TABLE), settings, log_level=logging.ERROR)


def _known(linker: Linker, kind: str, comparisons: Sequence[Comparison]) -> Known:
    model = linker.misc.save_model_to_json()
    found: Known = {}
    for told, comparison in zip(model["comparisons"], comparisons, strict=True):
        levels = [level for level in told["comparison_levels"] if not level.get("is_null_level")]
        # A level that was not seen has a text in place of a number.
        shares = [level.get(kind) if isinstance(level.get(kind), float) else None for level in levels]
        numbers = [level.number for level in comparison.levels]
        found[comparison.name] = dict(zip(numbers, shares, strict=True))
    return found
