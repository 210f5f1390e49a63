"""`leadmill dev`: Dagster's webserver and daemon on this installation."""

import os
import signal
import sys
from pathlib import Path

import click


@click.command(name="dev", help="Dagster's UI with schedules and sensors, on http://localhost:3000.")
@click.option("--port", default=3000, show_default=True, help="Port of the UI.")
def command(port: int) -> None:
    """Replace this process by Dagster's."""
    from orchestration.cli.context import configuration
    from orchestration.settings import PROJECT_ROOT, dagster_environment

    found = configuration()
    found.home.prepare()
    dagster = Path(sys.executable).with_name("dagster")
    # Started in the background from a script, a process inherits SIGINT as ignored, and Dagster could then
    # only be killed (1.13.27).
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.chdir(PROJECT_ROOT)
    arguments = [str(dagster), "dev", "-w", "workspace.yaml", "-h", "127.0.0.1", "-p", str(port)]
    os.execve(dagster, arguments, dagster_environment(found.settings, found.home.dagster))  # noqa: S606
