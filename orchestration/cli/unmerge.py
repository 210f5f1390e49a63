"""`leadmill unmerge`: a person says that some records of a lead or an account are another one's."""

import click

from orchestration.cli.deciding import by_option, record

_HELP = """Say that records of a lead are another person, or records of an account another company.

ID is that of the lead or account, RECORD... are those to take out. The records named leave the others
together. The decision is kept beside the landed files and stands in every later run, whatever match weights
and rules say, until `leadmill merge` takes it back. `leadmill explain ID` lists the records and why they were
joined.

\b
  leadmill unmerge L8f14e45fceea167a web:W-104 --note "father and son"
  leadmill unmerge A9fca3a6df4402ceb crm:A-00017 --note "a namesake"
"""


@click.command(name="unmerge", help=_HELP)
@click.argument("identifier", metavar="ID")
@click.argument("records", metavar="RECORD...", nargs=-1, required=True)
@by_option
def command(identifier: str, records: tuple[str, ...], decided_by: str | None, note: str) -> None:
    """Record it."""
    from orchestration.deciding import pairs_to_part

    record(
        "different", lambda marts, taken: pairs_to_part(marts, taken, identifier, records), decided_by, note
    )
