"""What Dagster hands to the assets: the installation, and the guard that lets one run write at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import dagster as dg

from orchestration.configuration import Configuration
from orchestration.home import Home
from orchestration.home_lock import HomeBusy, alive, hold_home

# A scheduled run that meets one started by hand waits this long for it.
_WAIT_SECONDS = 1800.0


@dataclass(frozen=True)
class Installation:
    """One company's configuration and the data folder that a run works in (its own, or a rebuild's)."""

    configuration: Configuration
    home: Home


def guard_resource(installation: Installation) -> dg.ResourceDefinition:
    """Return the resource that holds the data folder while a run works, and shows that the run is alive.

    With the in-process executor a resource lives exactly as long as its run.
    """

    @dg.resource(description="Holds the data folder: one run at a time writes.")
    def guard(context: dg.InitResourceContext) -> Iterator[None]:
        home = installation.home
        home.prepare()
        run_id = context.run_id or "unknown"
        try:
            with alive(home.dagster / "alive", run_id), hold_home(home.lock, f"run {run_id}", _WAIT_SECONDS):
                yield
        except HomeBusy as error:
            raise dg.Failure(str(error)) from error

    return guard
