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

Marts = Mapping[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Story:
    """What was published before, with the merge, and after it was taken back; and what `explain` said."""

    leads: tuple[str, str]
    totals: list[tuple[Any, ...]]
    marts: list[Marts]
    explained: str
    events: list[tuple[Any, ...]]
    ledger: list[tuple[Any, ...]]


def _decide_and_run(home: Home, *arguments: str) -> None:
    ended = leadmill(home.root, *arguments)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "`leadmill run` takes it into the marts." in ended.stdout
    outcome = run(installation_of(home.root, SAMPLE_CONFIG))
    assert outcome.success, (outcome.failures, outcome.checks_blocked)


@pytest.fixture(scope="module")
def story(sample_run: Home, tmp_path_factory: pytest.TempPathFactory) -> Story:
    home = copy_of(sample_run, tmp_path_factory.mktemp("decisions") / "home")
    (first, _), (second, _) = query(home, TWO_LEADS)
    ((record,),) = query(home, f"select lead_record_id from fct_lead_records where lead_id = '{second}'")
    totals, marts = query(home, TOTALS), [published_rows(home)]
    _decide_and_run(home, "merge", first, second, "--by", "wu", "--note", "one person, two jobs")
    totals += query(home, TOTALS)
    marts.append(published_rows(home))
    explained = leadmill(home.root, "explain", record).stdout
    _decide_and_run(home, "unmerge", *query(home, f"select lead_id, '{record}' from fct_lead_records "
                    f"where lead_record_id = '{record}'")[0], "--by", "wu")  # fmt: skip
    totals += query(home, TOTALS)
    marts.append(published_rows(home))
    return Story(
        leads=(first, second),
        totals=totals,
        marts=marts,
        explained=explained,
        events=query(
            home,
            "select event, from_lead_id, to_lead_id, record_count from fct_lead_events order by publication",
        ),
        ledger=query(
            home, "select outcome, reason, decided_by from fct_lead_matches where decision_id is not null"
        ),
    )


def test_a_merge_makes_two_leads_one_and_loses_nothing(story: Story) -> None:
    before, merged, _ = story.totals
    assert merged[:2] == (before[0] - 1, before[1] - 1)
    assert merged[2:] == before[2:]


def test_taking_it_back_restores_every_row_of_every_mart(story: Story) -> None:
    before, merged, after = story.marts
    assert set(after) == set(before)
    changed = {name for name in before if merged[name] != before[name]}
    assert {
        "fct_leads",
        "fct_lead_records",
        "fct_opportunities",
        "rpt_funnel_cohorts",
        "rpt_data_quality",
    } <= changed
    for name in sorted(set(before) - set(LEDGERS)):
        assert after[name] == before[name], name


def test_both_are_events_and_the_last_decision_stands_in_the_ledger(story: Story) -> None:
    merged, split = story.events
    survivor, gone = merged[2], merged[1]
    assert {survivor, gone} == set(story.leads)
    assert (merged[0], merged[3]) == ("merged", 1)
    assert split == ("split", survivor, gone, 1)
    assert story.ledger == [("apart", "human_different", "wu")]


def test_explain_names_who_decided(story: Story) -> None:
    assert "wu decided on" in story.explained
    assert "that they are the same person" in story.explained
