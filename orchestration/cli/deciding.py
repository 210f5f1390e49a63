"""What `leadmill merge` and `leadmill unmerge` share: recording a decision and saying what was recorded."""

import os
import pwd
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from ingestion.landing.decisions import MatchDecision, Verdict
    from orchestration.deciding import Meant

# How many pairs are said one by one; of two accounts there may be hundreds.
_PAIRS_SHOWN = 10


def decider() -> str:
    """Return the name of the account that runs the command."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        # A container may run under a number that no name belongs to.
        return str(os.getuid())


def record(
    decision: "Verdict",
    meant_by: "Callable[[Path, Sequence[MatchDecision]], Meant]",
    decided_by: str | None,
    note: str,
) -> None:
    """Record a decision about the pairs that `meant_by` finds in the publication, and say what it was."""
    from ingestion.landing.zone import LandingZone
    from orchestration.cli.context import configuration, published_home, refuse_mixing
    from orchestration.home_lock import hold_home
    from orchestration.moment import present

    published_home()
    found = configuration()
    home = found.home
    refuse_mixing(found)
    home.prepare()
    zone = LandingZone(home.landing)
    with hold_home(home.lock, f"leadmill decision: {decision}"):
        meant = meant_by(home.marts, zone.decisions())
        taken = zone.decide(
            meant.subject.entity,
            decision,
            meant.pairs,
            present(home, found.company.time_zone),
            decided_by or decider(),
            note,
        )
    what = meant.subject.one if decision == "same" else meant.subject.several
    for left, right in taken.pairs[:_PAIRS_SHOWN]:
        click.echo(f"{left} and {right} are {what}")
    if (more := len(taken.pairs) - _PAIRS_SHOWN) > 0:
        click.echo(f"and so are {more} more pair(s) of their records")
    click.echo(f"Decision {taken.decision_id} is recorded; `leadmill run` takes it into the marts.")


def by_option(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that both commands have."""
    function = click.option("--note", default="", help="Why, in your own words.")(function)
    return click.option("--by", "decided_by", help="Who decides (default: your account).")(function)
