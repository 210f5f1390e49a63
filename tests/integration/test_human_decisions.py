"""What a person decides about leads and accounts changes every count, and taking it back restores them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from orchestration.home import Home
from orchestration.settings import SAMPLE_CONFIG
from tests.integration.conftest import copy_of
from tests.integration.running import installation_of, leadmill, published_rows, query, run

pytestmark = pytest.mark.integration

# They tell of the decisions themselves; all else must come back.
LEDGERS = ("fct_lead_events", "fct_lead_matches", "fct_account_matches")
TOTALS = (
    "select count(*), count(*) filter (is_won), sum(record_count), sum(opportunity_count), "
    "sum(activity_count), sum(won_amount_base) from fct_leads"
)
ACCOUNT_TOTALS = (
    "select count(*), sum(record_count), sum(crm_record_count), sum(lead_count), sum(contact_count), "
    "sum(opportunity_count), sum(won_count), sum(won_amount_base) from dim_accounts"
)
# Accounts that have none of the leads that are decided on.
OTHERS = (
    "account_id not in (select account_id from fct_leads where account_id is not null "
    "and lead_id in ({!r}, {!r}, {!r}))"
)
# Two customers in different places.
TWO_ACCOUNTS = (
    "select account_id from dim_accounts where is_in_crm and won_count > 0 and lead_count > 0 "
    f"and region is not null and {OTHERS} qualify row_number() over (partition by region "
    "order by won_amount_base desc, account_id) = 1 order by won_amount_base desc, account_id limit 2"
)
# A company with leads that a CRM has and that leads write in several ways, with the writing of most of them.
WRITTEN_ACCOUNT = (
    "select record.account_id, record.account_record_id from fct_account_records record "
    "join dim_accounts account using (account_id) "
    "where record.kind = 'leads' and account.crm_record_count > 0 and account.record_count > 2 "
    f"and account.opportunity_count > 0 and {OTHERS} "
    "order by record.lead_record_count desc, 2 limit 1"
)
# Two customers from different channels, with deals and follow-ups: their union shows in many marts.
TWO_LEADS = (
    "select lead_id, created_at from fct_leads where is_won and activity_count > 0 and record_count = 1 "
    "qualify row_number() over (partition by channel order by won_amount_base desc, lead_id) = 1 "
    "order by created_at, lead_id limit 2"
)
# A lead with a deal and follow-ups, of two records that their match weight joined.
WEIGHED_LEAD = (
    "select lead.lead_id, match.lead_record_id_l, match.lead_record_id_r from fct_leads lead "
    "join fct_lead_matches match on match.lead_id_l = lead.lead_id and match.lead_id_r = lead.lead_id "
    "where lead.record_count = 2 and match.outcome = 'merged' and match.reason = 'weight' "
    "and not lead.is_won and lead.opportunity_count > 0 and lead.activity_count > 0 "
    "order by lead.activity_count desc, 1 limit 1"
)

Marts = Mapping[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Story:
    """What was published before, with the decisions, and after they were taken back; what `explain` said.

    Of leads one decision makes two one, another parts what a match weight had joined; so with accounts, and
    what rules had joined.
    """

    leads: tuple[str, str]
    weighed: tuple[str, str, str]
    totals: list[tuple[Any, ...]]
    of_weighed: list[list[tuple[Any, ...]]]
    marts: list[Marts]
    explained: str
    events: list[tuple[Any, ...]]
    ledger: list[tuple[Any, ...]]
    accounts: tuple[str, str]
    written: tuple[str, str]
    account_totals: list[tuple[Any, ...]]
    of_accounts: list[list[tuple[Any, ...]]]
    account_ledger: list[tuple[Any, ...]]
    account_explained: str


def _decide(home: Home, *arguments: str) -> None:
    ended = leadmill(home.root, *arguments, "--by", "wu")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "`leadmill run` takes it into the marts." in ended.stdout


def _lead_of(home: Home, record: str) -> str:
    ((lead,),) = query(home, f"select lead_id from fct_lead_records where lead_record_id = '{record}'")
    return str(lead)


def _leads_of(home: Home, *records: str) -> list[tuple[Any, ...]]:
    return query(
        home,
        "select record_count, opportunity_count, activity_count from fct_leads where lead_id in "
        f"(select lead_id from fct_lead_records where lead_record_id in {records}) "
        "order by created_at, lead_id",
    )


def _accounts_of(home: Home, records: list[str]) -> list[tuple[Any, ...]]:
    return query(
        home,
        "select account_id, record_count, lead_count, contact_count, opportunity_count, won_count, "
        "won_amount_base from dim_accounts where account_id in (select account_id from fct_account_records "
        f"where account_record_id in {tuple(records)}) order by account_id",
    )


@pytest.fixture(scope="module")
def story(sample_run: Home, tmp_path_factory: pytest.TempPathFactory) -> Story:
    home = copy_of(sample_run, tmp_path_factory.mktemp("decisions") / "home")
    (first, _), (second, _) = query(home, TWO_LEADS)
    ((record,),) = query(home, f"select lead_record_id from fct_lead_records where lead_id = '{second}'")
    ((weighed, stays, goes),) = query(home, WEIGHED_LEAD)
    (one_account,), (other_account,) = query(home, TWO_ACCOUNTS.format(first, second, weighed))
    ((written, writing),) = query(home, WRITTEN_ACCOUNT.format(first, second, weighed))
    totals, marts, of_weighed = [], [], []
    account_totals, of_accounts = [], []
    records_of = {
        account: query(
            home,
            f"select account_record_id from fct_account_records where account_id = '{account}' order by all",
        )
        for account in (one_account, other_account, written)
    }

    def note() -> None:
        totals.extend(query(home, TOTALS))
        # A record that a person put back says that a decision joined it, and no weight any more.
        records = query(home, "select * exclude (match_rule) from fct_lead_records order by all")
        marts.append({**published_rows(home), "fct_lead_records": records})
        of_weighed.append(_leads_of(home, stays, goes))
        account_totals.extend(query(home, ACCOUNT_TOTALS))
        of_accounts.append(_accounts_of(home, [record for rows in records_of.values() for (record,) in rows]))

    def publish() -> None:
        outcome = run(installation_of(home.root, SAMPLE_CONFIG))
        assert outcome.success, (outcome.failures, outcome.checks_blocked)
        note()

    note()
    _decide(home, "merge", first, second, "--note", "one person, two jobs")
    _decide(home, "unmerge", weighed, goes)
    _decide(home, "merge", one_account, other_account, "--note", "renamed")
    _decide(home, "unmerge", written, writing)
    publish()
    explained = leadmill(home.root, "explain", record).stdout
    account_explained = leadmill(home.root, "explain", writing).stdout
    ((merged_account,),) = query(
        home,
        "select distinct account_id from fct_account_records where account_record_id in "
        f"('{records_of[one_account][0][0]}', '{records_of[other_account][0][0]}')",
    )
    _decide(home, "unmerge", _lead_of(home, record), record)
    _decide(home, "merge", stays, goes)
    younger = other_account if merged_account == one_account else one_account
    _decide(home, "unmerge", merged_account, *(record for (record,) in records_of[younger]))
    _decide(home, "merge", written, writing)
    publish()
    return Story(
        leads=(first, second),
        weighed=(weighed, stays, goes),
        totals=totals,
        of_weighed=of_weighed,
        marts=marts,
        explained=explained,
        events=query(home, "select event, from_lead_id, to_lead_id, record_count from fct_lead_events"),
        ledger=query(
            home,
            "select outcome, reason, decided_by, lead_record_id_l, lead_record_id_r from fct_lead_matches "
            "where decision_id is not null",
        ),
        accounts=(one_account, other_account),
        written=(written, writing),
        account_totals=account_totals,
        of_accounts=of_accounts,
        account_ledger=query(
            home,
            "select distinct outcome, rule, decided_by, account_id_l = account_id_r from fct_account_matches "
            "where decision_id is not null order by all",
        ),
        account_explained=account_explained,
    )


def test_a_merge_makes_two_leads_one_and_loses_nothing(story: Story) -> None:
    before, decided, _ = story.totals
    # One lead less by the merge, one more by the separation; only the merge was of customers.
    assert decided[:2] == (before[0], before[1] - 1)
    assert decided[2:] == before[2:]


def test_parting_what_a_match_weight_joined_shares_out_every_count(story: Story) -> None:
    ((records, deals, activities),), parted, again = story.of_weighed
    assert records == 2
    assert deals > 0 and activities > 0
    assert [row[0] for row in parted] == [1, 1]
    assert tuple(sum(column) for column in zip(*parted, strict=True)) == (records, deals, activities)
    assert again == [(records, deals, activities)]


def test_taking_both_back_restores_every_row_of_every_mart(story: Story) -> None:
    before, decided, after = story.marts
    assert set(after) == set(before)
    changed = {name for name in before if decided[name] != before[name]}
    assert {
        "fct_leads",
        "fct_lead_records",
        "fct_opportunities",
        "rpt_funnel_cohorts",
        "rpt_roi",
    } <= changed
    for name in sorted(set(before) - set(LEDGERS)):
        assert after[name] == before[name], name


def test_all_are_events_and_the_last_decisions_stand_in_the_ledger(story: Story) -> None:
    weighed, stays, goes = story.weighed
    ours = [event for event in story.events if set(event[1:3]) == set(story.leads)]
    (merged,) = [event for event in ours if event[0] == "merged"]
    survivor, gone = merged[2], merged[1]
    assert sorted(ours) == [("merged", gone, survivor, 1), ("split", survivor, gone, 1)]
    theirs = sorted(event for event in story.events if event not in ours)
    assert [event[0] for event in theirs] == ["merged", "split"]
    assert all(weighed in event[1:3] and event[3] == 1 for event in theirs)
    assert {row[:3] for row in story.ledger} == {
        ("apart", "human_different", "wu"),
        ("merged", "human_same", "wu"),
    }
    assert {row[3:] for row in story.ledger if row[0] == "merged"} == {(stays, goes)}


def test_explain_names_who_decided(story: Story) -> None:
    assert "wu decided on" in story.explained
    assert "that they are the same person" in story.explained


def test_accounts_that_a_person_joined_or_parted_share_out_every_count(story: Story) -> None:
    before, decided, after = story.account_totals
    # One account less by the merge, one more by the separation.
    assert decided == before == after
    apart, joined, again = ({row[0]: row[1:] for row in rows} for rows in story.of_accounts)
    assert again == apart
    one, other = story.accounts
    (merged,) = {one, other} & set(joined)
    assert joined[merged] == tuple(sum(column) for column in zip(apart[one], apart[other], strict=True))
    written, _ = story.written
    (parted,) = set(joined) - set(apart) or {written}
    # What its first record takes along keeps the id; the other part is new.
    parts = [joined[account] for account in {written, parted} if account in joined]
    assert len(parts) == 2
    assert tuple(sum(column) for column in zip(*parts, strict=True)) == apart[written]
    assert all(leads > 0 for _, leads, *_ in parts)


def test_decisions_about_accounts_stand_in_their_ledger_and_are_explained(story: Story) -> None:
    assert story.account_ledger == [
        ("apart", "human_different", "wu", False),
        ("merged", "human_same", "wu", True),
    ]
    assert "wu decided on" in story.account_explained
    assert "that they are different companies" in story.account_explained
