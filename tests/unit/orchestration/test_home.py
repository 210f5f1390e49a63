"""The data folder: what is private, what is not, and what a rebuild shares with the folder it belongs to."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orchestration.home import Home, MadeUp


@pytest.fixture(autouse=True)
def _keep_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_personal_data_is_private_and_the_publication_is_not(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    home.prepare()
    for folder in (home.inbox, home.landing, home.warehouse.parent, home.outbox, home.checks, home.logs):
        assert _mode(folder) == 0o700, folder
    # Others pass through the root without listing it, and read what is published.
    assert _mode(home.root) == 0o711
    assert _mode(home.serve) == 0o755
    made = home.landing / "new"
    made.write_text("x", encoding="utf-8")
    assert _mode(made) == 0o600


def test_the_folder_explains_itself(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    readme = (tmp_path / "README.txt").read_text(encoding="utf-8")
    for folder in (path.name for path in tmp_path.iterdir() if path.is_dir()):
        assert f"{folder}/" in readme


def test_dagsters_instance_file_is_the_installations_own_once_written(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    (home.dagster / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    home.prepare()
    assert (home.dagster / "dagster.yaml").read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"


def test_a_rebuild_reads_the_landing_zone_and_writes_nowhere_near_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    rebuilt = home.rebuild(datetime(2026, 11, 1, tzinfo=UTC))
    assert rebuilt.is_rebuild
    assert rebuilt.landing == home.landing
    for path in (
        rebuilt.warehouse,
        rebuilt.serve,
        rebuilt.reports,
        rebuilt.outbox,
        rebuilt.checks,
        rebuilt.lock,
    ):
        assert path.is_relative_to(home.root / "rebuilds")


def test_the_mark_of_the_made_up_company_is_kept_and_seen_by_rebuilds(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.made_up is None
    marked = home.mark_made_up(MadeUp(7, date(2026, 11, 23)))
    assert marked.made_up == MadeUp(7, date(2026, 11, 23))
    assert marked.rebuild(datetime(2026, 11, 1, tzinfo=UTC)).made_up == marked.made_up
