"""A waterfall of weights for the terminal: each bar starts where the one before it ended."""

import itertools
from collections.abc import Sequence

_FULL, _AXIS = "█", "│"


def waterfall(weights: Sequence[float], width: int) -> list[str]:
    """Return one line of `width` characters for each weight, and a last one for their sum.

    All lines have one scale, from the lowest to the highest running sum; │ marks zero, even odds. A bar that
    is not zero is at least one character long.
    """
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    low, high = min(sums), max(sums)
    step = (high - low) / max(width - 1, 1) or 1.0

    def place(value: float) -> int:
        return round((value - low) / step)

    zero = place(0.0)

    def line(start: float, end: float) -> str:
        first, last = sorted((place(start), place(end)))
        cells = [" "] * width
        cells[zero] = _AXIS
        if start != end:
            for position in range(first, max(last, first + 1)):
                cells[position] = _FULL
        return "".join(cells)

    bars = [line(before, after) for before, after in itertools.pairwise(sums)]
    return [*bars, line(0.0, sums[-1])]
