"""A decision about leads becomes pairs of records that leave no way round it."""

from pathlib import Path

import pytest

from ingestion.landing.decisions import MatchDecision, Pair, Verdict
from orchestration.deciding import DecisionRefused, pairs_to_merge, pairs_to_part
from tests.unit.orchestration.identity_marts import write_marts


def taken(sequence: int, decision: Verdict, *pairs: Pair) -> MatchDecision:
    return MatchDecision(f"d{sequence}", sequence, decision, pairs, "2026-05-07T00:00:00+00:00", "wu", "")


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    write_marts(tmp_path / "marts.duckdb")
    return tmp_path / "marts.duckdb"


def test_two_leads_are_merged_by_their_oldest_records(marts: Path) -> None:
    assert pairs_to_merge(marts, [], "Lc", "La") == [("a:1", "c:1")]


def test_records_that_are_named_are_the_pair(marts: Path) -> None:
    assert pairs_to_merge(marts, [], "a:3", "Lc") == [("a:3", "c:1")]


def test_a_merge_takes_back_every_decision_that_stands_against_it(marts: Path) -> None:
    decisions = [
        taken(1, "different", ("a:1", "b:1"), ("a:2", "b:1"), ("a:3", "b:1")),
        taken(2, "same", ("a:2", "b:1")),
        taken(3, "different", ("a:1", "c:1")),
    ]
    assert pairs_to_merge(marts, decisions, "La", "Lb") == [("a:1", "b:1"), ("a:3", "b:1")]


def test_records_that_leave_part_from_each_that_stays(marts: Path) -> None:
    assert pairs_to_part(marts, [], "La", ["a:2"]) == [("a:1", "a:2"), ("a:2", "a:3")]
    assert pairs_to_part(marts, [], "La", ["a:3", "a:1"]) == [("a:1", "a:2"), ("a:2", "a:3")]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("La", "Lx", "'Lx' is neither a lead nor a lead record of the publication. Give an id as fct_leads"),
        ("La", "a:2", "are one lead already, La; there is nothing to merge"),
        ("la", "Lb", "Did you mean La. Case and blanks count"),
        ("La", " b:1", "Did you mean b:1. Case and blanks count"),
        ("La", "La", "given twice"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(marts: Path, one: str, other: str, message: str) -> None:
    with pytest.raises(DecisionRefused, match=message):
        pairs_to_merge(marts, [], one, other)


@pytest.mark.parametrize(
    ("lead", "records", "message"),
    [
        ("Lx", ["a:1"], "'Lx' is neither"),
        ("A: 1", ["a:2"], "Did you mean a:1."),
        ("La", ["b:1"], "b:1 is not in lead La. Its records are a:1, a:2, a:3"),
        ("La", ["a:1", "a:2", "a:3"], "all records of lead La"),
        ("Lb", ["b:1"], "all records of lead Lb"),
    ],
)
def test_a_separation_that_makes_no_sense_is_refused(
    marts: Path, lead: str, records: list[str], message: str
) -> None:
    with pytest.raises(DecisionRefused, match=message):
        pairs_to_part(marts, [], lead, records)


def test_what_was_decided_is_not_decided_again(marts: Path) -> None:
    merged = [taken(1, "same", ("a:1", "b:1"))]
    with pytest.raises(
        DecisionRefused, match=r"wu decided this already on 2026-05-07, decision d1; `leadmill run`"
    ):
        pairs_to_merge(marts, merged, "La", "Lb")
    parted = [taken(1, "different", ("a:1", "a:2"), ("a:2", "a:3"))]
    with pytest.raises(DecisionRefused, match="wu decided this already"):
        pairs_to_part(marts, parted, "La", ["a:2"])
    # Once the opposite was decided, it is news again.
    assert pairs_to_merge(marts, [*merged, taken(2, "different", ("a:1", "b:1"))], "La", "Lb") == [
        ("a:1", "b:1")
    ]


def test_a_decision_is_taken_back_before_any_run(marts: Path) -> None:
    merged = [taken(1, "same", ("a:1", "b:1"))]
    assert pairs_to_part(marts, merged, "La", ["b:1"]) == [("a:1", "b:1"), ("a:2", "b:1"), ("a:3", "b:1")]
    parted = [taken(1, "different", ("a:1", "a:2"), ("a:2", "a:3"))]
    assert pairs_to_merge(marts, parted, "La", "a:2") == [("a:1", "a:2"), ("a:2", "a:3")]
    assert pairs_to_merge(marts, parted, "a:1", "a:2") == [("a:1", "a:2")]
    with pytest.raises(DecisionRefused, match="one lead already"):
        pairs_to_merge(marts, parted, "a:1", "a:3")
