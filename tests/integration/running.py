"""Running the daily job in this process on a configuration folder and some files. No assertions here."""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.assembly import build_definitions
from orchestration.configuration import load_configuration
from orchestration.execution import RunOutcome, run_job
from orchestration.home import Home
from orchestration.jobs import DAILY
from orchestration.resources import Installation
from orchestration.settings import Settings


def run_company(
    root: Path,
    config: Path,
    files: Mapping[str, Path] | None = None,
    job: str = DAILY,
    as_of: datetime | None = None,
) -> tuple[RunOutcome, Home]:
    """Put copies of `files` (name below the inbox -> path) into the inbox of `root` and run `job`."""
    configuration = load_configuration(Settings(home=root, config=config))
    home = configuration.home
    home.prepare()
    for name, path in (files or {}).items():
        target = home.inbox / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    definitions = build_definitions(Installation(configuration, home))
    return run_job(definitions, home, job, as_of, lambda event: None), home


def query(home: Home, sql: str) -> list[tuple[object, ...]]:
    """Return the rows of `sql` over the published marts, as an analyst would get them."""
    with duckdb.connect(str(home.marts), read_only=True) as con:
        return con.execute(sql).fetchall()
