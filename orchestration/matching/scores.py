"""What a trained model makes of the leads: the weights of the proposed pairs, and what thresholds cut."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from orchestration.matching.parameters import Parameters
from orchestration.matching.patterns import Patterns

# Width of a bar of the histogram, in bits.
STEP = 2


@dataclass(frozen=True)
class Scores:
    """The weights that the model gives.

    Attributes:
        thresholds: least weight of a merge and of a review.
        histogram: (weight that a step of STEP begins with, pairs), without gaps.
        merged: proposed pairs that reach the threshold of a merge.
        review: those that reach only the one of a review.
        below: all others.
        unlinkable: records that would not even match themselves: they say too little.
    """

    thresholds: Mapping[str, float]
    histogram: tuple[tuple[int, int], ...]
    merged: int
    review: int
    below: int
    unlinkable: int

    @property
    def pairs(self) -> int:
        """All pairs that blocking proposes."""
        return self.merged + self.review + self.below


def score(
    parameters: Parameters, proposed: Patterns, own: Patterns, thresholds: Mapping[str, float]
) -> Scores:
    """Weigh the patterns of the proposed pairs, and of each record with itself."""
    weights, merge, review = proposed.weights(parameters), thresholds["merge"], thresholds["review"]
    merged = proposed.counts[weights >= merge].sum()
    uncertain = proposed.counts[(weights >= review) & (weights < merge)].sum()
    return Scores(
        thresholds=thresholds,
        histogram=_histogram(weights, proposed.counts),
        merged=int(merged),
        review=int(uncertain),
        below=int(proposed.counts.sum() - merged - uncertain),
        unlinkable=int(own.counts[own.weights(parameters) < merge].sum()),
    )


def _histogram(weights: np.ndarray, counts: np.ndarray) -> tuple[tuple[int, int], ...]:
    if not len(weights):
        return ()
    steps = np.floor(weights / STEP).astype(int)
    first = int(steps.min())
    sums = np.bincount(steps - first, weights=counts)
    return tuple(((first + place) * STEP, int(count)) for place, count in enumerate(sums))
