"""`leadmill outbox`: messages and their states."""

import click


@click.group(name="outbox", help="Messages: what was sent, what was not, and sending again.")
def command() -> None:
    """Group of the subcommands."""


@command.command(name="list", help="List messages, newest first.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["queued", "sending", "sent", "retry", "failed", "unknown"]),
    help="Only these states.",
)
def list_messages(states: tuple[str, ...]) -> None:
    """Show one line a message."""
    from orchestration.cli.context import settings_home
    from reports.delivery.outbox import Outbox

    home = settings_home()
    if not (home.outbox / "outbox.db").is_file():
        click.echo("The outbox is empty.")
        return
    for entry in Outbox(home.outbox).entries(*states):
        moment = entry.sent_at or entry.next_try_at or entry.queued_at
        click.echo(f"{entry.state:<8} {moment:%Y-%m-%d %H:%M}Z  {entry.key}  {entry.subject}")
        if entry.detail:
            click.echo(f"         {entry.detail}")


@command.command(
    name="resend", help="Send a message again whose fate is unknown or that failed. KEY as listed."
)
@click.argument("key")
def resend(key: str) -> None:
    """Put it back into the queue and deliver."""
    from orchestration.cli.context import configuration
    from orchestration.delivery import deliver
    from reports.delivery.outbox import Outbox

    found = configuration()
    Outbox(found.home.outbox).resend(key)
    for entry in deliver(found.settings, found.home):
        click.echo(f"{entry.state:<8} {entry.key} {entry.detail}")
