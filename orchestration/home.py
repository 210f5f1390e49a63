"""The data folder (LEADMILL_HOME): where everything lies in it. Who writes what is elsewhere."""

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

_README = """\
This folder holds the data of one Leadmill installation. Everything in it is written by `leadmill`.

inbox/      Put files here, one folder a source. A file is taken away once it is landed.
landing/    The files as they came (raw), their rows (typed), what was refused (quarantine), the record of
            every load (manifest), what people decided about leads and accounts (decisions), and which of
            these each record was published in (identity). Append-only. THIS IS THE PART TO BACK UP.
warehouse/  The private database. One writer; derived from landing/, so deleting it loses nothing.
serve/      What analysts read: marts.duckdb and parquet/, masked, read-only; publication.json: as of when.
reports/    The reports, one folder a period.
outbox/     Every message with its state. Without a mail server the mails lie in outbox/eml.
checks/     The rows that failed a data check, by check.
rebuilds/   Past days rebuilt by `leadmill run --as-of`, each with its own warehouse, serve and reports.
docs/       The data dictionary, written by `leadmill docs`.
dagster/    The record of runs.
dbt_project/, dbt_target/, logs/   Working files; deleting them loses nothing.
"""


@dataclass(frozen=True)
class MadeUp:
    """The mark of a folder that holds the made-up sample company: which one, and which day it is there."""

    seed: int
    date: date


@dataclass(frozen=True)
class Home:
    """Paths of one data folder.

    A rebuild of a past day has a root of its own but reads the landing zone of the folder it belongs to.
    """

    root: Path
    landing_root: Path | None = None

    @property
    def is_rebuild(self) -> bool:
        """True for the rebuild of a past day: nothing is landed, mailed or published from it."""
        return self.landing_root is not None

    @property
    def inbox(self) -> Path:
        """Files to pick up, `<source>/<file>`."""
        return (self.landing_root or self.root) / "inbox"

    @property
    def landing(self) -> Path:
        """The landing zone."""
        return (self.landing_root or self.root) / "landing"

    @property
    def warehouse(self) -> Path:
        """The private DuckDB file that dbt writes."""
        return self.root / "warehouse" / "leadmill.duckdb"

    @property
    def serve(self) -> Path:
        """What analysts and reports read."""
        return self.root / "serve"

    @property
    def marts(self) -> Path:
        """The published DuckDB file."""
        return self.serve / "marts.duckdb"

    @property
    def reports(self) -> Path:
        """Built reports, a folder a period."""
        return self.root / "reports"

    @property
    def outbox(self) -> Path:
        """Frozen messages and their states."""
        return self.root / "outbox"

    @property
    def checks(self) -> Path:
        """Failing rows of data checks."""
        return self.root / "checks"

    @property
    def dagster(self) -> Path:
        """Dagster's instance folder (DAGSTER_HOME)."""
        return self.root / "dagster"

    @property
    def logs(self) -> Path:
        """Logs of the command line and of dbt."""
        return self.root / "logs"

    @property
    def docs(self) -> Path:
        """The data dictionary."""
        return self.root / "docs"

    @property
    def dbt_target(self) -> Path:
        """Dbt's artifacts; a rebuild shares the parsed project with the folder it belongs to."""
        return (self.landing_root or self.root) / "dbt_target"

    @property
    def dbt_project(self) -> Path:
        """The dbt project with the company's seeds laid over the default ones."""
        return (self.landing_root or self.root) / "dbt_project"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write."""
        return self.root / "run.lock"

    @property
    def build_record(self) -> Path:
        """Which run built the warehouse; written after dbt, read before publication."""
        return self.root / "warehouse" / "build.json"

    @property
    def _made_up_mark(self) -> Path:
        return (self.landing_root or self.root) / "made_up.json"

    @cached_property
    def made_up(self) -> MadeUp | None:
        """The sample company's mark, or None for a folder with real data."""
        try:
            content = json.loads(self._made_up_mark.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return MadeUp(seed=int(content["seed"]), date=date.fromisoformat(content["date"]))

    def mark_made_up(self, mark: MadeUp) -> "Home":
        """Write the mark of the sample company and return the home as it is now."""
        self._made_up_mark.write_text(
            json.dumps({"seed": mark.seed, "date": mark.date.isoformat()}) + "\n", encoding="utf-8"
        )
        return Home(self.root, self.landing_root)

    def rebuild(self, as_of: datetime) -> "Home":
        """Return the folder in which the past moment `as_of` is rebuilt from this folder's landing zone."""
        name = as_of.strftime("%Y-%m-%dT%H%M%S%z")
        return Home(self.root / "rebuilds" / name, landing_root=self.root)

    def prepare(self) -> None:
        """Create the folders and README.txt. All but `serve` are readable by their owner only.

        Sets the process's umask to 077, so that files with personal data are private from their first byte.
        """
        os.umask(0o077)
        self.root.mkdir(parents=True, exist_ok=True)
        private = [self.warehouse.parent, self.reports, self.checks, self.logs, self.dagster]
        if not self.is_rebuild:
            private += [self.inbox, self.landing, self.outbox, self.dbt_target, self.dbt_project]
            (self.root / "README.txt").write_text(_README, encoding="utf-8")
        for folder in private:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Analysts may be other users: they can pass through the root, list serve/, and nothing else.
        self.root.chmod(0o711)
        self.serve.mkdir(exist_ok=True)
        self.serve.chmod(0o755)
        instance_file = self.dagster / "dagster.yaml"
        if not instance_file.exists():
            template = PROJECT_ROOT / "orchestration" / "dagster.yaml"
            instance_file.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
