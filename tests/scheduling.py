"""How `pytest -n 2` shares out the tests, so that both processes are busy to the end.

Tests of one module stay in one process, as their module's fixtures do; so do the modules that look at the
same run of the pipeline. The connectors' common tests are split by what they pull: on one process alone they
took five minutes. What takes longest is given out first, since a long module that begins last keeps one
process waiting for the other.
"""

import functools
import re
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

_ROOT = Path(__file__).parents[1]
# Fixtures of tests/integration/conftest.py: one run of the pipeline for several modules.
_SHARED_RUNS = ("sample_run", "small_run")
_PULLED = re.compile(r"::test_\w+\[(?:\w+-)?(\w+)\]$")


def scope_of(nodeid: str) -> str:
    """Return the name of what the test stays together with."""
    path, _, _ = nodeid.partition("::")
    if run := _shared_run(path):
        return run
    if path == "tests/conformance/test_connectors.py" and (pulled := _PULLED.search(nodeid)):
        return f"{path}[{pulled[1]}]"
    return nodeid.partition("[")[0].rsplit("::", 1)[0]


def by_cost(nodeid: str) -> tuple[int, int]:
    """Return what to sort by, dearest first: shared runs, other runs, large pulls, dbt, all the rest."""
    folders = ("tests/integration/", "tests/conformance/", "tests/unit/dbt/", "")
    place = next(place for place, folder in enumerate(folders) if nodeid.startswith(folder))
    run = _shared_run(nodeid.partition("::")[0])
    return place, _SHARED_RUNS.index(run) if run else len(_SHARED_RUNS)


@functools.cache
def _shared_run(path: str) -> str | None:
    if not path.startswith("tests/integration/"):
        return None
    text = (_ROOT / path).read_text(encoding="utf-8")
    return next((run for run in _SHARED_RUNS if run in text), None)


class Scheduling(LoadScopeScheduling):
    """Gives out scopes in the order in which the tests were collected."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
