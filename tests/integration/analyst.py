"""An analyst in a process of her own, who reads the published marts over and over. No assertions here.

Imports nothing of the project: she has DuckDB and the file.
"""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb

Look = tuple[Any, ...]

_LONGEST_SECONDS = 600.0
_PAUSE_SECONDS = 0.05
# Several marts in several statements: a reader who got two generations would see sums that do not agree.
_QUESTIONS = (
    "select run_id from meta_publication",
    "select count(*)::int, sum(record_count)::int from fct_leads",
    "select count(*)::int, count(distinct lead_id)::int from fct_lead_records",
    "select sum(new_leads)::int from rpt_funnel_flow where period_grain = 'week'",
    "select value::int from rpt_data_quality where metric = 'lead_records'",
    "select run_id from meta_publication",
)


@dataclass
class Reading:
    """What she saw: each look once in a row, how often she looked, and every error."""

    looks: list[Look] = field(default_factory=list)
    times: int = 0
    errors: list[str] = field(default_factory=list)


def look(con: duckdb.DuckDBPyConnection) -> Look:
    """Return the answers to all questions over one connection."""
    return tuple(
        value for question in _QUESTIONS for row in con.execute(question).fetchall() for value in row
    )


def look_at(marts: Path) -> Look:
    """Open the file, look, and close it."""
    with duckdb.connect(str(marts), read_only=True) as con:
        return look(con)


def _read(
    marts: Path, keeps: bool, has_begun: Event, is_over: Event, answer: "Connection[Reading, Any]"
) -> None:
    found = Reading()
    end = time.monotonic() + _LONGEST_SECONDS
    # In a process of its own: while one connection is open, DuckDB hands the same old file to the next one.
    kept = duckdb.connect(str(marts), read_only=True) if keeps else None
    while True:
        was_over = is_over.is_set()
        try:
            seen = look(kept) if kept is not None else look_at(marts)
            if not found.looks or found.looks[-1] != seen:
                found.looks.append(seen)
        except duckdb.Error as error:
            found.errors.append(str(error))
        found.times += 1
        has_begun.set()
        if was_over or time.monotonic() > end:
            break
        time.sleep(_PAUSE_SECONDS)
    answer.send(found)


@contextmanager
def reading(marts: Path, *, keeps: bool = False) -> Iterator[Reading]:
    """Let an analyst read `marts` meanwhile; what she saw is told when the block ends.

    She opens the file for each look, or `keeps` the connection of her first.
    """
    context = multiprocessing.get_context("spawn")
    has_begun, is_over = context.Event(), context.Event()
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(marts, keeps, has_begun, is_over, there))
    found = Reading()
    process.start()
    try:
        if not has_begun.wait(120):
            raise TimeoutError("the analyst's process did not start reading")
        yield found
    finally:
        is_over.set()
        if here.poll(120):
            told = here.recv()
            found.looks, found.times, found.errors = told.looks, told.times, told.errors
        process.join(60)
        process.kill()
