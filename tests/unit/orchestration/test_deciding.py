"""A decision about leads or accounts becomes pairs of records that leave no way round it."""

from pathlib import Path

import pytest

from ingestion.landing.decisions import Entity, MatchDecision, Pair, Verdict
from orchestration import deciding
from orchestration.deciding import ACCOUNTS, LEADS, DecisionRefused, Meant
from tests.unit.orchestration.identity_marts import write_marts


def taken(sequence: int, decision: Verdict, *pairs: Pair, entity: Entity = "lead") -> MatchDecision:
    moment = "2026-05-07T00:00:00+00:00"
    return MatchDecision(f"d{sequence}", sequence, decision, pairs, moment, "wu", "", entity)


def pairs_to_merge(marts: Path, decisions: list[MatchDecision], one: str, other: str) -> list[Pair]:
    meant = deciding.pairs_to_merge(marts, decisions, one, other)
    assert meant.subject == LEADS
    return meant.pairs


def pairs_to_part(marts: Path, decisions: list[MatchDecision], lead: str, taken_out: list[str]) -> list[Pair]:
    meant = deciding.pairs_to_part(marts, decisions, lead, taken_out)
    assert meant.subject == LEADS
    return meant.pairs


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    write_marts(tmp_path / "marts.duckdb")
    return tmp_path / "marts.duckdb"


def test_each_record_of_the_one_is_merged_with_each_of_the_other(marts: Path) -> None:
    pairs = [("a:1", "c:1"), ("a:2", "c:1"), ("a:3", "c:1")]
    assert pairs_to_merge(marts, [], "Lc", "La") == pairs
    assert pairs_to_merge(marts, [], "a:3", "Lc") == pairs


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
        (
            "La",
            "Lx",
            "'Lx' is neither a lead nor an account of the publication, nor a record of one. Give an id",
        ),
        ("La", "a:2", "are one lead already, La; there is nothing to merge"),
        ("la", "Lb", "Did you mean La. Case and blanks count"),
        ("La", " b:1", "Did you mean b:1. Case and blanks count"),
        ("La", "La", "given twice"),
        (
            "La",
            "Ab",
            "La is a lead or a record of one, Ab is an account or a record of one; name two leads, or",
        ),
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
    merged = [taken(1, "same", ("a:1", "b:1"), ("a:2", "b:1"), ("a:3", "b:1"))]
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


def test_accounts_are_decided_about_in_the_same_way(marts: Path) -> None:
    assert deciding.pairs_to_merge(marts, [], "Ab", "crm:A1") == Meant(
        ACCOUNTS, [("crm:A1", "crm:A2"), ("crm:A2", "leads:k")]
    )
    assert deciding.pairs_to_part(marts, [], "Aa", ["leads:k"]) == Meant(ACCOUNTS, [("crm:A1", "leads:k")])
    merged = [taken(1, "same", ("crm:A1", "crm:A2"), ("crm:A2", "leads:k"), entity="account")]
    with pytest.raises(DecisionRefused, match="wu decided this already"):
        deciding.pairs_to_merge(marts, merged, "Aa", "Ab")
    assert deciding.pairs_to_part(marts, merged, "Aa", ["crm:A2"]).pairs == [*merged[0].pairs]
    # What was decided about leads of the same ids is no decision about accounts.
    of_leads = [taken(1, "same", *merged[0].pairs)]
    assert deciding.pairs_to_merge(marts, of_leads, "Aa", "Ab").pairs == [*merged[0].pairs]


def test_a_company_that_belongs_to_no_account_is_put_into_one(marts: Path) -> None:
    assert deciding.pairs_to_merge(marts, [], "leads:n", "Ab").pairs == [("crm:A2", "leads:n")]
    with pytest.raises(DecisionRefused, match=r"all records of account leads:n; .* another company's"):
        deciding.pairs_to_part(marts, [], "leads:n", ["leads:n"])


def test_an_id_of_both_kinds_must_be_told_apart(marts: Path) -> None:
    assert deciding.pairs_to_merge(marts, [], "c:1", "Lb").pairs == [("b:1", "c:1")]
    assert deciding.pairs_to_merge(marts, [], "c:1", "Ab").pairs == [("c:1", "crm:A2")]
    with pytest.raises(
        DecisionRefused, match=r"c:1 can be of leads and of accounts\. Say Lc for the lead, or Ac"
    ):
        deciding.pairs_to_part(marts, [], "c:1", ["c:1"])


def test_a_decision_about_a_record_that_is_gone_hinders_nothing(marts: Path) -> None:
    decisions = [taken(1, "same", ("a:1", "gone:1")), taken(2, "same", ("b:1", "gone:1"))]
    assert pairs_to_part(marts, decisions, "La", ["a:2"]) == [("a:1", "a:2"), ("a:2", "a:3")]
