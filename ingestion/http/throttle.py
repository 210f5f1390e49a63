"""Keeping below a system's rate limits, endpoint by endpoint, so that it need not refuse anything."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """At most `requests` in any `seconds`."""

    requests: int
    seconds: float


class Throttle:
    """Waits before a request that would be one too many.

    `rates` are by endpoint; the endpoint "" counts every request of the session.
    """

    def __init__(
        self, rates: dict[str, Rate], now: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._rates, self._now, self._sleep = rates, now, sleep
        self._sent: dict[str, deque[float]] = {
            name: deque(maxlen=rate.requests) for name, rate in rates.items()
        }

    def wait(self, endpoint: str) -> None:
        """Return when a request to the endpoint may be sent; it counts as sent then."""
        for name in {"", endpoint} & self._rates.keys():
            rate, sent = self._rates[name], self._sent[name]
            if len(sent) == rate.requests:
                pause = sent[0] + rate.seconds - self._now()
                if pause > 0:
                    self._sleep(pause)
            sent.append(self._now())
