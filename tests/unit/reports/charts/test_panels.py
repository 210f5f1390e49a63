import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts.panels import nice_ticks


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_ticks_start_at_zero_reach_the_highest_and_are_few(highest: float) -> None:
    ticks = nice_ticks(highest)
    assert ticks[0] == 0 and ticks[-1] >= highest * (1 - 1e-9)
    assert 2 <= len(ticks) <= 4
    assert ticks[-1] <= highest * 2.5


@given(st.integers(min_value=1, max_value=10**7))
def test_counts_get_whole_ticks(highest: int) -> None:
    ticks = nice_ticks(highest, is_whole=True)
    assert all(tick == int(tick) for tick in ticks) and ticks[-1] >= highest
    assert len(ticks) <= 4


@pytest.mark.parametrize("highest", [0, -1])
def test_nothing_to_show_still_has_a_scale(highest: float) -> None:
    assert nice_ticks(highest) == [0.0, 1.0]
