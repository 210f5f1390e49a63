"""`leadmill demo`: the daily job on the made-up sample company, which tests/sample_company makes."""

import shutil
from datetime import datetime
from pathlib import Path

import click

_HELP = """The daily job on a made-up company, from generated files to mails.

The company is invented, and so is everybody in it; the figures say so wherever they are shown. Its mails are
written as .eml files and never sent. A second demo with the same seed and date changes nothing; with others
it starts over, unless --keep lets it land on top of what is there.
"""


@click.command(name="demo", help=_HELP)
@click.option("--seed", default=7, show_default=True, help="Which invented company.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-11-23",
    show_default=True,
    help="The day it is there.",
)
@click.option(
    "--keep", is_flag=True, help="Keep what an earlier demo landed, also with another seed or date."
)
def command(seed: int, day: datetime, keep: bool) -> int:
    """Generate the company's files into the inbox and run the daily job as of its day."""
    from orchestration.cli.context import configuration
    from orchestration.cli.exit_codes import ExitCode, Problem
    from orchestration.home import MadeUp
    from orchestration.home_lock import hold_home

    found = configuration()
    home = found.home
    if not found.settings.uses_sample_config:
        raise Problem(
            "LEADMILL_CONFIG names a real company's folder. Unset it for the demo, and set LEADMILL_HOME "
            "to a folder of the demo's own.",
            ExitCode.USAGE,
        )
    if home.made_up is None and any((home.landing / "manifest").glob("*.json")):
        raise Problem(f"{home.root} holds real data. Set LEADMILL_HOME to another.", ExitCode.USAGE)
    mark = MadeUp(seed, day.date())
    home.prepare()
    with hold_home(home.lock, "leadmill demo"):
        if home.made_up not in (None, mark) and not keep:
            click.echo(f"Starting over: the demo in {home.root} was of another seed or date.")
            _clear(home.root)
            home.prepare()
        home = home.mark_made_up(mark)
        from tests.sample_company.generate import generate

        click.echo(f"Made-up sample company, seed {seed}, {mark.date}, in {home.root}")
        generate(home.root, seed, mark.date)
        from orchestration.cli.executing import execute
        from orchestration.jobs import DAILY_AND_REPORTS
        from orchestration.resources import Installation

        return execute(Installation(found, home), DAILY_AND_REPORTS, "leadmill demo", None)


def _clear(root: Path) -> None:
    """Remove what the earlier demo made; the lock file is ours and stays."""
    for name in (
        "inbox",
        "landing",
        "warehouse",
        "serve",
        "reports",
        "outbox",
        "checks",
        "rebuilds",
        "truth",
    ):
        shutil.rmtree(root / name, ignore_errors=True)
