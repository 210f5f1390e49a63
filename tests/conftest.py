"""Fixtures that every kind of test may use, and how the tests are shared out to processes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer

from tests.scheduling import Scheduling, by_cost

_DEFAULT = Path(__file__).parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the dearest tests first; those of one module keep their order."""
    items.sort(key=lambda item: by_cost(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Share the tests out by what they have in common."""
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of public data sets; a test that needs it is skipped, and says so, where it is absent."""
    folder = Path(os.environ.get("LEADMILL_PUBLIC_DATA") or _DEFAULT)
    if not folder.is_dir():
        pytest.skip(f"public data sets are not at {folder}; set LEADMILL_PUBLIC_DATA to run this test")
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Skip fsync in the tests' own process: no test pulls the plug, and the tests call it 40,000 times.

    The processes that tests start, `leadmill` among them, flush for real.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield
