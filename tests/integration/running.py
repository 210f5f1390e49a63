"""Running the pipeline on a company's files, and asking what it published. No assertions here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.assembly import build_definitions
from orchestration.configuration import load_configuration
from orchestration.execution import RunOutcome, run_job
from orchestration.home import Home, MadeUp
from orchestration.jobs import DAILY
from orchestration.resources import Installation
from orchestration.settings import Settings


def installation_of(root: Path, config: Path, made_up: MadeUp | None = None) -> Installation:
    """Return the installation of a company in the data folder `root`, which is made ready for files."""
    # Settings of a developer's own .env, such as a mail server, have no place in a test.
    configuration = load_configuration(Settings(home=root, config=config, _env_file=None))
    home = configuration.home
    home.prepare()
    return Installation(configuration, home if made_up is None else home.mark_made_up(made_up))


def run(installation: Installation, job: str = DAILY, as_of: datetime | None = None) -> RunOutcome:
    """Run a job in this process."""
    return run_job(build_definitions(installation), installation.home, job, as_of, lambda event: None)


def run_company(
    root: Path,
    config: Path,
    files: Mapping[str, Path] | None = None,
    job: str = DAILY,
    as_of: datetime | None = None,
) -> tuple[RunOutcome, Home]:
    """Put copies of `files` (name below the inbox -> path) into the inbox of `root` and run `job`."""
    installation = installation_of(root, config)
    for name, path in (files or {}).items():
        target = installation.home.inbox / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)  # with its time: a file of this moment might still be growing
    return run(installation, job, as_of), installation.home


def leadmill(root: Path, *arguments: str, config: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the `leadmill` command on the data folder `root`, as a process that knows of no other setting."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEADMILL_")}
    environment["LEADMILL_HOME"] = str(root)
    if config is not None:
        environment["LEADMILL_CONFIG"] = str(config)
    root.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [str(Path(sys.executable).with_name("leadmill")), *arguments],
        cwd=root,
        env=environment,
        text=True,
        encoding="utf-8",
        capture_output=True,
        timeout=900,
        check=False,
    )


def query(home: Home, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of `sql` over the published marts, as an analyst would get them."""
    with duckdb.connect(str(home.marts), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        return con.execute(sql).fetchall()


def published_rows(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every published mart but the stamp, in an order that equal rows share."""
    tables = query(
        home,
        "select table_name from duckdb_tables() where table_name <> 'meta_publication' order by table_name",
    )
    return {name: query(home, f'from "{name}" order by all') for (name,) in tables}


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
