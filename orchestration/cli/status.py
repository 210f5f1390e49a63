"""`leadmill status`: is everything well? What it looks at is in `orchestration/health.py`."""

import sys

import click


@click.command(name="status", help="Last run, publication, files, outbox, freshness of the sources.")
def command() -> int:
    """Show what is there, and end with 1 when something needs a person."""
    from orchestration.cli.context import configuration
    from orchestration.cli.exit_codes import ExitCode

    found = configuration()
    from orchestration.health import look

    items = look(found, found.home)
    bad = [item for item in items if item.needs_attention]
    mark_bad = "!" if not sys.stdout.isatty() else click.style("!", fg="red", bold=True)
    width = max(len(item.name) for item in items) + 2
    for item in items:
        click.echo(f"{mark_bad if item.needs_attention else ' '} {item.name:<{width}}{item.text}")
    if bad:
        click.echo(f"{len(bad)} thing(s) need attention.")
    return ExitCode.FAILED if bad else ExitCode.OK
