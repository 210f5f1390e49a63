"""`python -m tests.bench.identity`, or `make bench-identity`: how good and how dear identity resolution is.

    python -m tests.bench.identity [--rows 1000000] [--seed 9001] [--only generated] [--method Leadmill]

All sets and all methods in one run, as one table, and below it what Leadmill's errors come from. CPU seconds
and peak memory are those of a process that does the matching alone, in two threads, with the standardised
records as input (Splink on the public sets: the raw file). Quality is pairwise, over all records of a set.
The generated leads, and the public sets where they lie beside the project (LEADMILL_BENCH, LEADMILL_DATA),
are left out where they are absent.

Another table says how dear a day is on the generated leads, after which some of them changed, came or went,
and a last one, with `--method accounts` the only one, how dear accounts are and, where known, how good.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.children import ChildFailed, Usage, run_measured
from tests.bench.identity.sets import LabelledSet, labelled_sets

_PACKAGE = "tests.bench.identity"
_EXACT_KEYS = {
    "exact keys: e-mail, phone": "email_phone",
    "exact keys: e-mail, phone, company with person": "email_phone_company",
    "Leadmill before: the same with guards": "before",
}
_ACCOUNTS = "accounts"
_HEADER = "| set | method | precision | recall | F1 | CPU s | peak MB |\n|---|---|---:|---:|---:|---:|---:|"

_HEADER_OF_ACCOUNTS = (
    "| accounts of | precision | recall | F1 | leads rightly linked | CPU s | peak MB |\n"
    "|---|---:|---:|---:|---:|---:|---:|"
)
_HEADER_OF_CAUSES = "| set | error | cause | pairs |\n|---|---|---|---:|"


def _methods(labelled: LabelledSet, home: Path) -> dict[str, tuple[list[str], Path]]:
    """Return by method what is run, and where its partition is afterwards."""
    warehouse = home / "warehouse" / "leadmill.duckdb"
    found = {}
    for title, rules in _EXACT_KEYS.items():
        out = home / f"{rules}.parquet"
        found[title] = ([f"{_PACKAGE}.exact_keys", str(home), rules, str(out)], out)
    out = home / "splink.parquet"
    source = labelled.raw or warehouse
    found["Splink as its tutorial has it"] = (
        [f"{_PACKAGE}.splink_tutorial", labelled.splink, str(source), str(out)],
        out,
    )
    found["Leadmill"] = ([f"{_PACKAGE}.matching", str(home)], warehouse)
    return found


def line(title: str, method: str, quality: Mapping[str, float], used: Usage) -> str:
    """Return a line of the table; `quality` has precision, recall and f1."""
    shares = " | ".join(f"{quality[name]:.3f}" for name in ("precision", "recall", "f1"))
    return f"| {title} | {method} | {shares} | {used.cpu_s:.1f} | {used.peak_mb:,.0f} |"


def _causes(labelled: LabelledSet, home: Path, work: Path) -> list[str]:
    """Return the lines of the table of errors for a built set."""
    warehouse = str(home / "warehouse" / "leadmill.duckdb")
    found = run_measured(["-m", f"{_PACKAGE}.errors", warehouse, labelled.truth], work)
    return [
        f"| {labelled.title} | {cause['error']} | {cause['cause']} | {cause['pairs']:,} |"
        for cause in json.loads(found.output)
    ]


def accounts_line(title: str, quality: Mapping[str, float], used: Usage) -> str:
    """Return a line of the table of accounts; without a truth, `quality` is empty."""
    names = ("precision", "recall", "f1", "right_links")
    shares = " | ".join(f"{quality[name]:.3f}" if name in quality else "–" for name in names)
    return f"| {title} | {shares} | {used.cpu_s:.1f} | {used.peak_mb:,.0f} |"


def _accounts(labelled: LabelledSet, home: Path, work: Path) -> str:
    """Measure the models of accounts on a built set and return its line."""
    truth = [labelled.companies] if labelled.companies else []
    used = run_measured(["-m", f"{_PACKAGE}.accounts", str(home), *truth], work)
    return accounts_line(labelled.title, json.loads(used.output) if truth else {}, used)


def days_table(rows: int, used: Mapping[str, float]) -> str:
    """Return the table of days; `used` has CPU seconds by number of changed records, and of a rebuild."""
    lines = [f"| changed of {rows:,} leads | CPU s | of a rebuild |\n|---|---:|---:|"]
    for changed, cpu_s in used.items():
        title = changed if changed == "rebuild" else f"{int(changed):,}"
        lines.append(f"| {title} | {cpu_s:.1f} | {cpu_s / used['rebuild']:.0%} |")
    return "\n".join(lines)


@dataclass
class _Tables:
    """What is printed after the table of quality and cost."""

    causes: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)


def _measure(labelled: LabelledSet, work: Path, only: str | None, rows: int, tables: _Tables) -> None:
    """Build one set, measure each method (or the one named `only`) on it, and print its lines."""
    with tempfile.TemporaryDirectory(dir=work) as name:
        home = Path(name)
        arguments = [str(home), str(labelled.config), str(labelled.files)]
        run_measured(["-m", f"{_PACKAGE}.build", *arguments], work)
        methods = {title: found for title, found in _methods(labelled, home).items() if only in (None, title)}
        for title, (module, partition) in methods.items():
            used = run_measured(["-m", *module], work)
            found = run_measured(["-m", f"{_PACKAGE}.quality", str(partition), labelled.truth], work)
            print(line(labelled.title, title, json.loads(found.output), used), flush=True)
        if labelled.name in ("generated", "sample"):
            tables.accounts.append(_accounts(labelled, home, work))
        if only == _ACCOUNTS:
            return
        tables.causes += _causes(labelled, home, work)
        if labelled.name == "generated" and "Leadmill" in methods:
            changed = [str(rows // share) for share in (1000, 100, 10)]
            days = run_measured(["-m", f"{_PACKAGE}.days", str(home), *changed], work)
            tables.days.append(days_table(rows, json.loads(days.output)))


def main() -> int:
    """Measure and print the tables; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.identity")
    parser.add_argument("--rows", type=int, default=int(os.environ.get("BENCH_ROWS") or 1_000_000))
    parser.add_argument("--seed", type=int, default=9001)
    parser.add_argument("--only", choices=["generated", "fake_1000", "febrl3", "sample"])
    parser.add_argument("--method", help="one of the table's methods, such as Leadmill; or accounts")
    wanted = parser.parse_args()
    if wanted.method != _ACCOUNTS:
        print(_HEADER)
    tables = _Tables()
    with tempfile.TemporaryDirectory(prefix="leadmill-bench-") as name:
        try:
            for labelled in labelled_sets(wanted.rows, wanted.seed, Path(name), wanted.only):
                _measure(labelled, Path(name), wanted.method, wanted.rows, tables)
        except ChildFailed as error:
            print(error, file=sys.stderr)
            return 1
    if tables.causes:
        print("", _HEADER_OF_CAUSES, *tables.causes, sep="\n")
    if tables.accounts:
        tables.days.append("\n".join([_HEADER_OF_ACCOUNTS, *tables.accounts]))
    for table in tables.days:
        print("", table, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
