"""What a model makes of pairs, weighed by hand."""

import numpy as np
import pytest

from orchestration.matching.clearing import cleared
from orchestration.matching.parameters import LevelShares, Parameters
from orchestration.matching.patterns import Patterns
from orchestration.matching.scores import score

# The prior weighs log2(1/63) = −5.977; the same phone +10, another one −1.
PARAMETERS = Parameters(1 / 64, {"phone": {1: LevelShares(0.512, 0.0005), 0: LevelShares(0.488, 0.976)}})
PAIRS = Patterns({"phone": np.array([-1, 0, 1])}, np.array([5.0, 100.0, 7.0]))
THRESHOLDS = {"merge": 4.0, "review": -6.5, "conflict": -12.0}


def test_a_pair_weighs_the_prior_and_its_levels() -> None:
    assert PAIRS.weights(PARAMETERS) == pytest.approx([-5.977, -6.977, 4.023], abs=0.001)


def test_thresholds_cut_and_each_pair_is_counted_once() -> None:
    found = score(PARAMETERS, PAIRS, PAIRS, THRESHOLDS)
    assert (found.merged, found.review, found.below, found.pairs) == (7, 5, 100, 112)


def test_the_histogram_has_no_gap_and_all_pairs() -> None:
    found = score(PARAMETERS, PAIRS, PAIRS, THRESHOLDS).histogram
    assert found == ((-8, 100), (-6, 5), (-4, 0), (-2, 0), (0, 0), (2, 0), (4, 7))


def test_a_record_that_would_not_match_itself_cannot_be_matched() -> None:
    own = Patterns({"phone": np.array([-1, 1])}, np.array([3.0, 40.0]))
    assert score(PARAMETERS, PAIRS, own, THRESHOLDS).unlinkable == 3


def test_without_pairs_there_is_no_histogram() -> None:
    nothing = Patterns({"phone": np.array([], dtype=int)}, np.array([]))
    found = score(PARAMETERS, nothing, nothing, THRESHOLDS)
    assert (found.histogram, found.pairs) == ((), 0)


def test_u_is_cleared_of_pairs_of_one_person() -> None:
    # 1,000 pairs: 10 of one person, all with one name and one phone; of the other 990, 90 share the name.
    model = Parameters(
        0.01,
        {
            "name": {1: LevelShares(0.999, 0.1), 0: LevelShares(0.001, 0.9)},
            "phone": {1: LevelShares(0.999, 1e-6), 0: LevelShares(0.001, 1.0)},
        },
    )
    pairs = Patterns({"name": np.array([1, 1]), "phone": np.array([1, 0])}, np.array([10.0, 90.0]))
    drawn = {"name": {1: 0.1, 0: 0.9}, "phone": {1: 1e-6, 0: 1.0}}
    least = {"name": {1: 1e-9, 0: 1e-9}, "phone": {1: 1e-7, 0: 1e-7}}
    found = cleared(model, pairs, drawn, least, {"name": 1.0, "phone": 1.0}, 1000)
    assert found.prior == pytest.approx(0.01, rel=0.01)
    assert found.shares["name"][1].u == pytest.approx(90 / 990, rel=0.01)
    assert found.shares["phone"][1].u == 1e-7
    assert found.shares["name"][1].m == 0.999
