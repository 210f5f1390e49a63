"""The Wilson score interval of a share, and nothing else."""

from math import sqrt

_Z95 = 1.959963984540054  # the 97.5 % point of the standard normal distribution


def wilson_interval(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of hits / total, both ends in 0..1.

    Formula: Wilson (1927), (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). Raises ValueError unless
    0 <= hits <= total and total > 0.
    """
    if total <= 0 or not 0 <= hits <= total:
        raise ValueError(f"no share can be made of {hits} out of {total}")
    p = hits / total
    z2 = _Z95 * _Z95
    centre = p + z2 / (2 * total)
    spread = _Z95 * sqrt(p * (1 - p) / total + z2 / (4 * total * total))
    scale = 1 + z2 / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
