"""Showing a run while it goes on: a bar on a terminal, plain or JSON lines elsewhere."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click
import dagster as dg
from dagster import DagsterEventType

from orchestration.execution import failed_by_check, failure_text
from orchestration.settings import LogFormat

# Steps of which a single line says enough; dbt's hundred models would fill the log.
_STEP_NAMES = {"landing": "landing zone", "dbt": "warehouse (dbt)", "serve__publication": "publication"}


class Progress(Protocol):
    """Somebody who is told what happens."""

    def event(self, event: dg.DagsterEvent) -> None:
        """One Dagster event happened."""
        ...

    def say(self, text: str) -> None:
        """Something worth a line happened."""
        ...

    def expect(self, total: int) -> None:
        """The run will make so many assets."""
        ...


def _step_name(step: str | None) -> str:
    name = step or ""
    for prefix, label in (("landed__", "landed "), ("reports__", "report "), ("checks__", "checks ")):
        if name.startswith(prefix):
            return label + name.removeprefix(prefix).replace("_", " ")
    return _STEP_NAMES.get(name, name.replace("__", " "))


def _failure(event: dg.DagsterEvent) -> str:
    """The line for a step that failed; what a check found is said by the check."""
    reason = "STOPPED by a data check" if failed_by_check(event) else f"FAILED: {failure_text(event)}"
    return f"{_step_name(event.step_key)}: {reason}"


class _Lines:
    """A line for each step that ended, for logs and pipes."""

    def __init__(self, log_format: LogFormat) -> None:
        self._format = log_format
        self._rows: dict[str, int] = {}
        self._checks: dict[str, list[bool]] = {}

    def say(self, text: str) -> None:
        if self._format is LogFormat.JSON:
            line = json.dumps(
                {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "message": text}, ensure_ascii=False
            )
        else:
            line = f"{time.strftime('%H:%M:%S')} {text}"
        click.echo(line)
        sys.stdout.flush()

    def expect(self, total: int) -> None:
        self.say(f"{total} assets to make")

    def event(self, event: dg.DagsterEvent) -> None:
        step, kind = event.step_key or "", event.event_type
        if kind == DagsterEventType.ASSET_MATERIALIZATION:
            metadata = event.step_materialization_data.materialization.metadata
            rows = metadata.get("dagster/row_count")
            if isinstance(rows, dg.IntMetadataValue) and rows.value is not None:
                self._rows[step] = self._rows.get(step, 0) + rows.value
        elif kind == DagsterEventType.ASSET_CHECK_EVALUATION:
            check = event.asset_check_evaluation_data
            self._checks.setdefault(step, []).append(check.passed)
            if not check.passed:
                self.say(f"check {check.check_name}: failed ({check.severity.value.lower()})")
        elif kind == DagsterEventType.STEP_SUCCESS:
            self.say(f"{_step_name(step)}: done{self._counts(step)}")
        elif kind == DagsterEventType.STEP_FAILURE:
            self.say(_failure(event))
        elif kind == DagsterEventType.STEP_SKIPPED:
            self.say(f"{_step_name(step)}: left out")

    def _counts(self, step: str) -> str:
        parts = []
        if self._rows.get(step):
            parts.append(f"{self._rows[step]:,} rows")
        if checks := self._checks.get(step):
            parts.append(f"{sum(checks)} of {len(checks)} checks passed")
        return f" ({', '.join(parts)})" if parts else ""


class _Bar:
    """A progress bar that counts assets, with the step at work beside it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        self.console = Console(stderr=True, highlight=False)
        self.rich = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description:<44}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
        )
        self._task = self.rich.add_task("preparing", total=None)

    def say(self, text: str) -> None:
        if self.rich.live.is_started:
            self.console.print(text, markup=False, soft_wrap=True)
        else:
            click.echo(text)

    def expect(self, total: int) -> None:
        self.rich.update(self._task, total=total)

    def event(self, event: dg.DagsterEvent) -> None:
        kind = event.event_type
        if kind == DagsterEventType.STEP_START:
            self.rich.update(self._task, description=_step_name(event.step_key))
        elif kind == DagsterEventType.ASSET_MATERIALIZATION:
            key = event.step_materialization_data.materialization.asset_key
            if event.step_key == "dbt":
                self.rich.update(self._task, description=f"{'.'.join(key.path)}"[:44])
            self.rich.advance(self._task)
        elif kind == DagsterEventType.ASSET_CHECK_EVALUATION:
            check = event.asset_check_evaluation_data
            if not check.passed:
                self.say(f"check {check.check_name}: failed ({check.severity.value.lower()})")
        elif kind == DagsterEventType.STEP_FAILURE:
            self.say(_failure(event))


@contextmanager
def progress(log_format: LogFormat) -> Iterator[Progress]:
    """Show progress for the body: a bar on a terminal, elsewhere lines in `log_format`."""
    if not sys.stdout.isatty():
        yield _Lines(log_format)
        return
    bar = _Bar()
    with bar.rich:
        yield bar
