"""What a person decides about leads changes every count, and taking it back restores them."""

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
LEDGERS = ("fct_lead_events", "fct_lead_matches")
TOTALS = (
    "select count(*), count(*) filter (is_won), sum(record_count), sum(opportunity_count), "
    "sum(activity_count), sum(won_amount_base) from fct_leads"
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
    """What was published before, with the two decisions, and after they were taken back; what `explain` said.

    One decision makes two leads one, the other parts what a match weight had joined.
    """

    leads: tuple[str, str]
    weighed: tuple[str, str, str]
    totals: list[tuple[Any, ...]]
    of_weighed: list[list[tuple[Any, ...]]]
    marts: list[Marts]
    explained: str
    events: list[tuple[Any, ...]]
    ledger: list[tuple[Any, ...]]


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


@pytest.fixture(scope="module")
def story(sample_run: Home, tmp_path_factory: pytest.TempPathFactory) -> Story:
    home = copy_of(sample_run, tmp_path_factory.mktemp("decisions") / "home")
    (first, _), (second, _) = query(home, TWO_LEADS)
    ((record,),) = query(home, f"select lead_record_id from fct_lead_records where lead_id = '{second}'")
    ((weighed, stays, goes),) = query(home, WEIGHED_LEAD)
    totals, marts, of_weighed = [], [], []

    def note() -> None:
        totals.extend(query(home, TOTALS))
        # A record that a person put back says that a decision joined it, and no weight any more.
        records = query(home, "select * exclude (match_rule) from fct_lead_records order by all")
        marts.append({**published_rows(home), "fct_lead_records": records})
        of_weighed.append(_leads_of(home, stays, goes))

    def publish() -> None:
        outcome = run(installation_of(home.root, SAMPLE_CONFIG))
        assert outcome.success, (outcome.failures, outcome.checks_blocked)
        note()

    note()
    _decide(home, "merge", first, second, "--note", "one person, two jobs")
    _decide(home, "unmerge", weighed, goes)
    publish()
    explained = leadmill(home.root, "explain", record).stdout
    _decide(home, "unmerge", _lead_of(home, record), record)
    _decide(home, "merge", stays, goes)
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
