"""A run that lands files is killed before every one of its steps on the disk; the next run puts it right.

The child kills itself (SIGKILL, so nothing is cleaned up) just before its n-th change to the file system,
for every n until it gets through. Python's audit events say when a change is about to happen.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from ingestion.inbox import scan
from tests.unit.ingestion.landing.made import HEADER, MOMENT, NO_TESTS, Company, contract, lead

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "open"}
_FILES = {
    "web/mixed.csv": HEADER + lead(11) + "too,short\n" + lead(12),
    "web/refused.csv": "some;other;file\n1;2;3\n",
}


@pytest.fixture(scope="module")
def processes() -> Iterator[ForkServerContext]:
    """Processes that start with everything imported and nothing done."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    yield context


def _kill_at(change: int, root: Path) -> None:
    """Kill this process just before its `change`-th change below `root`."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in _CHANGES or not str(arguments[0]).startswith(str(root)):
            return
        if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        if event == "os.remove" and not os.path.lexists(arguments[0]):
            return
        if str(arguments[0]).endswith(".lock"):
            return
        seen += 1
        if seen == change:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _land_all(home: Path) -> None:
    # A killed process loses nothing that the system has; flushing to the disk is for power cuts, and slow.
    os.fsync = lambda handle: None
    company = Company(home)
    for path, owner in scan(company.inbox, [contract()]).claimed:
        company.zone.land(path, owner, path.relative_to(company.inbox).as_posix(), MOMENT, NO_TESTS)
    company.zone.export_tables()


def _run_and_die(home: Path, change: int, counts_from_landing: bool) -> None:
    if counts_from_landing:
        Company(home)
    _kill_at(change, home)
    _land_all(home)


def _killed(processes: ForkServerContext, home: Path, change: int, counts_from_landing: bool) -> bool:
    child = processes.Process(target=_run_and_die, args=(home, change, counts_from_landing))
    child.start()
    child.join(60)
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


def _deliver(home: Path) -> None:
    for name, content in _FILES.items():
        path = home / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def _assert_nothing_lost_or_doubled(home: Path) -> None:
    company = Company(home)
    loads = {record.file_name: record for record in company.zone.loads()}
    assert {name: record.status for name, record in loads.items()} == {
        "web/mixed.csv": "loaded",
        "web/refused.csv": "refused",
    }
    assert len(company.zone.loads()) == 2
    assert sorted(row["lead_id"] for row in company.typed()) == ["L11", "L12"]
    assert [row["raw"] for row in company.quarantined()] == ["too,short"]
    assert [path for path in (home / "inbox").rglob("*") if path.is_file()] == []
    assert list((company.root / "staging").iterdir()) == []
    raw = [path for path in (company.root / "raw").rglob("*") if path.is_file()]
    assert sorted(path.read_text() for path in raw) == sorted(_FILES.values())


def test_a_kill_before_any_change_of_landing_loses_and_doubles_nothing(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    change = 0
    while True:
        change += 1
        home = tmp_path / str(change)
        _deliver(home)
        was_killed = _killed(processes, home, change, counts_from_landing=True)
        _land_all(home)
        _assert_nothing_lost_or_doubled(home)
        if not was_killed:
            break
    assert change > 20


def test_kills_of_the_first_and_of_the_recovering_run(processes: ForkServerContext, tmp_path: Path) -> None:
    kills = 0
    for change in (3, 20, 37, 50, 62):
        home = tmp_path / str(change)
        _deliver(home)
        for attempt in (change, 7):
            kills += _killed(processes, home, attempt, counts_from_landing=False)
        _land_all(home)
        _assert_nothing_lost_or_doubled(home)
    assert kills == 10
