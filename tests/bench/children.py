"""Running one measured child process: its CPU seconds, its memory, and what it said. Standard library only.

A child starts with the memory peak of the process it was forked from, so this module and all that
`tests.bench` imports must stay small.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class ChildFailed(Exception):
    """A measured process failed; the text has the end of what it said."""


@dataclass(frozen=True)
class Usage:
    """What a process and its descendants used.

    Attributes:
        cpu_s: user and system CPU seconds of the process and all its descendants.
        peak_mb: resident memory of the largest process among them at its peak, in MB (10^6 bytes).
        output: what the process wrote to its standard output.
    """

    cpu_s: float
    peak_mb: float
    output: str


def run_measured(arguments: Sequence[str], scratch: Path) -> Usage:
    """Run this interpreter with `arguments` to its end; `scratch` is where its temporary files go.

    The installation's own settings are kept from it: what is measured must be the same everywhere.

    Raises:
        ChildFailed: when it ends with anything but 0.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEADMILL_")}
    environment |= {"TMPDIR": str(scratch), "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", dir=scratch) as said,
        tempfile.TemporaryFile("w+", encoding="utf-8", dir=scratch) as complained,
    ):
        child = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=complained,
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        output, complaint = said.read(), complained.read()
    if child.returncode != 0:
        end = (complaint or output)[-3000:]
        raise ChildFailed(f"{' '.join(arguments[:3])} ended with {child.returncode}:\n{end}")
    return Usage(used.ru_utime + used.ru_stime, _megabytes(used.ru_maxrss), output)


def _megabytes(peak: int) -> float:
    """macOS counts the peak in bytes, everything else in KiB."""
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
