"""`leadmill simulate`: every simulated system on this machine, for trying out connections by hand."""

import click

_HELP = """Start a simulator of every system on this machine and say where they are. Ctrl-C stops them.

They serve one made-up company and behave as the systems do: page sizes, limits, tokens, errors. What is
printed are the connections and the made-up secrets with which they can be pulled from.
"""


@click.command(name="simulate", help=_HELP)
@click.option("--leads", default=700, show_default=True, help="How many leads the company has.")
def command(leads: int) -> None:
    """Start all simulators and wait."""
    import threading

    from tests.simulators.running import all_running, secrets_of, settings_of
    from tests.simulators.world import make_world

    world = make_world(leads)
    with all_running(world) as running:
        for name, (one, simulator) in running.items():
            addresses = settings_of(one, simulator)
            click.echo(f"{name:<16}" + "  ".join(f"{key}: {url}" for key, url in addresses.items()))
        click.echo("\n# made-up secrets")
        for variable, value in secrets_of(running).items():
            click.echo(f"export {variable}='{value}'")
        click.echo(f"\nMade-up company of {world.now:%Y-%m-%d}, {len(world.leads):,} leads. Ctrl-C stops.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("Stopped.")
