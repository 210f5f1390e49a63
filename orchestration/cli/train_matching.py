"""`leadmill train-matching`: estimate what agreement is worth, on the company's own leads."""

import click

_HELP = """Estimate the match parameters on the leads in the warehouse, without labels.

Writes match_parameters.csv into the company's seeds folder, where the next run takes it from, and beside it
a report with charts, match_parameters.en.html and match_parameters.zh-CN.html: look at it before you run.
Training repeats: the same warehouse gives the same files. Train again when the number of leads has grown
tenfold, or when a source with other habits has come.

\b
Exit codes: 0 done; 1 failed, as before the first run; 2 wrong usage or configuration.
"""


@click.command(name="train-matching", help=_HELP)
@click.option(
    "--random-pairs", default=10_000_000, show_default=True, help="Pairs drawn to learn chance agreement."
)
@click.option(
    "--version", "model_version", required=True, help="Name of these parameters, kept with every match."
)
def command(random_pairs: int, model_version: str) -> int:
    """Train and write the seed."""
    from orchestration.cli.context import configuration
    from orchestration.dbt_manifest import parse_variables
    from orchestration.matching.comparisons import read_comparisons
    from orchestration.matching.estimate import NothingToLearn, train
    from orchestration.matching.patterns import read_patterns
    from orchestration.matching.records import open_records, own_pairs, proposed_pairs, read_thresholds
    from orchestration.matching.report import TrainingReport, render
    from orchestration.matching.scores import score
    from orchestration.matching.seed import FILE_NAME, seed_text
    from orchestration.seeds import DEFAULT_SEEDS
    from reports.locales.catalogue import LANGUAGES

    found = configuration()
    warehouse, labels = found.home.warehouse, DEFAULT_SEEDS / FILE_NAME
    if not warehouse.is_file():
        raise click.ClickException("There is no warehouse to learn from yet; run `leadmill run` first.")
    comparisons = read_comparisons(found.home, parse_variables(found.home, found.company), labels)
    try:
        with open_records(warehouse) as connection:
            proposed = read_patterns(connection, proposed_pairs(connection), comparisons)
            own = read_patterns(connection, own_pairs(connection), comparisons)
            training = train(connection, comparisons, proposed, random_pairs)
            scores = score(training.parameters, proposed, own, read_thresholds(connection))
    except NothingToLearn as error:
        raise click.ClickException(str(error)) from error
    target = found.company_seeds / FILE_NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(seed_text(labels, training.parameters, model_version), encoding="utf-8")
    names = {"en": found.company.name.en, "zh-CN": found.company.name.zh}
    report = TrainingReport(names, model_version, comparisons, training, scores)
    click.echo(f"Learnt from {training.records:,} lead records: {target}")
    for language in LANGUAGES:
        page = target.with_suffix(f".{language}.html")
        page.write_text(render(report, language), encoding="utf-8")
        click.echo(f"Report: {page}")
    return 0
