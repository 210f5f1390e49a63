"""`leadmill files`: what was landed and refused, and taking a refused or held file in after all."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ingestion.landing.record import LoadRecord


@click.group(
    name="files",
    help="Landed files: list them and their refused lines, replay a refused one, approve a held one.",
)
def command() -> None:
    """Group of the subcommands."""


def _show(record: "LoadRecord", with_warnings: bool = True) -> None:
    counts = f"{record.lines_loaded:,} loaded, {record.lines_quarantined:,} quarantined"
    click.echo(f"{record.landed_at[:16]}Z {record.status:<8} {record.load_id}  {record.file_name}  {counts}")
    for text in (record.reason, record.remedy, *(record.warnings if with_warnings else ())):
        if text:
            click.echo(f"    {text}")
    if record.warnings and not with_warnings:
        click.echo(f"    {len(record.warnings)} warning(s); --warnings shows them")


@command.command(name="list", help="List loads, newest first.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(["loaded", "refused", "held", "empty"]),
    help="Only these.",
)
@click.option("--source", help="Only this source.")
@click.option("--limit", default=50, show_default=True, help="At most so many.")
@click.option("--warnings", is_flag=True, help="Show what was accepted with a warning.")
def list_loads(statuses: tuple[str, ...], source: str | None, limit: int, warnings: bool) -> None:
    """Show one line a load, with its reason when it was refused or held."""
    from ingestion.landing.zone import LandingZone
    from orchestration.cli.context import settings_home

    home = settings_home()
    found = [
        record
        for record in reversed(LandingZone(home.landing).loads())
        if (not statuses or record.status in statuses) and source in (None, record.source)
    ]
    for record in found[:limit]:
        _show(record, warnings)
    if len(found) > limit:
        click.echo(f"… and {len(found) - limit} more; use --limit.")
    if not found:
        click.echo("No such load.")


@command.command(name="quarantine", help="List refused lines, newest first: where, which rule, what to do.")
@click.option("--source", help="Only this source.")
@click.option("--raw", is_flag=True, help="Show the text of the lines too; it may hold personal data.")
@click.option("--limit", default=50, show_default=True, help="At most so many.")
def quarantine(source: str | None, raw: bool, limit: int) -> None:
    """Read the landing zone, so that it works before anything was published."""
    import duckdb

    from orchestration.cli.context import settings_home

    folder = settings_home().landing / "quarantine"
    if not folder.is_dir():
        click.echo("Nothing was landed yet.")
        return
    with duckdb.connect() as con:
        found = con.execute(
            "select file_name, line, rule, reason, remedy, raw, count(*) over () from read_parquet($lines) "
            "where $source is null or source = $source order by landed_at desc, file_name, line limit $limit",
            {"lines": str(folder / "*.parquet"), "source": source, "limit": limit},
        ).fetchall()
    for file_name, line, rule, reason, remedy, text, _ in found:
        click.echo(f"{file_name}, line {line}: {rule}: {reason}\n    {remedy}")
        if raw:
            click.echo(f"    > {text}")
    if found and found[0][6] > limit:
        click.echo(f"… and {found[0][6] - limit} more; use --limit.")
    if not found:
        click.echo("No such line.")


@command.command(name="replay", help="Load kept bytes again after the contract was mended. ID as listed.")
@click.argument("identifier", metavar="ID")
def replay(identifier: str) -> None:
    """Load them under the contract as it is now."""
    from ingestion.landing.zone import LandingZone
    from orchestration.cli.context import configuration
    from orchestration.cli.exit_codes import Problem
    from orchestration.home_lock import hold_home
    from orchestration.moment import present

    found = configuration()
    zone = LandingZone(found.home.landing)
    matching = [
        record
        for record in zone.loads()
        if record.load_id == identifier or record.file_hash.startswith(identifier)
    ]
    contract = next((c for c in found.contracts if matching and c.source == matching[-1].source), None)
    if contract is None:
        raise Problem(
            f"No load of a declared source answers to {identifier}; `leadmill files list` shows them."
        )
    found.home.prepare()
    with hold_home(found.home.lock, "leadmill files replay"):
        _show(
            zone.replay(
                identifier, contract, present(found.home, found.company.time_zone), found.company.test_leads
            )
        )
    click.echo("`leadmill run` takes its rows into the marts.")


@command.command(name="approve", help="Release a held load. LOAD_ID as listed.")
@click.argument("load_id")
def approve(load_id: str) -> None:
    """Count it as landed now."""
    from ingestion.landing.zone import LandingZone
    from orchestration.cli.context import configuration
    from orchestration.home_lock import hold_home
    from orchestration.moment import present

    found = configuration()
    found.home.prepare()
    with hold_home(found.home.lock, "leadmill files approve"):
        _show(LandingZone(found.home.landing).approve(load_id, present(found.home, found.company.time_zone)))
    click.echo("`leadmill run` takes its rows into the marts.")
