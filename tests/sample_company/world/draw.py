"""Drawing at random, reproducibly: one independent stream for each part of the world."""

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, part: str) -> random.Random:
    """Return the generator of one part of the world: a new draw in one part leaves the others alone."""
    return random.Random(f"{seed}:{part}")


def pick(rng: random.Random, items: Sequence[T], weight: Callable[[T], float]) -> T:
    """Return one item with a chance proportional to its weight."""
    return rng.choices(items, [weight(item) for item in items])[0]


def logistic(log_odds: float) -> float:
    """Return the probability for log-odds."""
    return 1 / (1 + math.exp(-log_odds))


def poisson(rng: random.Random, mean: float) -> int:
    """Return a Poisson number (Knuth's method; means here are below 20)."""
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count
