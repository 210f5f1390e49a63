"""The made-up company over APIs: every system has its simulator, and its configuration is valid."""

from pathlib import Path

import pytest
import yaml

from ingestion.sources.registry import SPECS
from orchestration.configuration import load_configuration
from orchestration.settings import Settings
from tests.simulators import pushes
from tests.simulators.registry import SIMULATED
from tests.simulators.running import API_COMPANY, all_running, secrets_of, write_config
from tests.simulators.world import make_world


def test_every_connection_has_a_simulator_and_every_kind_a_connection() -> None:
    connections = yaml.safe_load((API_COMPANY / "connections.yml").read_text(encoding="utf-8"))
    # A webhook is no system that could be asked; it is pushed to.
    assert set(connections) == {*(one.connection for one in SIMULATED), pushes.CONNECTION}
    assert {connection["kind"] for connection in connections.values()} == set(SPECS)


def test_the_configuration_is_valid_and_points_at_the_simulators(tmp_path: Path) -> None:
    with all_running(make_world(20)) as running:
        config = write_config(running, tmp_path / "config")
        found = load_configuration(Settings(config=config, home=tmp_path), secrets_of(running))
        for name, connection in found.connections.items():
            if name == pushes.CONNECTION:
                continue
            assert connection.settings.base_url.startswith(running[name][1].url)
    pulled = {contract.api.connection for contract in found.contracts if contract.api is not None}
    assert pulled == set(found.connections), "every connection is pulled from"


@pytest.mark.parametrize("kind", sorted(SPECS))
def test_every_kind_says_what_it_is(kind: str) -> None:
    spec = SPECS[kind]
    assert spec.kind == kind
    assert spec.title_en and spec.title_zh and spec.certainty
    assert spec.secrets, "its credentials come from the environment"
    assert all(len(said) == 2 and all(said) for said in spec.resources.values())
    readme = f"ingestion/sources/{kind}/README.md"
    root = Path(__file__).parents[3]
    assert (root / readme).is_file()
    (row,) = [
        line
        for line in (root / "README.md").read_text(encoding="utf-8").splitlines()
        if f"({readme})" in line
    ]
    assert spec.title_en in row and spec.certainty in row, "the table of systems says what the code says"
    assert all(f"`{name}`" in row for name in spec.resources)
