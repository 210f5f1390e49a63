"""Counting calls against a system's limit, where a test brings the clock."""

from collections import defaultdict, deque
from collections.abc import Callable


class Meter:
    """Refuses calls of an endpoint beyond `calls` in any `seconds` of the clock `now`."""

    def __init__(self, calls: int, seconds: float, now: Callable[[], float]) -> None:
        self._calls, self._seconds, self._now = calls, seconds, now
        self._taken: defaultdict[str, deque[float]] = defaultdict(deque)

    def is_over(self, endpoint: str) -> bool:
        """Count one call; True when it is one too many, which then does not count."""
        taken, now = self._taken[endpoint], self._now()
        while taken and taken[0] <= now - self._seconds:
            taken.popleft()
        if len(taken) >= self._calls:
            return True
        taken.append(now)
        return False
