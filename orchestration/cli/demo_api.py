"""`leadmill demo-api`: the daily job on the made-up company, whose systems are simulators on this machine."""

import click

_HELP = """The daily job on a made-up company that keeps its leads in systems, from their APIs to mails.

A simulator of every system is started on this machine; everything is pulled from them over HTTP, with a
certificate of completeness for each source. Everything is invented, and no mail is sent. The data lies beside
LEADMILL_HOME, in a folder of its own. A second demo moves nothing.

Every simulated CRM holds the same deals, so the demo's pipeline counts a deal once for each of them.
"""


@click.command(name="demo-api", help=_HELP)
@click.option("--leads", default=700, show_default=True, help="How many leads the company has.")
def command(leads: int) -> int:
    """Start the simulators, point the company's connections at them, and run the daily job."""
    from orchestration.configuration import load_configuration
    from orchestration.home import Home, MadeUp
    from orchestration.home_lock import hold_home
    from orchestration.settings import load_settings
    from tests.api_company.exports import write_exports
    from tests.sample_company.generate import DEFAULT_DATE, DEFAULT_SEED
    from tests.simulators.running import all_running, secrets_of, write_config
    from tests.simulators.world import make_world

    settings = load_settings()
    home = Home(settings.home.with_name(f"{settings.home.name}_api"))
    home.prepare()
    world = make_world(leads)
    with all_running(world) as running:
        with hold_home(home.lock, "leadmill demo-api"):
            home = home.mark_made_up(MadeUp(DEFAULT_SEED, DEFAULT_DATE))
            config = write_config(running, home.root / "config")
            write_exports(world, home.inbox)
        settings = settings.model_copy(update={"home": home.root, "config": config})
        found = load_configuration(settings, secrets_of(running))
        from orchestration.cli.executing import execute
        from orchestration.jobs import DAILY_AND_REPORTS
        from orchestration.resources import Installation

        click.echo(f"Made-up company, {len(running)} simulated systems, {DEFAULT_DATE}, in {home.root}")
        code = execute(Installation(found, home), DAILY_AND_REPORTS, "leadmill demo-api", None)
    click.echo(f'Query it: LEADMILL_HOME={home.root} leadmill sql "from fct_pulls"')
    return code
