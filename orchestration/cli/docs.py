"""`leadmill docs`: the data dictionary in two languages, and dbt's documentation, as files."""

import click

_HELP = """Write the data dictionary (English and Chinese) and dbt's documentation into LEADMILL_HOME/docs.

The pages need no server and no network: open them in a browser.
"""


@click.command(name="docs", help=_HELP)
def command() -> None:
    """Write all pages and say where they are."""
    from orchestration.cli.context import configuration

    found = configuration()
    from orchestration.dbt_manifest import manifest_json
    from orchestration.docs.dbt_site import write_dbt_site
    from orchestration.docs.dictionary import canonical_tables, published_tables
    from orchestration.docs.pages import html_page, markdown_page
    from orchestration.home_lock import hold_home
    from orchestration.resources import Installation

    home = found.home
    home.prepare()
    home.docs.mkdir(mode=0o700, exist_ok=True)
    title = f"Data dictionary / 数据字典 · {found.company.name.en} / {found.company.name.zh}"
    # dbt opens the warehouse for its catalogue, which a run would be in the way of.
    with hold_home(home.lock, "leadmill docs"):
        manifest = manifest_json(found, home)
        published, canonical = published_tables(manifest), canonical_tables()
        pages = {
            "data_dictionary.html": html_page(title, published, canonical),
            "data_dictionary.md": markdown_page(title, published, canonical),
        }
        for name, text in pages.items():
            (home.docs / name).write_text(text, encoding="utf-8")
            click.echo(str(home.docs / name))
        write_dbt_site(Installation(found, home), home.docs / "dbt.html")
        click.echo(str(home.docs / "dbt.html"))
