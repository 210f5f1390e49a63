"""The business rules as seeds: which of the company's files replace a default one, and are they sound.

Which rules there are and what they mean is described beside each default seed in dbt_project/seeds. Only
names, headers and channel codes are checked here; dbt checks types and values. Laying the files over the
project is in `dbt_overlay.py`.
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


def company_files(folder: Path) -> list[Path]:
    """Return the company's own seeds; none when there is no such folder."""
    return sorted(folder.glob("*.csv")) if folder.is_dir() else []


def check_seeds(company_seeds: Path, defaults: Path = DEFAULT_SEEDS) -> list[str]:
    """Return every problem with the company's seeds: unknown names, other headers, ragged rows, no UTF-8."""
    known = {path.name: path for path in defaults.rglob("*.csv")}
    problems = []
    for path in company_files(company_seeds):
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
