"""The store: private files, each delivery once, and what is old goes."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingestion.intake.store import Store, Stored

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_a_delivery_is_whole_private_and_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "intake" / "form")
    one = Stored("../odd\n号", AT, b'{"a": 1}\n{"b": 2}')
    assert store.keep(one)
    assert not store.keep(Stored(one.delivery_id, AT + timedelta(1), b"other"))
    (name,) = store.names()
    assert store.read(name) == one
    (path,) = (tmp_path / "intake" / "form").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_is_old_goes_and_what_a_kill_left(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number, age in enumerate((40, 20)):
        before = set(store.names())
        store.keep(Stored(str(number), AT, b"{}"))
        (new,) = set(store.names()) - before
        at = (AT - timedelta(days=age)).timestamp()
        os.utime(tmp_path / new, (at, at))
    (tmp_path / "x.part").write_bytes(b"")
    os.utime(tmp_path / "x.part", (0, 0))
    (tmp_path / "somebody's.txt").write_bytes(b"")
    os.utime(tmp_path / "somebody's.txt", (0, 0))
    store.forget(AT - timedelta(days=30))
    assert [store.read(name).delivery_id for name in store.names()] == ["1"]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".delivery", ".txt"]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.delivery").write_bytes(b"{")
    with pytest.raises(ValueError, match=r"x\.delivery is damaged; restore the file or remove it"):
        Store(tmp_path).read("x.delivery")
