"""`leadmill report`: one report, built from the publication now."""

import click

_HELP = """Build one report from the published marts; with --send, queue its mails and deliver them.

NAME is funnel, roi or loss. A mail that went out before is not sent again; see `leadmill outbox resend`.

\b
  leadmill report funnel --period 2026-W47 --lang zh-CN
  leadmill report roi --period 2026-10 --send
"""


@click.command(name="report", help=_HELP)
@click.argument("name", type=click.Choice(["funnel", "roi", "loss"]))
@click.option(
    "--period",
    "code",
    help="A week such as 2026-W47, or a month such as 2026-10. Default: the last complete.",
)
@click.option("--lang", type=click.Choice(["zh-CN", "en"]), help="Default: all languages of the company.")
@click.option("--send/--no-send", default=False, show_default=True, help="Mail it to its subscribers.")
def command(name: str, code: str | None, lang: str | None, send: bool) -> None:
    """Build, and mail if asked."""
    from orchestration.cli.context import configuration, refuse_mixing
    from orchestration.cli.exit_codes import ExitCode, Problem

    found = configuration()
    refuse_mixing(found)
    from orchestration.notices import notify_of_mail
    from orchestration.reporting import (
        GRAINS,
        ReportRefused,
        cadence_of,
        due_period,
        languages_of,
        make_report,
        published_as_of,
        require_complete,
    )
    from orchestration.resources import Installation
    from reports.period import Period, PeriodError
    from reports.subscriptions import CADENCES

    installation = Installation(found, found.home)
    try:
        as_of = published_as_of(found.home)
        period = Period.parse(code) if code else due_period(installation, CADENCES[name][0], as_of)
        if cadence_of(period) not in CADENCES[name]:
            grains = " or ".join(GRAINS[cadence].value for cadence in CADENCES[name])
            raise Problem(f"The {name} report is made for a {grains}, not for {period.code}.", ExitCode.USAGE)
        require_complete(installation, period)
        languages = [lang] if lang else languages_of(installation, name, cadence_of(period))
        made = make_report(installation, name, period, languages, send)
    except PeriodError as error:
        raise Problem(str(error), ExitCode.USAGE) from error
    except ReportRefused as error:
        raise Problem(str(error)) from error
    for built in made.built:
        click.echo(built.subject)
    for path in made.files:
        click.echo(f"  {path}")
    for entry in made.mails:
        click.echo(f"  {entry.state}: {entry.key} {entry.detail}")
    notify_of_mail(installation, made.mails)
