"""The business rules as seeds: the defaults of dbt_project/seeds overlaid by the company's own files.

Which rules there are and what they mean is described beside each default seed. Only the overlay and the
check of the headers belong here; dbt checks types and values.
"""

import csv
import difflib
from pathlib import Path

from ingestion.contracts.model import KEEP, QUARANTINE, Contract
from orchestration.settings import PROJECT_ROOT

DEFAULT_SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file) if row]


def _company_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv")) if folder.is_dir() else []


def check_seeds(company_seeds: Path, defaults: Path = DEFAULT_SEEDS) -> list[str]:
    """Return every problem with the company's seeds: unknown names, other headers, ragged rows, no UTF-8."""
    known = {path.name: path for path in defaults.rglob("*.csv")}
    problems = []
    for path in _company_files(company_seeds):
        where = f"seeds/{path.name}"
        default = known.get(path.name)
        if default is None:
            near = difflib.get_close_matches(path.name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
            problems.append(f"{where}: there is no seed of this name. {hint}")
            continue
        try:
            rows = _read(path)
        except UnicodeDecodeError:
            problems.append(f"{where}: is not UTF-8; save it as UTF-8 (a BOM is fine).")
            continue
        header = _read(default)[0]
        if not rows or rows[0] != header:
            found = ",".join(rows[0]) if rows else "an empty file"
            problems.append(f"{where}: the header must be {','.join(header)}; found {found}.")
            continue
        for number, row in enumerate(rows[1:], start=2):
            if len(row) != len(header):
                problems.append(f"{where}: row {number} has {len(row)} values, the header has {len(header)}.")
    return problems


def channel_codes(company_seeds: Path, defaults: Path = DEFAULT_SEEDS) -> set[str]:
    """Return the channel codes that contracts may use: the company's channels.csv, else the default one."""
    own = company_seeds / "channels.csv"
    path = own if own.is_file() else next(iter(defaults.rglob("channels.csv")), None)
    if path is None:
        return set()
    header, *rows = _read(path)
    position = header.index("code") if "code" in header else 0
    return {row[position] for row in rows if len(row) > position}


def check_channels(contracts: list[Contract], codes: set[str]) -> list[str]:
    """Return every channel code in a contract that the channels seed does not know."""
    problems = []
    for contract in contracts:
        for entity in contract.entities:
            field = entity.fields.get("channel")
            if field is None:
                continue
            used = {field.value, field.default, *(field.values or {}).values()}
            if field.values is not None and field.unmapped not in (QUARANTINE, KEEP):
                used.add(field.unmapped)
            for code in sorted(code for code in used if code is not None and code not in codes):
                problems.append(
                    f"sources/{contract.source}: {entity.entity}.channel: {code!r} is no channel; use one of "
                    f"{', '.join(sorted(codes))}, or add it to seeds/channels.csv."
                )
    return problems


def write_seeds(company_seeds: Path, target: Path, defaults: Path = DEFAULT_SEEDS) -> None:
    """Fill `target` with the default seeds and their descriptions, overlaid by the company's files.

    A file that is already right is left alone: its time decides whether dbt parses the project anew.
    """
    wanted = {
        path.relative_to(defaults): path.read_bytes()
        for path in defaults.rglob("*")
        if path.suffix in (".csv", ".yml")
    }
    by_name = {relative.name: relative for relative in wanted}
    for path in _company_files(company_seeds):
        if path.name in by_name:
            # dbt's reader takes a BOM for a part of the first header.
            wanted[by_name[path.name]] = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(target) not in wanted:
            path.unlink()
    for relative, content in wanted.items():
        path = target / relative
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
