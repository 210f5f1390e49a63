"""Asking a simulated system through its connector, record by record: what the systems' own tests share."""

from collections.abc import Callable, Mapping
from typing import Any

from ingestion.pulling.resource import Connector, Item, Resource, Window
from tests.conformance.harness import FastClocks
from tests.simulators.server import Simulator
from tests.simulators.world import World


def resource_of(
    connect: Callable[..., Connector],
    simulator: Simulator,
    name: str,
    options: Mapping[str, Any] | None = None,
    **changed: object,
) -> Resource:
    """The resource `name`, over a connection with these settings changed, in clocks that never wait."""
    return connect(simulator, FastClocks().clocks(), **changed).resource(name, options or {})


def items(found: Resource, window: Window) -> list[Item]:
    """Every item of every page."""
    return [item for page in found.read(window) for item in page]


def everything(found: Resource, world: World) -> list[Item]:
    """Every item up to the world's moment."""
    return items(found, Window(None, world.now))
