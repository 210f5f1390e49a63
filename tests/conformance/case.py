"""What a connector's author declares about one resource, so that the common tests can put it to the proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingestion.http.errors import ApiError
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from tests.simulators.faults import FaultPlan
from tests.simulators.server import Simulator
from tests.simulators.world import Record, World

CONTRACTS = Path(__file__).parents[1] / "api_company" / "config" / "sources"

MakeSimulator = Callable[[World, FaultPlan], Simulator]
Connect = Callable[[Simulator, Clocks], Connector]


@dataclass(frozen=True)
class Case:
    """One resource of one system.

    Attributes:
        system: the folder below ingestion/sources.
        source: the contract in tests/api_company/config/sources, by its source name.
        simulator: makes the system's simulator.
        connect: makes a connector with the right credentials, whose base URL is the simulator's and which
        lives
            in the given clocks.
        records: the world's records that the resource serves, live and dead.
        id_of: the id that the system gives a record.
        shown: what the landed JSON must say of a live record: {dotted path: value}. A few telling fields.
        edit: changes a record so that `shown` changes; adds one where records never change.
        deletes: whether the system lets records be deleted; merges: whether it merges them.
        large: how many leads the large world has, in one case of each system: 25,000, fewer only where each
            record costs a request; None in the system's other cases.
        small: how many leads the small world has: some pages, not many.
        wrong: connections that must fail, each with the error and words that its one sentence must hold.
    """

    system: str
    source: str
    simulator: MakeSimulator
    connect: Connect
    records: Callable[[World], list[Record]]
    id_of: Callable[[Record], str]
    shown: Callable[[World, Record], Mapping[str, Any]]
    edit: Callable[[World, Record], None]
    deletes: bool = True
    merges: bool = False
    large: int | None = None
    small: int = 700
    wrong: Mapping[str, tuple[Connect, type[ApiError], str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.source
