"""A landing zone that a case is pulled into, and what has landed there."""

import datetime as dt
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import orjson

from ingestion.contracts.load import load_contracts
from ingestion.contracts.model import CompanyDefaults, Contract, TestLeadRules
from ingestion.http.session import Clocks
from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
from ingestion.pulling.pull import PullTask, pull
from ingestion.pulling.record import PullRecord
from ingestion.pulling.resource import Connector, Op
from tests.conformance.case import CONTRACTS, Case
from tests.simulators.faults import FaultPlan
from tests.simulators.world import World, make_world

NO_TEST_LEADS = TestLeadRules()


class FastClocks:
    """Time that passes by waiting only, so that no test waits."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def clocks(self) -> Clocks:
        """The clocks of a session."""
        return Clocks(now=lambda: self.seconds, sleep=self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.seconds += seconds


def contract_of(case: Case) -> Contract:
    """Return the case's contract."""
    return next(contract for contract in _contracts() if contract.source == case.source)


@functools.cache
def _contracts() -> list[Contract]:
    return load_contracts(CONTRACTS, CompanyDefaults())


class Trial:
    """One case against one world, in a landing zone of its own."""

    def __init__(
        self,
        case: Case,
        root: Path,
        world: World,
        faults: FaultPlan | None = None,
        url: str | None = None,
    ) -> None:
        """Start the simulator, or use the one that another process serves at `url`."""
        self.case, self.world = case, world
        self.contract = contract_of(case)
        self.simulator = case.simulator(world, faults or FaultPlan())
        if url is None:
            self.simulator.start()
        else:
            self.simulator.served_at = url
        self.zone, self.ledger = LandingZone(root), PullLedger(root)
        self.zone.prepare()
        self.ledger.prepare()
        self.root = root
        self.time = FastClocks()
        self.connector: Connector = case.connect(self.simulator, self.time.clocks())

    def close(self) -> None:
        """Stop the simulator."""
        self.connector.close()
        self.simulator.stop()

    def pull(self, *, is_full: bool = False) -> PullRecord:
        """Pull at the world's present moment; time passes before it."""
        assert self.contract.api is not None
        self.world.tick()
        resource = self.connector.resource(self.contract.api.resource, self.contract.api.options)
        task = PullTask(self.contract, resource, self.world.now, NO_TEST_LEADS)
        record = pull(task, self.zone, self.ledger, is_full=is_full)
        self.world.tick()
        return record

    def landed(self) -> dict[str, dict[str, Any]]:
        """Return the live records as the landed raw lines tell them: the newest change wins, then place."""
        newest: dict[str, tuple[str, int, dict[str, Any]]] = {}
        place = 0
        for load in self.zone.loads():
            raw = self.root / "raw" / load.file_hash[:2] / load.file_hash
            for line in raw.read_bytes().splitlines():
                place += 1
                record = orjson.loads(line)
                envelope = record["_leadmill"]
                key = (envelope["changed_at"], place, record)
                if envelope["id"] not in newest or newest[envelope["id"]][:2] < key[:2]:
                    newest[envelope["id"]] = key
        return {
            one: record for one, (_, _, record) in newest.items() if record["_leadmill"]["op"] == Op.UPSERT
        }

    def typed_rows(self) -> dict[str, int]:
        """Return how many typed rows landed, by entity."""
        counts = {}
        with duckdb.connect(":memory:") as con:
            for entity in {item.entity for item in self.contract.entities}:
                folder = next(p for p in (self.root / "typed").iterdir() if p.name.startswith(entity[:4]))
                rows = con.execute(f"select count(*) from read_parquet('{folder}/*.parquet')").fetchall()
                counts[entity] = rows[0][0]
        return counts


def small_world(case: Case) -> World:
    """A world of some pages: of spend too, which does not go by leads."""
    return make_world(case.small, spend_share=0.2)


def differences(trial: Trial) -> list[str]:
    """Compare what landed with what exists: an empty list when nothing is lost, invented or stale."""
    case, world = trial.case, trial.world
    wanted = {case.id_of(record): record for record in case.records(world) if record.is_live}
    landed = trial.landed()
    said = [f"lost: {one}" for one in sorted(wanted.keys() - landed.keys())]
    said += [f"invented: {one}" for one in sorted(landed.keys() - wanted.keys())]
    for one in wanted.keys() & landed.keys():
        for path, value in case.shown(world, wanted[one]).items():
            found = _at(landed[one], path)
            if found != value:
                said.append(f"{one}: {path} is {found!r}, the system has {value!r}")
    return said


def _at(record: Mapping[str, Any], path: str) -> Any:
    found: Any = record
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def today(world: World) -> dt.date:
    """The world's day."""
    return world.now.date()
