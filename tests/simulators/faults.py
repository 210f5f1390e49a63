"""What goes wrong on purpose: a plan of faults, counted over a simulator's data requests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """One kind of fault. Each is what a real network or system does now and then."""

    DROPPED = "dropped"  # the connection ends without a reply
    TRUNCATED = "truncated"  # the body ends early, though the header promised more
    CUT_JSON = "cut_json"  # a whole body that is half a JSON text
    TOO_MANY = "too_many"  # the system's own rate-limit answer
    SERVER_ERROR = "server_error"  # 503 with a page of HTML
    EXPIRED = "expired"  # all tokens become invalid
    REPEATED = "repeated"  # the reply to the request before comes again
    CHANGE = "change"  # the world changes: rows are edited or deleted while being read


@dataclass
class FaultPlan:
    """Faults by the number of the data request (counted from 1) that they hit.

    `change` is called for each CHANGE. A fault strikes once.
    """

    at: dict[int, Fault] = field(default_factory=dict)
    change: Callable[[], None] | None = None
    served: int = 0
    struck: list[Fault] = field(default_factory=list)

    @classmethod
    def every(
        cls, faults: Iterable[Fault], step: int = 3, change: Callable[[], None] | None = None
    ) -> "FaultPlan":
        """Return a plan in which the faults strike one after another, `step` requests apart."""
        return cls({step * place: fault for place, fault in enumerate(faults, start=1)}, change)

    def next(self) -> Fault | None:
        """Count one data request and return what strikes it."""
        self.served += 1
        fault = self.at.get(self.served)
        if fault is not None:
            self.struck.append(fault)
        return fault
