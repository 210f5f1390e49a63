"""What the subcommands share: loading the configuration, and where their data lies."""

from typing import TYPE_CHECKING

from orchestration.cli.exit_codes import ExitCode, Problem
from orchestration.home import Home

if TYPE_CHECKING:
    from orchestration.configuration import Configuration


def configuration() -> "Configuration":
    """Return the valid configuration; a wrong one ends the command with all its problems."""
    from orchestration.configuration import load_configuration

    return load_configuration()


def refuse_mixing(found: "Configuration") -> None:
    """Keep the made-up sample company and real data out of each other's folders.

    Raises:
        Problem: when the data folder holds the one and the configuration is of the other.
    """
    home = found.home
    if home.made_up is not None and not found.settings.uses_sample_config:
        raise Problem(
            f"{home.root} holds the made-up sample company, and LEADMILL_CONFIG names another. "
            "Set LEADMILL_HOME to a folder of the company's own.",
            ExitCode.USAGE,
        )
    if home.made_up is None and found.settings.uses_sample_config:
        raise Problem(
            "LEADMILL_CONFIG is not set, so the configuration is the made-up sample company's. "
            "Set it to your company's folder, or try `leadmill demo`.",
            ExitCode.USAGE,
        )


def settings_home() -> Home:
    """Return the data folder; for commands that only look, and work with a broken configuration too."""
    from orchestration.settings import SettingsErrors, load_settings

    try:
        return Home(load_settings().home)
    except SettingsErrors as error:
        raise Problem("\n".join(error.problems), ExitCode.USAGE) from error


def published_home() -> Home:
    """Return the data folder of an installation that has published.

    Raises:
        Problem: when nothing was published yet.
    """
    home = settings_home()
    if not home.marts.is_file():
        raise Problem(
            f"Nothing is published in {home.root} yet. Run `leadmill run`, or `leadmill demo` to try it."
        )
    return home
