"""How often each pattern of levels occurs among pairs.

A pattern is one level for each comparison, -1 where it says nothing. A million pairs have some thousand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from orchestration.matching.comparisons import Comparison
from orchestration.matching.parameters import Parameters


@dataclass(frozen=True)
class Patterns:
    """Patterns, in a fixed order, and how many pairs have each.

    Attributes:
        levels: comparison -> its level in each pattern.
        counts: pairs of each pattern.
    """

    levels: Mapping[str, np.ndarray]
    counts: np.ndarray

    def weights(self, parameters: Parameters) -> np.ndarray:
        """Return the match weight of each pattern: the prior's and those of its levels."""
        found = np.full(len(self.counts), parameters.prior_weight)
        for name, column in self.levels.items():
            for level, shares in parameters.shares[name].items():
                found[column == level] += shares.weight
        return found

    def sums(self, comparison: str, values: np.ndarray) -> dict[int, float]:
        """Return the sum of `values`, one for each pattern, by level of a comparison; without -1."""
        column = self.levels[comparison]
        return {int(level): float(values[column == level].sum()) for level in np.unique(column) if level >= 0}


def read_patterns(
    connection: duckdb.DuckDBPyConnection, pairs: str, comparisons: Sequence[Comparison]
) -> Patterns:
    """Count the patterns of a relation of pairs (`records.proposed_pairs`, `records.own_pairs`)."""
    levels = ", ".join(f'{found.sql} as "{found.name}"' for found in comparisons)
    columns = connection.execute(
        f"select *, count(*) as pair_count from (select {levels} from {pairs}) group by all order by all"
    ).fetchnumpy()
    counts = np.asarray(columns.pop("pair_count"), dtype=float)
    return Patterns({name: np.asarray(column) for name, column in columns.items()}, counts)
