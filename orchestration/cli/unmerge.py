"""`leadmill unmerge`: a person says that some records of a lead are somebody else."""

import click

from orchestration.cli.deciding import by_option, record

_HELP = """Say that records of a lead are another person. LEAD is its id, RECORD... are those to take out.

The records named stay together and leave the others. The decision is kept beside the landed files and stands
in every later run, whatever the match weights say, until `leadmill merge` takes it back.
`leadmill explain LEAD` lists the records of a lead and why they were joined.

\b
  leadmill unmerge L8f14e45fceea167a web:W-104 --note "father and son"
"""


@click.command(name="unmerge", help=_HELP)
@click.argument("lead")
@click.argument("records", metavar="RECORD...", nargs=-1, required=True)
@by_option
def command(lead: str, records: tuple[str, ...], decided_by: str | None, note: str) -> None:
    """Record it."""
    from orchestration.deciding import pairs_to_part

    record("different", lambda marts, taken: pairs_to_part(marts, taken, lead, records), decided_by, note)
