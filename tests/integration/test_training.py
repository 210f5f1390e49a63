"""The dbt project's comparisons, as training reads them, on the sample company."""

import pytest

from orchestration.dbt_manifest import parse_variables
from orchestration.home import Home
from orchestration.matching.comparisons import Comparison, read_comparisons
from orchestration.matching.patterns import read_patterns
from orchestration.matching.records import open_records, proposed_pairs, read_thresholds
from orchestration.seeds import DEFAULT_SEEDS
from orchestration.settings import SAMPLE_CONFIG
from tests.integration.conftest import copy_of
from tests.integration.running import installation_of

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def comparisons(sample_run: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, ...]:
    home = copy_of(sample_run, tmp_path_factory.mktemp("training") / "home")
    company = installation_of(home.root, SAMPLE_CONFIG).configuration.company
    return read_comparisons(home, parse_variables(home, company), DEFAULT_SEEDS / "match_parameters.csv")


def test_the_levels_of_the_pairs_are_those_of_the_seed(
    comparisons: tuple[Comparison, ...], sample_run: Home
) -> None:
    with open_records(sample_run.warehouse) as connection:
        patterns = read_patterns(connection, proposed_pairs(connection), comparisons)
        assert set(read_thresholds(connection)) >= {"merge", "review"}
    assert patterns.counts.sum() > 10_000
    for found in comparisons:
        listed = {-1, *(level.number for level in found.levels)}
        assert set(patterns.levels[found.name].tolist()) <= listed, found.name


def test_the_strongest_level_means_the_same_key(
    comparisons: tuple[Comparison, ...], sample_run: Home
) -> None:
    # Training counts how often that happens by chance from the frequencies of the keys.
    with open_records(sample_run.warehouse) as connection:
        for found in comparisons:
            if found.name in ("person", "company", "email", "phone", "birth_date"):
                key = f"{found.name}_key"
                is_same, is_strongest = f'"{key}_l" = "{key}_r"', f"({found.sql}) = {found.strongest}"
                same, strongest, both = connection.execute(
                    f"select count(*) filter ({is_same}), count(*) filter ({is_strongest}), "
                    f"count(*) filter ({is_same} and {is_strongest}) from {proposed_pairs(connection)}"
                ).fetchall()[0]
                assert both == strongest, found.name
                # A name of one word is the same in many persons, and a number may be a company's.
                assert both >= 0.99 * same, found.name
