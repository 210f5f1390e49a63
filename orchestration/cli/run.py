"""`leadmill run`: the daily job in this process."""

import click

_HELP = """The daily job: land the inbox, build and check the warehouse, publish, make due reports.

Run it daily by cron or by hand; running it twice changes nothing. A terminal shows progress, anything else
gets plain lines. When a data check or a step fails, nothing is published or mailed, the last good
publication stays, and the data owner gets one message.

\b
With --as-of a past moment is built again from what had landed by then, into LEADMILL_HOME/rebuilds/,
without touching the inbox, the warehouse, the publication or the outbox.

\b
Exit codes: 0 done; 1 failed; 2 wrong usage or configuration; 3 stopped by a data check.
"""


@click.command(name="run", help=_HELP)
@click.option(
    "--as-of", "as_of_text", metavar="MOMENT", help="Rebuild a past moment: 2026-11-01, or with time."
)
def command(as_of_text: str | None) -> int:
    """Run the daily job, or rebuild a past moment."""
    from datetime import datetime

    from ingestion.landing.zone import LandingZone
    from orchestration.cli.context import configuration, refuse_mixing
    from orchestration.jobs import DAILY_AND_REPORTS, REBUILD
    from orchestration.moment import parse_as_of, present

    found = configuration()
    home, company = found.home, found.company
    refuse_mixing(found)
    # Imported after the configuration was found right: Dagster takes seconds.
    from orchestration.cli.executing import execute
    from orchestration.resources import Installation

    if as_of_text is None:
        return execute(Installation(found, home), DAILY_AND_REPORTS, "leadmill run", None)
    try:
        as_of = parse_as_of(as_of_text, company.time_zone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--as-of") from error
    if as_of >= present(home, company.time_zone):
        raise click.BadParameter(
            f"{as_of_text} is not in the past; leave it out for now.", param_hint="--as-of"
        )
    first = min((record.landed_at for record in LandingZone(home.landing).loads()), default=None)
    if first is None or datetime.fromisoformat(first) > as_of:
        known = f"the first file landed at {first[:16]}Z" if first else "no file has landed yet"
        raise click.BadParameter(f"Nothing was known at {as_of_text}: {known}.", param_hint="--as-of")
    rebuilt = home.rebuild(as_of)
    click.echo(f"Rebuilding {as_of.isoformat()} in {rebuilt.root}")
    return execute(Installation(found, rebuilt), REBUILD, f"leadmill run --as-of {as_of_text}", as_of)
