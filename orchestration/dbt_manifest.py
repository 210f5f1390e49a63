"""The parsed dbt project: parsed once, kept in the data folder, parsed anew when a file or variable changed.

Parsing costs seconds, and Dagster needs the manifest for every load of the definitions. The key of the kept
manifest covers everything parsing looks at. `as_of` is not in it: it is decided at execution.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from orchestration.company import Company
from orchestration.configuration import Configuration
from orchestration.dbt_inprocess import invoke
from orchestration.dbt_overlay import write_overlay
from orchestration.home import Home

_PARSED_FOLDERS = ("models", "macros", "tests", "seeds", "seed_properties")
_PARSED_SUFFIXES = (".sql", ".yml", ".yaml", ".md", ".csv")

# The parsed project of this process, by target folder: dbt's Manifest object and the key it was parsed under.
_parsed: dict[Path, tuple[str, Any]] = {}


def parse_variables(home: Home, company: Company) -> dict[str, Any]:
    """Return the dbt variables that are the same for every run of this installation."""
    return {
        "landing_dir": str(home.landing),
        "time_zone": company.time_zone,
        "currency": company.currency,
        "conversion_window_days": company.conversion_window_days,
        "attribution_lookback_days": company.attribution_lookback_days,
        "default_phone_region": company.default_phone_region,
    }


def _key(home: Home, variables: dict[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps([str(home.dbt_target), variables], sort_keys=True).encode())
    project = home.dbt_project
    files = [project / "dbt_project.yml", project / "profiles.yml"]
    for name in _PARSED_FOLDERS:
        # resolve: rglob does not enter a linked folder.
        files += [path for path in (project / name).resolve().rglob("*") if path.suffix in _PARSED_SUFFIXES]
    for path in sorted(files):
        state = path.stat()
        digest.update(f"{path}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _parse(home: Home, variables: dict[str, Any], key: str) -> Any:
    # A rebuild shares the parsed project: dbt would parse anew if the profile named another warehouse.
    owner = Home(home.landing_root) if home.landing_root else home
    manifest = invoke(["parse"], owner, variables)
    (home.dbt_target / "manifest.key").write_text(key, encoding="utf-8")
    _parsed[home.dbt_target] = (key, manifest)
    return manifest


def manifest_json(configuration: Configuration, home: Home) -> dict[str, Any]:
    """Return the manifest as Dagster reads it, parsing the project only when something changed."""
    write_overlay(configuration.company_seeds, home.dbt_project)
    variables = parse_variables(home, configuration.company)
    key = _key(home, variables)
    path = home.dbt_target / "manifest.json"
    kept = home.dbt_target / "manifest.key"
    if not path.is_file() or not kept.is_file() or kept.read_text(encoding="utf-8") != key:
        home.dbt_target.mkdir(mode=0o700, parents=True, exist_ok=True)
        _parse(home, variables, key)
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def parsed_manifest(configuration: Configuration, home: Home) -> Any:
    """Return dbt's own Manifest object for a build in this process."""
    variables = parse_variables(home, configuration.company)
    key = _key(home, variables)
    kept = _parsed.get(home.dbt_target)
    if kept is not None and kept[0] == key:
        return kept[1]
    # Nothing changed since the last parse in most runs; dbt then reads its own cache (0.3 s).
    return _parse(home, variables, key)
