"""Runs that several modules look at: each is made once, also when modules are spread over processes.

A module that goes on with such a run copies it first (`copy_of`); nobody changes the run itself.
"""

import fcntl
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.home import Home
from tests.integration.running import installation_of, leadmill, run
from tests.integration.small_company.files import CONFIG, deliver, first_files

# Made anew where they are needed: the first two know their own place on the disk.
_NOT_COPIED = ("dbt_target", "dagster", "logs", "run.lock")


def copy_of(home: Home, target: Path) -> Home:
    """Return a data folder that holds what `home` holds."""
    shutil.copytree(home.root, target, symlinks=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    return Home(target)


def _made_once(
    factory: pytest.TempPathFactory, worker_id: str, name: str, make: Callable[[Path], None]
) -> Home:
    """Return the data folder `name`: the first process that asks for it makes it, the others wait."""
    base = factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    done = shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(shared / name, ignore_errors=True)
            make(shared / name)
            done.touch()
    return Home(shared / name)


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """The data folder after `leadmill demo`; its words are in demo.txt."""

    def demo(root: Path) -> None:
        ended = leadmill(root, "demo")
        assert ended.returncode == 0, ended.stdout + ended.stderr
        (root / "demo.txt").write_text(ended.stdout, encoding="utf-8")

    return _made_once(tmp_path_factory, worker_id, "sample_run", demo)


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """The data folder after a daily run on the small company's first files; nothing was mailed yet."""

    def first(root: Path) -> None:
        installation = installation_of(root, CONFIG)
        day = installation.configuration.company.local(datetime.now(UTC)).date()
        deliver(installation.home.inbox, first_files(day))
        outcome = run(installation)
        assert outcome.success, (outcome.failures, outcome.checks_blocked)

    return _made_once(tmp_path_factory, worker_id, "small_run", first)
