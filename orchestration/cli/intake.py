"""`leadmill intake`: the optional process that takes in what forms push, and stores it for the next pull."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ingestion.intake.app import Hook
    from ingestion.sources.webhook.schema import WebhookSettings

_HELP = """Listen for deliveries to the connections of kind webhook, until it is stopped.

A delivery is answered once it is stored; `leadmill pull` and `leadmill run` land it. Put a web server that
speaks TLS in front: the intake itself speaks plain HTTP. It may run beside everything else.
"""


@click.command(name="intake", help=_HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, help="Port to listen on.")
def command(host: str, port: int) -> None:
    """Say where each source is reached, and serve."""
    import logging
    import os

    import uvicorn

    from ingestion.intake.app import make_app
    from ingestion.sources.webhook.schema import WebhookSettings
    from orchestration.cli.context import configuration
    from orchestration.cli.exit_codes import ExitCode, Problem

    connections = configuration().connections.values()
    settings = {one.name: one.settings for one in connections if isinstance(one.settings, WebhookSettings)}
    if not settings:
        raise Problem("No connection in connections.yml has the kind webhook.", ExitCode.USAGE)
    hooks = _hooks(settings)
    # Deliveries are personal data: their folders and files are private from the first byte.
    os.umask(0o077)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for name, one in settings.items():
        click.echo(f"{name}: {one.base_url.rstrip('/')}/hooks/{name}{'/<secret>' if one.in_path else ''}")
    # An access log would hold the secret of an address, and proxies' headers are not needed.
    uvicorn.run(
        make_app(hooks),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws="none",
        lifespan="off",
        limit_concurrency=100,
        timeout_graceful_shutdown=10,
    )


def _hooks(settings: "dict[str, WebhookSettings]") -> "dict[str, Hook]":
    """One hook for each connection; raises Problem when two keep their deliveries in one folder."""
    from ingestion.intake.app import Hook
    from ingestion.intake.store import Store
    from orchestration.cli.exit_codes import ExitCode, Problem

    owners: dict[str, str] = {}
    for name, one in settings.items():
        first = owners.setdefault(str(one.folder.resolve()), name)
        if first != name:
            raise Problem(
                f"connections.yml: {first} and {name} have the same folder {one.folder}; give each its own.",
                ExitCode.USAGE,
            )
    return {
        name: Hook(one.scheme, one.keys, Store(one.folder), one.largest_body, one.window_seconds)
        for name, one in settings.items()
    }
