"""Training finds the parameters that a made-up population was drawn with, without being told who is whom."""

import math
from pathlib import Path

import pytest

from orchestration.matching.estimate import NothingToLearn, train
from orchestration.matching.parameters import Doubt, Training
from orchestration.matching.patterns import read_patterns
from orchestration.matching.records import open_records, proposed_pairs
from tests.unit.orchestration.matching.planted import (
    COMPARISONS,
    PERSONS,
    SAME,
    VALUES,
    comparison,
    write_warehouse,
)

RANDOM_PAIRS = 500_000
# The level 2 of the title never comes.
TOLD = tuple(
    comparison("title", levels=(1, 2, 0)) if found.name == "title" else found for found in COMPARISONS
)


def train_on(warehouse: Path) -> Training:
    with open_records(warehouse) as connection:
        return train(
            connection, TOLD, read_patterns(connection, proposed_pairs(connection), TOLD), RANDOM_PAIRS
        )


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("planted") / "warehouse.duckdb")


@pytest.fixture(scope="module")
def training(warehouse: Path) -> Training:
    return train_on(warehouse)


def test_shares_among_pairs_of_one_person_are_found(training: Training) -> None:
    for name, share in SAME.items():
        m = training.parameters.shares[name][1].m
        assert m is not None
        assert abs(m - share) < 0.03, name


def test_shares_among_pairs_of_two_persons_are_those_of_chance(training: Training) -> None:
    for name in ("person", "company", "title"):
        u = training.parameters.shares[name][1].u
        assert abs(math.log2(u * VALUES[name])) < 0.3, name


def test_one_address_is_hardly_ever_two_persons(training: Training) -> None:
    # By chance 1 in 50,000 pairs; a sample would mostly see pairs of one person, 1 in 11,000.
    for name in ("email", "phone"):
        assert training.parameters.shares[name][1].u < 1 / 30_000


def test_the_prior_is_the_share_of_pairs_of_one_person(training: Training) -> None:
    # As far as blocking proposes them: 98.8 % agree in e-mail, phone or company.
    records = 2 * PERSONS
    assert training.records == records
    assert training.parameters.prior == pytest.approx(PERSONS / (records * (records - 1) / 2), rel=0.05)


def test_each_block_estimates_what_it_was_not_chosen_by(training: Training) -> None:
    estimated = {session.block: set(session.estimated) for session in training.sessions}
    assert estimated == {
        "email": {"person", "company", "phone", "title"},
        "phone": {"person", "company", "email", "title"},
        "company_person": {"email", "phone", "title"},
    }
    for session in training.sessions:
        assert session.shares[-1] > session.shares[0], session.block


def test_a_level_that_nobody_shows_is_worth_nothing_and_is_named(training: Training) -> None:
    assert training.parameters.weight("title", 2) == 0
    assert training.doubts == (Doubt("unseen", "title", 2),)


def test_the_same_warehouse_gives_the_same_model(warehouse: Path, training: Training) -> None:
    assert train_on(warehouse) == training


def test_a_handful_of_records_gives_no_certainty(tmp_path: Path) -> None:
    few = train_on(write_warehouse(tmp_path / "warehouse.duckdb", persons=4))
    assert (few.records, few.random_pairs) == (8, 28)
    assert 1 / 28 <= few.parameters.prior <= 0.5
    # Half a pair of 28 at least is thought to agree by chance, unless the values say how many do.
    assert max(few.parameters.weight(found.name, 1) for found in TOLD) < math.log2(28 / 0.03)


def test_without_a_shared_address_or_number_there_is_nothing_to_learn(tmp_path: Path) -> None:
    empty = write_warehouse(tmp_path / "warehouse.duckdb", with_keys=False)
    with pytest.raises(NothingToLearn, match="Train when more leads have landed"):
        train_on(empty)
