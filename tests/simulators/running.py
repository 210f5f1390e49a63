"""All simulators running at once, and the made-up company's configuration pointed at them.

Its one webhook is pushed to before anything is pulled.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.simulators import pushes
from tests.simulators.registry import SIMULATED, Simulated
from tests.simulators.server import Simulator
from tests.simulators.world import World

API_COMPANY = Path(__file__).parents[1] / "api_company" / "config"

Running = dict[str, tuple[Simulated, Simulator]]


@contextmanager
def all_running(world: World) -> Iterator[Running]:
    """Serve one world through every simulator on loopback; yields them by connection."""
    with ExitStack() as stack:
        yield {one.connection: (one, stack.enter_context(one.make(world))) for one in SIMULATED}


def settings_of(one: Simulated, simulator: Simulator) -> dict[str, str]:
    """Return the settings of a connection that hold an address, base_url among them."""
    given = {name: text.format(url=simulator.url) for name, text in one.addresses.items()}
    return {"base_url": simulator.url, **given}


def secrets_of(running: Running) -> dict[str, str]:
    """Return the made-up secrets by the environment variables that hold them."""
    systems = {
        f"LEADMILL_SECRET_{one.connection.upper()}_{name.upper()}": value
        for one, _ in running.values()
        for name, value in one.secrets.items()
    }
    return {**systems, f"LEADMILL_SECRET_{pushes.CONNECTION.upper()}_SECRET": pushes.SECRET}


def write_config(running: Running, folder: Path) -> Path:
    """Copy the made-up company's configuration to `folder`, its connections pointed at the simulators.

    What its form pushes is kept beside `folder`.

    Raises KeyError, naming the connection, when it has no simulator.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(API_COMPANY, folder)
    path = folder / "connections.yml"
    connections: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    pushed = connections[pushes.CONNECTION]["settings"]
    pushed["folder"] = str(folder.absolute().with_name("intake"))
    pushes.push_responses(next(iter(running.values()))[1].world, Path(pushed["folder"]))
    for name, connection in connections.items():
        if name == pushes.CONNECTION:
            continue
        addresses = settings_of(*running[name])
        connection["base_url"] = addresses.pop("base_url")
        connection["settings"] = {**(connection.get("settings") or {}), **addresses}
    path.write_text(yaml.safe_dump(connections, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder
