"""`leadmill merge`: a person says that two leads, or two accounts, are one."""

import click

from orchestration.cli.deciding import by_option, record

_HELP = """Say that two leads are the same person, or two accounts the same company.

ONE and OTHER are ids of leads or their records, or of accounts or their records. The decision is kept beside
the landed files and stands in every later run, whatever match weights and rules say, until `leadmill unmerge`
takes it back. The older id stays. Of accounts the note is published, without numbers and addresses.

\b
  leadmill merge L8f14e45fceea167a web:W-104 --note "called him, he changed jobs"
  leadmill merge A9fca3a6df4402ceb crm:A-00017 --note "renamed in May"
"""


@click.command(name="merge", help=_HELP)
@click.argument("one")
@click.argument("other")
@by_option
def command(one: str, other: str, decided_by: str | None, note: str) -> None:
    """Record it."""
    from orchestration.deciding import pairs_to_merge

    record("same", lambda marts, taken: pairs_to_merge(marts, taken, one, other), decided_by, note)
