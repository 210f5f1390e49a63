"""The company's checks.yml: severities and limits that differ from the defaults. Nothing is checked here."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orchestration.checks.model import Check, Severity


class ThresholdErrors(Exception):
    """Every problem found in checks.yml."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Threshold:
    """Severity and limits of one check after the company's overrides."""

    severity: Severity
    limits: dict[str, float]


def _override(name: str, check: Check, given: Any, problems: list[str]) -> Threshold:
    where = f"checks.yml: {name}"
    if not isinstance(given, dict):
        problems.append(f"{where}: expected a mapping such as {{severity: warn}}, found {given!r}.")
        return Threshold(check.severity, check.limits)
    severity, limits = check.severity, dict(check.limits)
    for key, value in given.items():
        if key == "severity":
            if value not in list(Severity):
                problems.append(f"{where}: severity must be block or warn, found {value!r}.")
            else:
                severity = Severity(value)
        elif key in limits:
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                problems.append(f"{where}: {key} must be a number of at least 0, found {value!r}.")
            else:
                limits[key] = float(value)
        else:
            allowed = ", ".join(["severity", *check.limits])
            problems.append(f"{where}: unknown key {key!r}; this check takes {allowed}.")
    return Threshold(severity, limits)


def load_thresholds(path: Path, checks: Iterable[Check]) -> dict[str, Threshold]:
    """Return the threshold of every check, with the overrides of `path` (a missing file means none).

    Raises:
        ThresholdErrors: with all problems at once, each naming the check and what it takes.
    """
    known = {check.name: check for check in checks}
    thresholds = {name: Threshold(check.severity, dict(check.limits)) for name, check in known.items()}
    if not path.exists():
        return thresholds
    problems: list[str] = []
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise ThresholdErrors([f"checks.yml: not valid YAML: {error}"]) from error
    if not isinstance(content, dict):
        raise ThresholdErrors(["checks.yml: expected a mapping from check names to their settings."])
    for name, given in content.items():
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" Known checks: {', '.join(sorted(known))}."
            problems.append(f"checks.yml: there is no check called {name!r}.{hint}")
            continue
        thresholds[name] = _override(name, known[name], given, problems)
    if problems:
        raise ThresholdErrors(problems)
    return thresholds
