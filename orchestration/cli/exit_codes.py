"""The exit codes of `leadmill`, and the error that carries one. Their meaning is part of the interface."""

from enum import IntEnum

import click


class ExitCode(IntEnum):
    """What the shell gets to know of a command's end."""

    OK = 0
    FAILED = 1  # a run or a wish failed; the message says what to do
    USAGE = 2  # a wrong argument, or a wrong configuration
    INTERRUPTED = 130  # stopped by Ctrl-C or a signal, as shells say it
    BLOCKED = 3  # a data check stopped publication and mail; the last good publication stays


class Problem(click.ClickException):
    """An expected error: shown as its message alone, never with a traceback."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.exit_code: int = int(code)  # type: ignore[misc]  # click reads it from the instance
