"""`leadmill merge`: a person says that two leads are one."""

import click

from orchestration.cli.deciding import by_option, record

_HELP = """Say that two leads are the same person. ONE and OTHER are ids of leads or of lead records.

The decision is kept beside the landed files and stands in every later run, whatever the match weights say,
until `leadmill unmerge` takes it back. The older lead's id stays.

\b
  leadmill merge L8f14e45fceea167a web:W-104 --note "called him, he changed jobs"
"""


@click.command(name="merge", help=_HELP)
@click.argument("one")
@click.argument("other")
@by_option
def command(one: str, other: str, decided_by: str | None, note: str) -> None:
    """Record it."""
    from orchestration.deciding import pairs_to_merge

    record("same", lambda marts, taken: pairs_to_merge(marts, taken, one, other), decided_by, note)
