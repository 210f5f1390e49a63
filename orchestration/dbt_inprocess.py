"""Running dbt inside this process, with its events handed on as they happen.

dagster-dbt's own resource starts a `dbt` process: about 9 CPU seconds each time, for its imports alone. Here
dbt's runner works in a thread, and each node's result event is queued in the form dagster-dbt understands
(0.7 CPU seconds a build after the first, measured 2026-11-23). What is parsed, and when, is in
`dbt_manifest.py`; what the events become is in `assets/dbt_models.py`.
"""

import json
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from orchestration.dbt_findings import broken_rules
from orchestration.home import Home
from orchestration.settings import export_for_dbt

# The events that carry a node's result; all others would only cost time to convert.
_RESULT_EVENTS = {"LogSeedResult", "LogModelResult", "LogSnapshotResult", "LogTestResult"}
_END = object()


class DbtFailed(Exception):
    """dbt could not run, or some of its nodes failed; the text names them.

    Attributes:
        failed_tests: names of the data tests that failed.
        failed_models: names of the models and seeds that failed.
    """

    def __init__(self, message: str, failed_tests: Sequence[str] = (), failed_models: Sequence[str] = ()):
        super().__init__(message)
        self.failed_tests = list(failed_tests)
        self.failed_models = list(failed_models)


def dbt_arguments(command: Sequence[str], home: Home, variables: Mapping[str, Any]) -> list[str]:
    """Return dbt's arguments for this home: quiet on the terminal, everything in the home's logs."""
    return [
        *("--log-level", "none", "--log-level-file", "warn", "--log-path", str(home.logs), "--no-use-colors"),
        *command,
        *("--project-dir", str(home.dbt_project), "--profiles-dir", str(home.dbt_project)),
        *("--target-path", str(home.dbt_target), "--vars", json.dumps(dict(variables), sort_keys=True)),
    ]


def invoke(
    command: Sequence[str],
    home: Home,
    variables: Mapping[str, Any],
    manifest: Any = None,
    on_event: Any = None,
) -> Any:
    """Run one dbt command to its end and return dbt's result object.

    Args:
        command: such as ["parse"].
        home: whose warehouse, target and log folders are used.
        variables: dbt's --vars.
        manifest: a parsed project (dbt's Manifest), to spare the parsing.
        on_event: called with every event of dbt.

    Raises:
        DbtFailed: when dbt raised an error; failed nodes are the caller's to look for.
    """
    from dbt.cli.main import dbtRunner

    export_for_dbt(home.root)
    plugins = str(home.dbt_project / "plugins")
    if plugins not in sys.path:
        # The profile names its plugins relative to the project, where this process is not.
        sys.path.append(plugins)
    runner = dbtRunner(manifest=manifest, callbacks=[on_event] if on_event else [])
    try:
        outcome = runner.invoke(dbt_arguments(command, home, variables))
    finally:
        close_connections()
    if outcome.exception is not None and not isinstance(outcome.exception, Exception):
        raise outcome.exception  # Ctrl-C, which dbt's runner would turn into a failure of its own
    if outcome.exception is not None:
        raise DbtFailed(f"dbt {command[0]} failed: {outcome.exception}")
    return outcome.result


def close_connections() -> None:
    """Close dbt's connection to the warehouse: while it is open, nobody else can read the file."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    with DuckDBConnectionManager._LOCK:
        environment = DuckDBConnectionManager._ENV
        if environment is not None:
            environment.close()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def build_events(
    home: Home, variables: Mapping[str, Any], parse: Callable[[], Any], command: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Run a dbt build and yield each node's result event as {"info": …, "data": …}, while it runs.

    Each also has a "finding": the rules that a table breaks, where a test of its rules did not pass.
    `parse` returns dbt's Manifest; it works in the thread too, since dbt swallows a Ctrl-C now and then.

    Raises:
        DbtFailed: after the last event, when a node failed or dbt itself did.
    """
    from google.protobuf.json_format import MessageToDict

    events: queue.Queue[Any] = queue.Queue()
    outcome: dict[str, Any] = {}
    findings: dict[str, str] = {}

    def on_event(event: Any) -> None:
        if event.info.name not in _RESULT_EVENTS:
            return
        test = event.data.node_info.unique_id
        if event.info.name == "LogTestResult" and event.data.status in ("fail", "warn"):
            findings[test] = broken_rules(outcome["manifest"].nodes[test], home)
        events.put(
            {
                "info": MessageToDict(event.info, preserving_proto_field_name=True),
                "data": MessageToDict(event.data, preserving_proto_field_name=True),
                "finding": findings.get(test, ""),
            }
        )

    def work() -> None:
        try:
            outcome["manifest"] = parse()
            outcome["result"] = invoke(command, home, variables, outcome["manifest"], on_event)
        except BaseException as error:
            outcome["error"] = error
        finally:
            events.put(_END)

    thread = threading.Thread(target=work, name="dbt", daemon=True)
    thread.start()
    while (event := events.get()) is not _END:
        yield event
    thread.join()
    if "error" in outcome:
        raise outcome["error"]
    _raise_for_failures(outcome["result"], findings)


def _raise_for_failures(result: Any, findings: Mapping[str, str]) -> None:
    failed = [node for node in result.results if node.status in ("error", "fail")]
    if not failed:
        return
    tests = [node.node.name for node in failed if node.node.resource_type == "test"]
    models = [node.node.name for node in failed if node.node.resource_type != "test"]
    lines = [
        f"{node.node.name}: {findings.get(node.node.unique_id) or _first_lines(node.message)}"
        for node in failed
    ]
    raise DbtFailed("\n".join(lines), failed_tests=tests, failed_models=models)


def _first_lines(message: str | None, count: int = 4) -> str:
    return " ".join(line.strip() for line in (message or "failed").splitlines()[:count] if line.strip())
