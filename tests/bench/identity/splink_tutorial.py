"""Run as a child: leads by Splink, set up as its tutorial does it for data of this kind, what Leadmill is
compared with.

`python -m tests.bench.identity.splink_tutorial KIND SOURCE OUT` writes lead_record_id and lead_id to the
Parquet file OUT. KIND is one of `KINDS`: the two public sets with the settings of Splink's own
demonstrations (docs/demos/examples/duckdb of its repository: accuracy_analysis_from_labels_column, febrl3) on
the raw columns, SOURCE being the csv file; leads with its comparison library on the standardised records,
SOURCE being the built warehouse.
"""

import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


@dataclass(frozen=True)
class Kind:
    """How Splink is set up for data of one kind.

    Attributes:
        records: SQL that gives the records; `{source}` is filled in.
        comparisons: how records are compared.
        blocking: pairs that share one of these are scored.
        certain: rules that find pairs of one person alone, and the share of all such pairs that they find.
        trained_on: blocks for expectation maximisation.
        random_pairs: pairs drawn to learn what happens by chance.
        threshold: pairs of at least this probability are clustered.
    """

    records: str
    comparisons: tuple[Any, ...]
    blocking: tuple[Any, ...]
    certain: tuple[tuple[Any, ...], float]
    trained_on: tuple[Any, ...]
    random_pairs: float
    threshold: float = 0.9


KINDS = {
    "fake_1000": Kind(
        records="select 'fake_1000:' || unique_id as lead_record_id, first_name, surname, dob, city, email "
        "from read_csv('{source}', all_varchar = true)",
        comparisons=(
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ),
        blocking=(block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email")),
        certain=(
            (
                "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
                "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
                "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
                block_on("email"),
            ),
            0.7,
        ),
        trained_on=(block_on("dob"), block_on("email"), block_on("first_name", "surname")),
        random_pairs=1e6,
    ),
    "febrl3": Kind(
        records="select 'febrl3:' || trim(rec_id) as lead_record_id, "
        "nullif(trim(given_name), '') as given_name, "
        "nullif(trim(surname), '') as surname, nullif(trim(street_number), '') as street_number, "
        "nullif(trim(postcode), '') as postcode, nullif(trim(date_of_birth), '') as date_of_birth, "
        "nullif(trim(soc_sec_id), '') as soc_sec_id "
        "from read_csv('{source}', all_varchar = true, normalize_names = true)",
        comparisons=(
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ),
        blocking=(
            block_on("soc_sec_id"),
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
        ),
        certain=(
            (
                block_on("soc_sec_id"),
                block_on("given_name", "surname", "date_of_birth"),
                "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
            ),
            0.9,
        ),
        trained_on=(block_on("date_of_birth"), block_on("postcode")),
        random_pairs=1e6,
    ),
    "leads": Kind(
        records="select lead_record_id, full_name, company, email, phone_e164, title "
        "from warehouse.intermediate.int_lead_records_standardised",
        comparisons=(
            cl.NameComparison("full_name"),
            cl.JaroWinklerAtThresholds("company", [0.95, 0.88]),
            cl.EmailComparison("email"),
            cl.LevenshteinAtThresholds("phone_e164", 1),
            cl.ExactMatch("title").configure(term_frequency_adjustments=True),
        ),
        blocking=(
            block_on("email"),
            block_on("phone_e164"),
            block_on("company", "substr(full_name, 1, 3)"),
            block_on("full_name", "substr(company, 1, 5)"),
        ),
        certain=((block_on("email"), block_on("phone_e164", "full_name")), 0.7),
        trained_on=(block_on("email"), block_on("full_name", "company")),
        random_pairs=1e7,
    ),
}


def run(kind: Kind, source: Path, out: Path) -> None:
    """Train on the records themselves, score the blocked pairs, and cluster."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 2; set memory_limit = '3GB'")
        if source.suffix == ".duckdb":
            connection.execute(f"attach '{source}' as warehouse (read_only)")
        connection.execute(f"create table records as {kind.records.format(source=source)}")
        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="lead_record_id",
            comparisons=list(kind.comparisons),
            blocking_rules_to_generate_predictions=list(kind.blocking),
            retain_matching_columns=False,
        )
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register("records"), settings, log_level=logging.ERROR)
        rules, recall = kind.certain
        linker.training.estimate_probability_two_random_records_match(list(rules), recall=recall)
        linker.training.estimate_u_using_random_sampling(max_pairs=kind.random_pairs, seed=1)
        for block in kind.trained_on:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block, estimate_without_term_frequencies=True
            )
        pairs = linker.inference.predict(threshold_match_probability=kind.threshold)
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=kind.threshold
        )
        connection.execute(
            f"copy (select lead_record_id, cluster_id as lead_id from {clusters.physical_name}) "
            f"to '{out}' (format parquet)"
        )


if __name__ == "__main__":
    run(KINDS[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3]))
