"""`leadmill explain`: why the records of a lead are one person. What is known is in `explaining.py`.

Accounts are shown by `explain_account.py`.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from orchestration.explaining import Explanation, Match

_HELP = """Why records are one lead, or one account. ID is that of a lead, an account, or a record of either.

Each match is a waterfall of match weights: how much likelier, in powers of two, each comparison makes one
person than two. Below zero two persons are likelier; above the threshold the records are merged.

\b
  leadmill explain L8f14e45fceea167a
  leadmill explain web:W-104 --values
  leadmill explain crm:A-00017
"""
_WIDTH = 36


@click.command(name="explain", help=_HELP)
@click.argument("identifier", metavar="ID")
@click.option("--all", "show_all", is_flag=True, help="Every match, not only those that join the records.")
@click.option("--values", is_flag=True, help="Show what was compared; it is personal data, unmasked.")
def command(identifier: str, show_all: bool, values: bool) -> None:
    """Show it."""
    from orchestration.cli.context import published_home
    from orchestration.cli.explain_account import account_lines
    from orchestration.deciding import LEADS, subjects_of
    from orchestration.explaining import explain, values_of
    from orchestration.explaining_accounts import explain_account
    from orchestration.publish.reading import open_published

    home = published_home()
    with open_published(home.marts) as con:
        subjects = subjects_of(con, identifier)
    if LEADS not in subjects:
        for line in account_lines(explain_account(home.marts, identifier)):
            click.echo(line)
        return
    found = explain(home.marts, identifier)
    known: Mapping[str, Mapping[str, str]] = {}
    if values:
        matches = (*found.ties, *found.other_matches, *found.kept_apart)
        records = {record.lead_record_id for record in found.records}
        known = values_of(home.warehouse, sorted(records.union(*(match.records for match in matches))))
    for line in _lines(found, show_all, known):
        click.echo(line)


def _lines(found: "Explanation", show_all: bool, values: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    count = len(found.records)
    yield f"Lead {found.lead_id}: {count} record{'s' if count > 1 else ''}"
    for record in found.records:
        yield f"  {record.lead_record_id}  {record.source}  created {record.created_at:%Y-%m-%d %H:%M}Z"
    if count == 1 and not found.kept_apart:
        yield "No other record was found to be the same person."
    for match in (*found.ties, *(found.other_matches if show_all else ())):
        yield from _match(match, values)
    if found.other_matches and not show_all:
        yield ""
        yield f"{len(found.other_matches)} more match(es) between these records agree; --all shows them."
    for match in found.kept_apart:
        yield from _match(match, values)


def _match(match: "Match", values: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    left, right = match.records
    yield ""
    yield f"{left} {'=' if match.is_merged else '≠'} {right}"
    yield f"  {_reason(match)}"
    if match.merged_at is not None:
        run = f", run {match.run_id[:8]}" if match.run_id else ""
        yield f"  in one lead since the publication as of {match.merged_at:%Y-%m-%d %H:%M}Z{run}"
    if match.weight is not None and match.probability is not None:
        yield from _parts(match, match.weight, match.probability, values)


def _reason(match: "Match") -> str:
    if match.reason in ("human_same", "human_different"):
        what = "the same person" if match.reason == "human_same" else "different persons"
        when = f" on {match.decided_at:%Y-%m-%d}" if match.decided_at else ""
        return f"{match.decided_by} decided{when} that they are {what}"
    if match.reason.startswith("guard_"):
        guard = match.reason.removeprefix("guard_")
        return f"the guard {guard!r} keeps them apart against their match weight; model {match.model_version}"
    return f"by match weight; compared because of {match.blocking_rule}; model {match.model_version}"


def _parts(
    match: "Match", weight: float, probability: float, values: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    from orchestration.cli.waterfall import waterfall

    left, right = match.records
    rows = [(part.comparison, part.agreement, part.weight) for part in match.parts]
    likely = "over 99.99%" if probability > 0.9999 else f"{probability:.2%}"
    rows.append(("match weight", f"probability {likely}", weight))
    names = max(len(row[0]) for row in rows)
    texts = max(len(row[1]) for row in rows)
    bars = waterfall([part.weight for part in match.parts], _WIDTH)
    for (name, text, value), bar in zip(rows, bars, strict=True):
        yield f"  {name:<{names}}  {value:>+7.2f}  {bar}  {text:<{texts}}".rstrip()
        if name in values.get(left, {}) or name in values.get(right, {}):
            one, other = (values.get(record, {}).get(name, "–") for record in match.records)
            yield f"  {'':<{names}}           {one}  |  {other}"
