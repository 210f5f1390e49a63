"""The short summary at the end of a run. Its figures are read from the publication, as a report's are."""

from collections import Counter
from collections.abc import Iterator

import dagster as dg

from orchestration.assets import keys
from orchestration.execution import RunOutcome
from orchestration.home import Home
from orchestration.publish.reading import open_published


def _number(metadata: dict[str, dg.MetadataValue], name: str) -> int:
    value = metadata.get(name)
    return int(value.value) if isinstance(value, dg.IntMetadataValue) and value.value is not None else 0


def _landed(outcome: RunOutcome) -> tuple[int, int, int, int]:
    """Files, pulls, rows and quarantined lines that this run landed."""
    made = [data for key, data in outcome.materialized.items() if key.path[0] == keys.LANDED]
    return (
        sum(_number(data, "files") for data in made),
        sum(_number(data, "pulls") for data in made),
        sum(_number(data, "dagster/row_count") for data in made),
        sum(_number(data, "lines_quarantined") for data in made),
    )


def _published(home: Home) -> Iterator[tuple[str, str]]:
    with open_published(home.marts) as con:
        as_of, zone, currency, made_up = con.execute(
            "select as_of, time_zone, currency, is_made_up from meta_publication"
        ).fetchall()[0]
        local = con.execute("select timezone(?, ?::timestamptz)::varchar", [zone, as_of]).fetchall()[0][0]
        records, golden = con.execute(
            "select (select count(*) from fct_lead_records), (select count(*) from fct_leads)"
        ).fetchall()[0]
        grades = con.execute(
            "select coalesce(grade, 'no grade'), count(*) from fct_leads group by all order by all"
        ).fetchall()
        open_count, open_amount = con.execute(
            "select coalesce(sum(opportunities), 0), coalesce(sum(amount_base), 0) from rpt_pipeline"
        ).fetchall()[0]
    yield "as of", f"{local[:16]} {zone}{'  (made-up sample company)' if made_up else ''}"
    yield "leads", f"{golden:,} after dedupe, from {records:,} landed"
    yield "grades", ", ".join(f"{grade} {count:,}" for grade, count in grades)
    yield "open pipeline", f"{currency} {open_amount:,.0f} in {open_count:,} opportunities"


def _reports(outcome: RunOutcome) -> Iterator[tuple[str, str]]:
    for key, data in outcome.materialized.items():
        if key.path[0] != keys.REPORTS:
            continue
        name = key.path[-1].replace("_", " ")
        files = data.get("files")
        if not isinstance(files, dg.TableMetadataValue):
            continue
        # One line a language; the other formats lie beside the page under the same name.
        for path in sorted(str(record.data["file"]) for record in files.records):
            if path.endswith(".html"):
                yield f"report {name}", f"{path} (.pdf, .xlsx)"


def _mails(outcome: RunOutcome, home: Home) -> Iterator[tuple[str, str]]:
    states: Counter[str] = Counter()
    done_before = 0
    for data in outcome.materialized.values():
        made, mails = data.get("made"), data.get("mails")
        done_before += isinstance(made, dg.TextMetadataValue) and made.value == keys.MADE_BEFORE
        if isinstance(mails, dg.TableMetadataValue):
            for record in mails.records:
                via = f" by {record.data['via']}" if record.data["via"] else ""
                states[f"{record.data['state']}{via}"] += 1
    if states:
        written = str(home.outbox / "eml")
        parts = [f"{count} {state}" for state, count in sorted(states.items())]
        yield "mails", ", ".join(parts).replace("sent by eml", f"written to {written}")
    elif done_before:
        yield "mails", f"none now: {done_before} report(s) were made and mailed before"


def summary(outcome: RunOutcome, home: Home) -> list[tuple[str, str]]:
    """Return the lines of the summary as (name, value)."""
    files, pulls, rows, quarantined = _landed(outcome)
    lines = []
    if not home.is_rebuild:
        origin = f"{files} file(s)" + (f" and {pulls} pull(s)" if pulls else "")
        lines.append(("landed", f"{rows:,} rows from {origin}, {quarantined:,} line(s) quarantined"))
    if keys.PUBLICATION in outcome.materialized:
        lines += _published(home)
    checks = f"{outcome.checks_passed:,} passed"
    if outcome.checks_warned:
        checks += f", {len(outcome.checks_warned)} with a warning: {', '.join(outcome.checks_warned)}"
    if outcome.checks_blocked:
        checks += f", {len(outcome.checks_blocked)} FAILED: {', '.join(outcome.checks_blocked)}"
    lines.append(("checks", checks))
    if keys.PUBLICATION in outcome.materialized:
        lines.append(("published", str(home.marts)))
    lines += [*_reports(outcome), *_mails(outcome, home)]
    return lines
