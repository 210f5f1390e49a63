"""One run at a time: a lock that a dead process cannot keep."""

import fcntl
from pathlib import Path

import pytest

from orchestration.home_lock import HomeBusy, alive, hold_home, is_alive


def test_a_second_run_is_told_who_is_there(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    # flock belongs to an open file, so another opening stands for another process.
    with lock.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write("PID 4711 (leadmill run, since 2026-11-23 06:00:00)\n")
        other.flush()
        with (
            pytest.raises(HomeBusy, match=r"in use by PID 4711 \(leadmill run.*Wait until it ends"),
            hold_home(lock, "leadmill run"),
        ):
            pass


def test_nested_use_in_one_process_is_one_hold(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    with hold_home(lock, "outer"):
        with hold_home(lock, "inner"):
            assert "outer" in lock.read_text()
        with lock.open("a") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with lock.open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert lock.read_text() == ""


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    with pytest.raises(RuntimeError), hold_home(lock, "one"):
        raise RuntimeError
    with hold_home(lock, "two"):
        assert "two" in lock.read_text()


def test_a_run_is_alive_while_its_process_says_so(tmp_path: Path) -> None:
    assert is_alive(tmp_path, "run-1") is None
    with alive(tmp_path, "run-1"):
        assert is_alive(tmp_path, "run-1") is True
    assert is_alive(tmp_path, "run-1") is None


def test_a_killed_run_is_dead(tmp_path: Path) -> None:
    # The file a killed process leaves behind: there, and locked by nobody.
    (tmp_path / "run-1.alive").touch()
    assert is_alive(tmp_path, "run-1") is False
