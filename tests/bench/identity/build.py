"""Run as a child: land the files of a set and build everything up to golden leads' records and accounts.

`python -m tests.bench.identity.build HOME CONFIG FILES`
"""

import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.inbox import scan
from ingestion.landing.zone import LandingZone
from orchestration.configuration import load_configuration
from orchestration.dbt_inprocess import invoke
from orchestration.dbt_manifest import parse_variables
from orchestration.dbt_overlay import write_overlay
from orchestration.home import Home
from orchestration.settings import Settings
from tests.bench.identity import replay

_AS_OF = datetime(2026, 11, 22, 16, tzinfo=UTC)


def build(root: Path, config: Path, files: Path) -> None:
    """Land and build, and write down in `full.json` what the models ran, and in `day.json` those by day.

    Raises AssertionError when a model fails.
    """
    configuration = load_configuration(Settings(_env_file=None, home=root, config=config))
    home = configuration.home
    home.prepare()
    shutil.copytree(files, home.inbox, dirs_exist_ok=True)
    zone = LandingZone(home.landing)
    zone.prepare()
    for path, contract in scan(home.inbox, configuration.contracts).claimed:
        name = path.relative_to(home.inbox).as_posix()
        zone.land(path, contract, name, _AS_OF, configuration.company.test_leads)
    zone.prepare()
    write_overlay(configuration.company_seeds, home.dbt_project)
    variables = parse_variables(home, configuration.company)
    no_tests = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    wanted = ["+int_lead_records_resolved", "int_lead_pairs_blocked", "+path:models/intermediate/accounts"]
    full = _recorded(["build", *no_tests, "--select", *wanted], home, variables)
    replay.save(full, root / "full.json")
    day = _recorded(["run", "--select", *(model.name for model in full if model.adds)], home, variables)
    replay.save(day, root / "day.json")


def _recorded(command: list[str], home: Home, variables: Mapping[str, Any]) -> list[replay.RecordedModel]:
    recorder = replay.Recorder()
    result = invoke(command, home, variables, on_event=recorder.hear)
    failed = [(node.node.name, node.message) for node in result.results if node.status != "success"]
    assert not failed, failed
    return recorder.models(result.results)


if __name__ == "__main__":
    build(*(Path(argument) for argument in sys.argv[1:4]))
