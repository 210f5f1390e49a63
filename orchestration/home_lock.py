"""Locks on the data folder: one run at a time, and which recorded runs are still alive.

The kernel releases a file lock when its holder dies, however it dies, so a lock can be trusted where a PID
file cannot.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

# A run of the scheduler that meets one started by hand waits; nobody watches it.
_POLL_SECONDS = 0.5


class HomeBusy(Exception):
    """Another run holds the data folder; the text says which one and what to do."""


_held: dict[Path, IO[str]] = {}


def _try_lock(path: Path) -> IO[str] | None:
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


@contextmanager
def hold_home(lock: Path, purpose: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold `lock` for the body. Nested use in one process is allowed; the outermost holds it.

    Args:
        lock: the lock file of the data folder.
        purpose: what is being done, for the message that another process gets.
        wait_seconds: how long to wait for another holder.

    Raises:
        HomeBusy: when another process still holds it after the wait.
    """
    key = lock.resolve()
    if key in _held:
        yield
        return
    deadline = time.monotonic() + wait_seconds
    while (file := _try_lock(lock)) is None:
        if time.monotonic() >= deadline:
            holder = lock.read_text(encoding="utf-8").strip() or "another process"
            raise HomeBusy(
                f"{lock.parent} is in use by {holder}. Wait until it ends, or end that process; "
                f"a lock left by a dead process does not count."
            )
        time.sleep(_POLL_SECONDS)
    _held[key] = file
    try:
        file.truncate(0)
        file.write(f"PID {os.getpid()} ({purpose}, since {time.strftime('%Y-%m-%d %H:%M:%S')})\n")
        file.flush()
        yield
    finally:
        del _held[key]
        file.truncate(0)
        file.close()


@contextmanager
def alive(folder: Path, run_id: str) -> Iterator[None]:
    """Show for the body that this process works on run `run_id`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run_id}.alive"
    file = _try_lock(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        if file is not None:
            file.close()


def is_alive(folder: Path, run_id: str) -> bool | None:
    """Tell whether a process works on run `run_id`; None when no process ever said so."""
    path = folder / f"{run_id}.alive"
    if not path.exists():
        return None
    file = _try_lock(path)
    if file is None:
        return True
    path.unlink(missing_ok=True)
    file.close()
    return False
