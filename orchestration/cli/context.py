"""What the subcommands share: loading the configuration, and where their data lies."""

from orchestration.cli.exit_codes import ExitCode, Problem
from orchestration.configuration import Configuration, load_configuration
from orchestration.home import Home


def configuration() -> Configuration:
    """Return the valid configuration; a wrong one ends the command with all its problems."""
    return load_configuration()


def published_home() -> Home:
    """Return the data folder of an installation that has published; needs the environment only.

    Raises:
        Problem: when nothing was published yet.
    """
    from orchestration.settings import SettingsErrors, load_settings

    try:
        home = Home(load_settings().home)
    except SettingsErrors as error:
        raise Problem("\n".join(error.problems), ExitCode.USAGE) from error
    if not home.marts.is_file():
        raise Problem(f"Nothing is published in {home.root} yet. Run `leadmill run`, or `leadmill demo` to try it.")
    return home
