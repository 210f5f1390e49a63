import pytest

from reports.figures.wilson import wilson_interval


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [  # checked against the closed form worked out by hand and R's prop.test(correct = FALSE)
        (1, 10, 0.0179, 0.4042),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_known_intervals(hits: int, total: int, low: float, high: float) -> None:
    assert wilson_interval(hits, total) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("hits", "total"), [(0, 0), (-1, 5), (6, 5)])
def test_no_share_no_interval(hits: int, total: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(hits, total)
