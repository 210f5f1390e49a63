"""`leadmill config`: is the configuration right, before anything runs?"""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from orchestration.configuration import Configuration


@click.group(name="config", help="Check the settings and the company's folder.")
def command() -> None:
    """Group of the subcommands."""


@command.command(name="check", help="Validate everything and report all problems at once.")
def check() -> None:
    """Load the configuration and say what it contains."""
    from orchestration.cli.context import configuration

    found = configuration()
    settings, company = found.settings, found.company
    mail = (
        f"{settings.smtp_host}:{settings.smtp_port} ({settings.smtp_security})"
        if settings.smtp_host
        else "none"
    )
    rows = [
        (
            "configuration",
            f"{settings.config}{' (the made-up sample company)' if settings.uses_sample_config else ''}",
        ),
        ("data folder", str(settings.home)),
        ("company", f"{company.name.en} / {company.name.zh}"),
        ("zone, currency", f"{company.time_zone}, {company.currency}"),
        ("data owner", company.data_owner),
        ("sources", ", ".join(contract.source for contract in found.contracts)),
        ("connections", _connections(found)),
        ("data checks", str(len(found.thresholds))),
        ("mail server", mail if settings.smtp_host else "none: mails are written as .eml files"),
    ]
    for name, value in rows:
        click.echo(f"{name:<16}{value}")
    click.echo("The configuration is valid.")


def _connections(found: "Configuration") -> str:
    said = (
        f"{name} ({one.spec.title_en}, {one.settings.base_url})" for name, one in found.connections.items()
    )
    return ", ".join(said) or "none: every source is a file"
