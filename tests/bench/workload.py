"""What the benchmark runs on: generated leads where the generator is, else the made-up sample company."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.children import PROJECT, run_measured

# What the generator writes beside the input: who is whom.
_NO_INPUT = {"truth.parquet"}
_GENERATED_AS_OF = datetime(2026, 3, 2, tzinfo=UTC)
_SAMPLE_AS_OF = datetime(2026, 11, 22, 16, tzinfo=UTC)


@dataclass(frozen=True)
class Workload:
    """Files to land, and the company that lands them.

    Attributes:
        title: what it is, in words.
        files: folder with the files as they lie in an inbox; it is only read.
        config: the company's configuration folder.
        as_of: the moment the run works as of.
        week: the week of the funnel report.
        floor: the hand-written program that does the same work, where there is one.
    """

    title: str
    files: Path
    config: Path
    as_of: datetime
    week: str
    floor: Path | None

    @property
    def paths(self) -> list[Path]:
        """All files, in a fixed order."""
        return sorted(path for path in self.files.rglob("*") if path.is_file())

    @property
    def size_mb(self) -> float:
        """Size of all files in MB."""
        return sum(path.stat().st_size for path in self.paths) / 1e6

    def fill(self, inbox: Path) -> None:
        """Copy the files into an inbox, from which landing takes them away."""
        shutil.copytree(self.files, inbox, dirs_exist_ok=True)


def bench_folder() -> Path:
    """Return where the generator and the floor should be; LEADMILL_BENCH names another place."""
    return Path(os.environ.get("LEADMILL_BENCH") or PROJECT.parent / "shared" / "bench")


def prepare(folder: Path, rows: int, work: Path) -> Workload:
    """Generate the files below `work`: `rows` leads by the generator in `folder`, or the sample company."""
    files = work / "files"
    if not (folder / "generate.py").is_file():
        return _sample_company(files, work)
    run_measured([str(folder / "generate.py"), str(rows), str(files)], work)
    for name in _NO_INPUT:
        (files / name).unlink(missing_ok=True)
    floor = folder / "floor.py"
    return Workload(
        title=f"{rows:,} generated leads",
        files=files,
        config=PROJECT / "tests" / "bench" / "config",
        as_of=_GENERATED_AS_OF,
        week="2025-W47",
        floor=floor if floor.is_file() else None,
    )


def _sample_company(files: Path, work: Path) -> Workload:
    made = work / "sample"
    run_measured(["-m", "tests.sample_company", str(made)], work)
    (made / "inbox").rename(files)
    return Workload(
        title="the made-up sample company",
        files=files,
        config=PROJECT / "tests" / "sample_company" / "config",
        as_of=_SAMPLE_AS_OF,
        week="2026-W47",
        floor=None,
    )
