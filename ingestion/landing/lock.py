"""One writer at a time in a landing zone, across processes and threads."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingestion.landing.durable import PRIVATE_FILE
from ingestion.landing.errors import LandingError

_POLL_SECONDS = 0.05


@contextmanager
def held(lock: Path, patience_seconds: float) -> Iterator[None]:
    """Hold the lock file locked; raises LandingError when another writer has it for too long.

    The system releases the lock of a killed process by itself.
    """
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    try:
        deadline = time.monotonic() + patience_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise LandingError(
                        f"Another run has been landing files for {patience_seconds:.0f} s; try again when "
                        "it is done."
                    ) from None
                time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(handle)
