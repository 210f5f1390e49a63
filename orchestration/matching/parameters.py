"""What training learns: the parameters of a Fellegi-Sunter model, how they were found, and what to doubt."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class LevelShares:
    """How often a level occurs: m among pairs of one person, None where that is not known; u among others."""

    m: float | None
    u: float

    @property
    def weight(self) -> float:
        """What the level adds to a pair's match weight: log2(m / u), 0 where m is not known."""
        return math.log2(self.m / self.u) if self.m else 0.0


@dataclass(frozen=True)
class Parameters:
    """The model.

    Attributes:
        prior: the share of all pairs that are one person.
        shares: comparison -> level -> its shares.
    """

    prior: float
    shares: dict[str, dict[int, LevelShares]]

    @property
    def prior_weight(self) -> float:
        """Log2 of the odds that two records are one person, before any evidence."""
        return math.log2(self.prior / (1 - self.prior))

    def weight(self, comparison: str, level: int) -> float:
        """Return what a level adds; 0 for a level that the model does not know."""
        found = self.shares.get(comparison, {}).get(level)
        return found.weight if found else 0.0


@dataclass(frozen=True)
class Session:
    """One run of expectation maximisation over the pairs of one block.

    Attributes:
        block: name of the block.
        pairs: how many pairs share its key.
        estimated: the comparisons whose m it estimates; the others make the block.
        shares: the estimated share of pairs of one person, by iteration, the start first.
    """

    block: str
    pairs: int
    estimated: tuple[str, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Doubt:
    """A level whose weight is not, or hardly, learnt: `kind` says why.

    'unseen': neither m nor u could be estimated, so it is worth nothing; 'unseen_m', 'unseen_u': no pair of
    one person, or of two persons, showed it, so that half a pair was assumed.
    """

    kind: str
    comparison: str
    level: int


@dataclass(frozen=True)
class Training:
    """The model and the way to it.

    Attributes:
        records: how many lead records there were.
        random_pairs: how many pairs were drawn to learn what happens by chance.
        parameters: the model.
        sessions: the runs of expectation maximisation.
        doubts: levels that were not seen.
    """

    records: int
    random_pairs: int
    parameters: Parameters
    sessions: tuple[Session, ...]
    doubts: tuple[Doubt, ...]
