"""What Dagster hands to the assets: the installation, held so that one run at a time writes."""

from collections.abc import Iterator
from dataclasses import dataclass

import dagster as dg

from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
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


def installation_resource(installation: Installation) -> dg.ResourceDefinition:
    """Return the resource through which steps get the installation, and which holds its folder meanwhile.

    With the in-process executor a resource lives exactly as long as its run: one run at a time writes, and
    while it lives the run shows that its process does.
    """

    @dg.resource(description="The company's configuration and its data folder, held for this run.")
    def held(context: dg.InitResourceContext) -> Iterator[Installation]:
        home = installation.home
        home.prepare()
        run_id = context.run.run_id if context.run else "unknown"
        try:
            with alive(home.dagster / "alive", run_id), hold_home(home.lock, f"run {run_id}", _WAIT_SECONDS):
                zone, ledger = LandingZone(home.landing), PullLedger(home.landing)
                if home.is_rebuild:
                    zone.prepare_reading()
                    ledger.prepare_reading()
                else:
                    zone.prepare()
                    ledger.prepare()
                yield installation
        except HomeBusy as error:
            raise dg.Failure(str(error)) from error

    return held
