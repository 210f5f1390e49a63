"""The `leadmill` command: which subcommands there are, and how every one of them ends.

A subcommand's module is imported when it is called, since Dagster and dbt take seconds to import and
`leadmill --help` should take none.
"""

import atexit
import importlib
import logging
import os
import sys

import click

from orchestration.cli.exit_codes import ExitCode, Problem

# name -> (module below orchestration.cli, help in one line)
_COMMANDS = {
    "run": ("run", "The daily job: land, build, check, publish, report."),
    "pull": ("pull", "Pull sources out of their systems, and prove that nothing is missing."),
    "intake": ("intake", "Take in what forms push (webhooks), for the next pull."),
    "demo": ("demo", "The daily job on the made-up sample company."),
    "demo-api": ("demo_api", "The daily job on a made-up company whose systems are simulated."),
    "simulate": ("simulate", "Start the simulated systems and say where they are."),
    "report": ("report", "Build one report, and mail it if asked."),
    "status": ("status", "Last run, publication, files, outbox, freshness of sources."),
    "sql": ("sql", "Query the published marts, read-only."),
    "explain": ("explain", "Why records are one lead, or one account."),
    "merge": ("merge", "Say that two leads are the same person."),
    "unmerge": ("unmerge", "Say that records of a lead are another person."),
    "train-matching": ("train_matching", "Estimate the match parameters on the company's own leads."),
    "files": ("files", "Landed files: list, replay, approve."),
    "outbox": ("outbox", "Messages: list, send again."),
    "config": ("config", "Check the settings and the company's folder."),
    "docs": ("docs", "Write the data dictionary and dbt's documentation."),
    "dev": ("dev", "Dagster's UI with schedules and sensors."),
}

# Compared by name: importing their modules would cost every command the time of all of them.
_EXPECTED = {
    "HomeBusy",
    "LandingError",
    "DecisionRefused",
    "WarehouseBusy",
    "OutboxError",
    "DbtFailed",
    "PublicationRefused",
    "FiguresError",
    "MissingGlyph",
    "MessageTooLarge",
}

_EPILOG = """\b
Exit codes: 0 done; 1 failed; 2 wrong usage or configuration;
3 stopped by a data check (the last good publication stays).

Settings come from the environment: see .env.example."""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"orchestration.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(cls=_LazyGroup, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="leadmill")
def cli() -> None:
    """Leadmill: from lead files to reports. Land, clean, dedupe, grade, check, publish, mail."""


def _expected(error: Exception) -> Problem | None:
    """Return the message for an error that a person can do something about."""
    if type(error).__name__ == "ConfigurationErrors":
        problems = list(getattr(error, "problems", [str(error)]))
        lines = "\n".join(f"  - {problem}" for problem in problems)
        return Problem(f"{len(problems)} problem(s) in the configuration:\n{lines}", ExitCode.USAGE)
    if type(error).__name__ in _EXPECTED:
        return Problem(str(error))
    return None


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    try:
        result = cli.main(args=arguments, prog_name="leadmill", standalone_mode=False)
        return result if isinstance(result, int) else ExitCode.OK
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:
        problem = _expected(error)
        if problem is None:
            raise
        problem.show()
        return problem.exit_code


def main() -> None:
    """Entry point of the console script."""
    try:
        code = run(sys.argv[1:])
    except Exception:
        # A fault of ours, not of the user: show all of it. Logged as well when a log file is set up.
        logging.getLogger("leadmill").exception("unexpected error")
        code = ExitCode.FAILED
    # All that would happen at the end happens (log files closed, semaphores given back), but for taking the
    # modules down: there DuckDB 2.0.0 prints pages of "nanobind: leaked" about functions that dbt registered.
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
