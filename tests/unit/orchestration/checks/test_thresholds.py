"""checks.yml changes severities and limits, and every mistake in it is named at once."""

from pathlib import Path

import pytest

from orchestration.checks.landed import LANDED_CHECKS
from orchestration.checks.marts import mart_checks
from orchestration.checks.model import Severity
from orchestration.checks.thresholds import ThresholdErrors, load_thresholds

CHECKS = (*LANDED_CHECKS, *mart_checks("x"))


def write(folder: Path, text: str) -> Path:
    path = folder / "checks.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_unique() -> None:
    names = [check.name for check in CHECKS]
    assert len(names) == len(set(names))


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    thresholds = load_thresholds(tmp_path / "checks.yml", CHECKS)
    assert thresholds["leads_have_owner"].limits == {"min_share": 0.90}
    assert thresholds["loads_balance"].severity is Severity.BLOCK


def test_overrides_apply(tmp_path: Path) -> None:
    path = write(tmp_path, "leads_have_owner: {severity: warn, min_share: 0.5}\n")
    owner = load_thresholds(path, CHECKS)["leads_have_owner"]
    assert (owner.severity, owner.limits) == (Severity.WARN, {"min_share": 0.5})


def test_every_mistake_is_named(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "lead_have_owner: {severity: warn}\n"
        "leads_have_owner: {severity: maybe, min_share: lots, max_share: 1}\n"
        "loads_balance: off\n",
    )
    with pytest.raises(ThresholdErrors) as caught:
        load_thresholds(path, CHECKS)
    text = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 5
    assert "Did you mean 'leads_have_owner'?" in text
    assert "severity must be block or warn, found 'maybe'" in text
    assert "min_share must be a number" in text
    assert "unknown key 'max_share'" in text
    assert "loads_balance: expected a mapping" in text
