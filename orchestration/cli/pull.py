"""`leadmill pull`: pull sources out of their systems into the landing zone, without building anything."""

import click

_HELP = """Pull SOURCE (default: every source with an API) and land what is new.

A pull asks for what changed since the last one that was proven complete. --full asks for everything: records
that are known and unchanged are not landed again, so it is safe at any time. `leadmill run` pulls too.

\b
Exit codes: 0 every pull is proven complete; 1 one is not, or failed; 2 wrong usage or configuration.
"""


@click.command(name="pull", help=_HELP)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--full", is_flag=True, help="Ask for everything, not only for changes.")
def command(sources: tuple[str, ...], full: bool) -> int:
    """Pull one source after the other and print the certificate of each."""
    from ingestion.contracts.problems import did_you_mean
    from ingestion.http.errors import ApiError
    from ingestion.landing.zone import LandingZone
    from ingestion.pulling.ledger import PullLedger
    from orchestration.cli.context import configuration, refuse_mixing
    from orchestration.cli.exit_codes import ExitCode, Problem
    from orchestration.home_lock import hold_home
    from orchestration.moment import present
    from orchestration.pulls import failed_pull, pull_source, verdict
    from orchestration.resources import Installation

    found = configuration()
    home = found.home
    refuse_mixing(found)
    pulled = {contract.source: contract for contract in found.contracts if contract.api is not None}
    for source in sources:
        if source not in pulled:
            advice = did_you_mean(source, pulled) if pulled else "no contract has api"
            raise Problem(f"There is no source '{source}' to pull; {advice}", ExitCode.USAGE)
    home.prepare()
    are_complete = True
    with hold_home(home.lock, "leadmill pull"):
        LandingZone(home.landing).prepare()
        PullLedger(home.landing).prepare()
        installation = Installation(found, home)
        for source in sources or tuple(pulled):
            contract, at = pulled[source], present(home, found.company.time_zone)
            try:
                made = pull_source(installation, contract, at, is_full=full)
            except (ApiError, ValueError) as error:
                made = failed_pull(installation, contract, at, error, is_full=full)
            click.echo(verdict(made.record))
            are_complete &= made.record.is_proven
        LandingZone(home.landing).export_tables()
        PullLedger(home.landing).export()
    if not pulled:
        click.echo("No contract has api: every source is read from files.")
    return ExitCode.OK if are_complete else ExitCode.FAILED
