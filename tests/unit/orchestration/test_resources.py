"""A run of the scheduler waits for the data folder, and says who has it when it waited in vain."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration import resources
from orchestration.home_lock import is_alive
from orchestration.resources import Installation, installation_resource
from tests.unit.orchestration.installation import small_installation


@pytest.fixture(autouse=True)
def _keep_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def _run(installation: Installation) -> dg.ExecuteInProcessResult:
    @dg.asset
    def step(context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]) -> None:
        assert is_alive(installation.home.dagster / "alive", context.run.run_id)
        with installation.home.lock.open("a") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)

    return dg.materialize(
        [step], resources={"installation": installation_resource(installation)}, raise_on_error=False
    )


def test_the_folder_is_held_while_a_run_works_and_free_afterwards(tmp_path: Path) -> None:
    installation = small_installation(tmp_path)
    assert _run(installation).success
    with installation.home.lock.open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    # Preparing the landing zone belongs to taking the folder.
    assert (installation.home.landing / "typed" / "leads" / "_schema.parquet").is_file()


def test_a_run_that_waited_in_vain_fails_with_a_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_WAIT_SECONDS", 0.0)
    installation = small_installation(tmp_path)
    installation.home.prepare()
    with installation.home.lock.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write("PID 4711 (leadmill run)")
        other.flush()
        result = _run(installation)
    assert not result.success
    texts = [str(event.event_specific_data) for event in result.all_events]
    assert any("is in use by PID 4711" in text for text in texts)
