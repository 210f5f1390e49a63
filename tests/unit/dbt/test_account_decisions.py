"""What people decide about accounts stands, whatever rules say, and taking it back leaves nothing behind."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.dbt.account_world import AccountWorld, Decision


def lead(record: str, company: str, email: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"record": record, "company": company, "email": email, **fields}


# One company by domain (crm:a1 to crm:a4), namesakes in two places and what may be of either, a company in
# two scripts that one person's records link, and two that have nothing to do with each other.
ACCOUNTS = [
    {"id": "crm:a1", "name": "苏州恒达电子有限公司", "domain": "hengda.example", "day": 1},
    {"id": "crm:a2", "name": "恒达电子", "domain": "hengda.example", "day": 2},
    {"id": "crm:a3", "name": "Hengda Electronics", "domain": "hengda.example", "day": 3},
    {"id": "crm:a4", "name": "恒達電子（蘇州）股份有限公司", "domain": "hengda.example", "day": 4},
    {"id": "crm:m1", "name": "上海明源机械有限公司", "day": 1},
    {"id": "crm:m2", "name": "武汉明源机械有限公司", "day": 2},
    {"id": "crm:z1", "name": "西安卓尔阀门有限公司", "domain": "zhuoer.example", "day": 3},
    {"id": "crm:k1", "name": "Kestrel Energy Ltd.", "domain": "kestrel.example", "day": 3},
    {"id": "crm:k2", "name": "Redwater Foods Inc.", "domain": "redwater.example", "day": 4},
]
LEADS = [
    lead("w:m3", "明源机械有限公司", day=3),
    lead("w:z2", "Xi'an Zhuoer Valve Co., Ltd.", day=4, lead="zhou"),
    lead("w:z3", "西安卓尔阀门有限公司", "zhou@zhuoer.example", day=4, lead="zhou"),
]
RECORDS = tuple(account["id"] for account in ACCOUNTS)


class Decided:
    """The world above after some decisions."""

    def __init__(self, decisions: Sequence[Decision] = (), leads: Sequence[dict[str, Any]] = LEADS) -> None:
        self.world = AccountWorld(leads, ACCOUNTS, decisions=decisions)
        self.accounts = self.world.accounts()
        self.writings = dict(
            self.world.query(
                "select lead_record_id, account_record_id from int_lead_records_companies "
                "join int_company_records using (company_hash)"
            )
        )
        self.ledger = self.world.query(
            "select rule, outcome, decision_id is not null from fct_account_matches"
        )
        self._check_ledger()

    def of(self, record: str) -> list[str]:
        """The company records of the account that a record is in."""
        account = self.accounts[record]
        return [
            name
            for (name,) in self.world.query(
                "select account_record_id from int_company_records_resolved "
                f"where account_id = '{account}' order by 1"
            )
        ]

    def state(self) -> list[tuple[Any, ...]]:
        """Everything that accounts say, but for the ledger."""
        return [
            row
            for model in ("int_accounts_merged", "int_account_hints", "int_leads_linked_to_accounts")
            for row in self.world.query(f"select * from {model} order by all")
        ]

    def _check_ledger(self) -> None:
        """Its merged pairs lead to the accounts exactly, and what a person set apart is apart."""
        rows = self.world.query(
            "select account_record_id_l, account_record_id_r, account_id_l, account_id_r, outcome, rule "
            "from fct_account_matches"
        )
        pairs = [row[:2] for row in rows]
        assert len(set(pairs)) == len(pairs)
        group = {
            record: record
            for (record,) in self.world.query(
                "select account_record_id from int_company_records_resolved where account_id is not null"
            )
        }
        for one, other, one_account, other_account, outcome, rule in rows:
            assert (outcome == "merged") == (one_account == other_account and one_account is not None)
            assert rule != "human_different" or one_account != other_account or one_account is None
            if outcome == "merged":
                old, new = group[one], group[other]
                group = {record: new if label == old else label for record, label in group.items()}
        accounts = self.world.query("select count(distinct account_id) from int_company_records_resolved")
        assert [(len(set(group.values())),)] == accounts

    def close(self) -> None:
        """Close the connection."""
        self.world.close()


def across(verdict: str, ones: Sequence[str], others: Sequence[str]) -> list[Decision]:
    """What a merge or a separation records: each with each."""
    return [(verdict, one, other) for one, other in itertools.product(ones, others) if one != other]


@pytest.fixture(scope="module")
def undecided() -> Iterator[Decided]:
    decided = Decided()
    yield decided
    decided.close()


def test_without_decisions_rules_decide(undecided: Decided) -> None:
    accounts = undecided.accounts
    assert len({accounts[record] for record in ("crm:a1", "crm:a2", "crm:a3", "crm:a4")}) == 1
    assert len({accounts[record] for record in RECORDS}) == 6
    assert accounts["w:m3"] is None
    assert accounts["w:z2"] == accounts["w:z3"] == accounts["crm:z1"]
    assert not any(is_human for _, _, is_human in undecided.ledger)


def test_two_that_contradict_each_other_are_one_when_a_person_says_so(undecided: Decided) -> None:
    for one, other in (("crm:m1", "crm:m2"), ("crm:k1", "crm:k2"), ("crm:a1", "crm:z1")):
        decided = Decided(across("same", undecided.of(one), undecided.of(other)))
        assert decided.accounts[one] == decided.accounts[other] == undecided.accounts[one]
        assert set(decided.of(one)) >= {*undecided.of(one), *undecided.of(other)}
        assert {row[1] for row in decided.ledger if row[0] == "human_same"} == {"merged"}
        decided.close()


def test_what_leaves_an_account_leaves_it_together_and_the_older_keep_the_id(undecided: Decided) -> None:
    taken_out = ["crm:a3", "crm:a4"]
    decided = Decided(across("different", taken_out, ["crm:a1", "crm:a2"]))
    assert decided.of("crm:a1") == ["crm:a1", "crm:a2"]
    assert decided.of("crm:a3") == taken_out
    assert decided.accounts["crm:a1"] == undecided.accounts["crm:a1"]
    decided.close()


def test_a_link_that_was_parted_is_so_for_every_record_of_the_two(undecided: Decided) -> None:
    latin = undecided.writings["w:z2"]
    staying = [record for record in undecided.of("crm:z1") if record != latin]
    decided = Decided(across("different", [latin], staying))
    assert decided.accounts["w:z2"] != decided.accounts["w:z3"] == decided.accounts["crm:z1"]
    decided.close()


def test_no_chain_brings_back_what_a_person_parted(undecided: Decided) -> None:
    """What comes later is by its domain of both; it goes to the larger part, and joins them not."""
    newcomer = lead("w:a5", "恒达电子有限公司", "li@hengda.example", day=5)
    parting = across("different", ["crm:a4"], ["crm:a1", "crm:a2", "crm:a3"])
    decided = Decided(parting, [*LEADS, newcomer])
    assert decided.accounts["w:a5"] == decided.accounts["crm:a1"] != decided.accounts["crm:a4"]
    assert ("group", "merged", False) in decided.ledger
    assert ("group", "apart", False) in decided.ledger
    # Neither does a third that a person put to both.
    both = [*parting, ("same", "crm:k1", "crm:a1"), ("same", "crm:k1", "crm:a4")]
    chained = Decided(both)
    assert chained.accounts["crm:a1"] != chained.accounts["crm:a4"]
    decided.close()
    chained.close()


def test_a_company_that_may_be_either_is_put_to_one_and_back(undecided: Decided) -> None:
    unclear = undecided.writings["w:m3"]
    put = Decided([("same", unclear, "crm:m2")])
    assert put.accounts["w:m3"] == put.accounts["crm:m2"] != put.accounts["crm:m1"]
    assert put.world.query(
        "select account_id, rule from int_leads_linked_to_accounts where lead_id = 'w:m3'"
    ) == [(put.accounts["crm:m2"], "decision")]
    back = Decided([("same", unclear, "crm:m2"), ("different", unclear, "crm:m2")])
    assert back.accounts == undecided.accounts
    assert ("human_different", "apart", True) in back.ledger
    put.close()
    back.close()


def test_a_decision_about_a_record_that_is_gone_changes_nothing(undecided: Decided) -> None:
    gone = Decided([("same", "crm:gone", "crm:a1"), ("different", "crm:gone", "crm:a2")])
    assert gone.state() == undecided.state()
    gone.close()


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_what_was_decided_and_taken_back_leaves_nothing_behind(
    undecided: Decided, data: st.DataObject
) -> None:
    """A merge and its unmerge, an unmerge and its merge: every account, hint and link is as before."""
    one = data.draw(st.sampled_from(RECORDS))
    whole = undecided.of(one)
    others = [record for record in RECORDS if record not in whole]
    if len(whole) > 1 and data.draw(st.booleans()):
        out = data.draw(st.lists(st.sampled_from(whole), min_size=1, max_size=len(whole) - 1, unique=True))
        pairs = (out, [record for record in whole if record not in out])
        verdicts = ["different", "same"]
    else:
        pairs = (whole, undecided.of(data.draw(st.sampled_from(others))))
        verdicts = ["same", "different"]
    decided = Decided(across(verdicts[0], *pairs))
    ones, rest = ({decided.accounts.get(record) for record in side if record in RECORDS} for side in pairs)
    if verdicts[0] == "same":
        assert len(ones | rest) == 1
    else:
        assert not ones & rest
    again = Decided([*across(verdicts[0], *pairs), *across(verdicts[1], *pairs)])
    assert again.state() == undecided.state()
    assert again.accounts == undecided.accounts
    decided.close()
    again.close()
