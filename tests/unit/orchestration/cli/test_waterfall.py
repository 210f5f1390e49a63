"""Bars of a waterfall follow one another on one scale."""

from hypothesis import given
from hypothesis import strategies as st

from orchestration.cli.waterfall import waterfall

WEIGHTS = st.lists(st.floats(-40, 40, allow_nan=False), min_size=1, max_size=9)


def test_each_bar_starts_where_the_one_before_ended() -> None:
    assert waterfall([-4.0, 6.0, -1.0], 7) == [
        "████│  ",
        "██████ ",
        "    │█ ",
        "    █  ",
    ]  # fmt: skip


@given(WEIGHTS, st.integers(10, 60))
def test_every_line_has_the_width_and_marks_zero_or_covers_it(weights: list[float], width: int) -> None:
    lines = waterfall(weights, width)
    assert len(lines) == len(weights) + 1
    assert {len(line) for line in lines} == {width}
    zero = {line.index("│") for line in lines if "│" in line}
    assert len(zero) <= 1
    for weight, line in zip(weights, lines, strict=False):
        assert ("█" in line) == (weight != 0) or abs(weight) < 1e-9
