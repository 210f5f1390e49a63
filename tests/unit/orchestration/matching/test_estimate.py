"""Training finds the parameters that a made-up population was drawn with, without being told who is whom."""

import numpy as np

from orchestration.matching.estimate import estimate
from orchestration.matching.patterns import Observed, Patterns

NAMES = ("person", "company", "email", "phone", "title")
TOP = np.array([7, 3, 4, 2, 2])
SAME = np.array([0.8, 0.9, 0.7, 0.6, 0.95])  # chance of agreement when it is one person
OTHER = np.array([0.001, 0.002, 0.0001, 0.0001, 0.1])  # and when it is two


def patterns(agreement: np.ndarray) -> Patterns:
    levels, counts = np.unique(np.where(agreement, TOP, 0), axis=0, return_counts=True)
    return Patterns(NAMES, levels, counts.astype(float))


def observed() -> Observed:
    draw = np.random.default_rng(7)
    same, other = draw.random((20_000, 5)) < SAME, draw.random((200_000, 5)) < OTHER
    return Observed(
        records=50_000,
        blocked=patterns(np.concatenate([same, other[other.any(axis=1)]])),
        random=patterns(draw.random((1_000_000, 5)) < OTHER),
        equal_by_chance={"person": 0.001, "company": 0.002, "email": 0.0003, "phone": 0.0003},
    )


def test_shares_among_pairs_of_one_person_are_found() -> None:
    found = estimate(observed())
    for name, level, share in zip(NAMES, TOP, SAME, strict=True):
        assert abs(found.m[name][level] - share) < 0.03, name


def test_agreement_speaks_for_and_disagreement_against() -> None:
    found = estimate(observed())
    for name, level in zip(NAMES, TOP, strict=True):
        assert found.weight(name, level) > 0 > found.weight(name, 0)
    assert found.weight("email", 4) > found.weight("title", 2)


def test_a_level_never_seen_is_worth_nothing() -> None:
    assert estimate(observed()).weight("person", 4) == 0


def test_the_prior_is_the_share_of_pairs_of_one_person() -> None:
    weight = estimate(observed()).prior_weight
    expected = np.log2(20_000 / (50_000 * 49_999 / 2))
    # Pairs that agree in little are not found.
    assert abs(weight - expected) < 0.2
