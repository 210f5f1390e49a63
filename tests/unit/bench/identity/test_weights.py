"""Learnt weights beside those that the truth gives."""

from tests.bench.identity.weights import written


def test_an_outcome_is_shown_where_enough_pairs_of_both_kinds_have_it() -> None:
    learnt = [
        ("phone", 1, "Same phone", 9.0),
        ("phone", 0, "Other phone", -2.0),
        ("name", 1, "Same name", 5.0),
        ("name", 0, "Other name", -3.0),
    ]
    same = {"phone": {1: 75.0, 0: 25.0}, "name": {1: 95.0, 0: 5.0}}
    drawn = {"phone": {0: 1024.0}, "name": {1: 64.0, 0: 960.0}}
    proposed = {"phone": {1: 30.0}, "name": {1: 640.0}}
    # All 30 pairs with one phone, among ten times as many pairs as were drawn; other names are too rare here.
    assert written(learnt, same, drawn, proposed, more=10.0).splitlines()[2:] == [
        "| Same phone | 75 | 9.0 | 8.0 |",
        "| Other phone | 25 | -2.0 | -2.0 |",
        "| Same name | 95 | 5.0 | 3.9 |",
    ]
