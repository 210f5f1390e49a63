"""A pull: what it asks for, what it lands, what it proves, and what a kill leaves behind."""

import json
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.landing.errors import LandingError
from ingestion.pulling.ledger import PullLedger
from tests.unit.ingestion.pulling.made import START, FakeResource, Pulls, contract


@pytest.fixture
def pulls(tmp_path: Path) -> Pulls:
    return Pulls(tmp_path / "landing")


def system(pulls: Pulls, leads: int = 5, **kind: bool) -> FakeResource:
    resource = FakeResource(pulls.clock, **kind)
    for number in range(leads):
        resource.put(f"L{number}")
    return resource


def test_the_first_pull_asks_for_everything_and_the_next_for_changes_with_an_overlap(pulls: Pulls) -> None:
    resource = system(pulls)
    first = pulls.pull(resource)
    assert (first.since, first.certificate.new, first.certificate.reported) == (None, 5, 5)
    assert first.certificate.counted_by == "system"
    resource.put("L1", "Li Na")
    resource.put("L9")
    second = pulls.pull(resource)
    assert resource.windows[-1].since == START + timedelta(hours=1) - timedelta(minutes=10)
    assert (second.certificate.updated, second.certificate.new) == (1, 1)
    assert len(pulls.lines()) == 7


def test_a_line_is_the_record_and_what_it_says(pulls: Pulls) -> None:
    pulls.pull(system(pulls, 1))
    (line,) = pulls.lines()
    said = json.loads(line)
    envelope = said.pop("_leadmill")
    assert said == {"id": "L0", "name": "Wang Fang"}
    assert envelope == {
        "id": "L0",
        "op": "upsert",
        "changed_at": "2026-11-01T08:00:00+00:00",
        "merged_into": None,
    }


def test_nothing_new_makes_a_record_and_no_load(pulls: Pulls) -> None:
    resource = system(pulls)
    pulls.pull(resource)
    again = pulls.pull(resource, is_full=True)
    assert again.load_id is None
    assert again.is_proven
    assert (again.certificate.unchanged, again.certificate.new) == (5, 0)
    assert len(pulls.zone.loads()) == 1


def test_a_lost_record_is_found_by_its_id_and_read_again(pulls: Pulls) -> None:
    resource = system(pulls)
    resource.lost["L3"] = 1
    record = pulls.pull(resource)
    assert record.is_proven
    assert record.certificate.counted_by == "ids"
    assert "read again 1 time" in record.certificate.explanation
    assert len(pulls.lines()) == 5


def test_what_cannot_be_read_is_not_proven_and_asked_for_again(pulls: Pulls) -> None:
    resource = system(pulls)
    pulls.pull(resource)
    resource.put("L5")
    resource.lost["L5"] = 99
    record = pulls.pull(resource)
    assert not record.is_proven
    assert record.certificate.missing == 1
    assert "L5" in record.certificate.explanation
    since = resource.windows[-1].since
    resource.lost.clear()
    assert pulls.pull(resource).is_proven
    assert resource.windows[-1].since == since


def test_a_record_that_goes_hides_no_other_that_was_missed(pulls: Pulls) -> None:
    # One was read and then deleted, another missed: the count at the end equals the number read.
    resource = system(pulls, 6)
    resource.lost["L5"] = 1
    resource.on_page = lambda page: resource.drop("L0") if page == 1 and "L0" in resource.rows else None
    record = pulls.pull(resource)
    assert record.is_proven
    assert {json.loads(line)["id"] for line in pulls.lines()} == {f"L{n}" for n in range(6)}
    assert record.certificate.moved == 1


def test_changes_while_reading_fall_into_the_next_window(pulls: Pulls) -> None:
    resource = system(pulls, 6)
    resource.on_page = lambda page: resource.put("L4", "Zhao Lei", pulls.now) if page == 0 else None
    record = pulls.pull(resource)
    assert record.is_proven
    assert record.certificate.late == 1
    assert {json.loads(line)["name"] for line in pulls.lines() if b'"L4"' in line} == {"Zhao Lei"}
    resource.on_page = lambda page: None
    again = pulls.pull(resource)
    assert (again.is_proven, again.certificate.reported, again.load_id) == (True, 1, None)


@pytest.mark.parametrize("tells", [True, False])
def test_a_deletion_becomes_one_tombstone(pulls: Pulls, tells: bool) -> None:
    resource = system(pulls, tells=tells)
    pulls.pull(resource)
    resource.drop("L2")
    record = pulls.pull(resource)
    assert (record.certificate.deleted, record.is_proven) == (1, True)
    assert json.loads(pulls.lines()[-1])["_leadmill"]["op"] == "delete"
    assert pulls.pull(resource, is_full=True).certificate.deleted == 0
    resource.put("L2")
    assert pulls.pull(resource).certificate.updated == 1


def test_a_merge_names_the_survivor(pulls: Pulls) -> None:
    resource = system(pulls)
    pulls.pull(resource)
    resource.drop("L2", into="L1")
    record = pulls.pull(resource)
    assert (record.certificate.merged, record.certificate.deleted) == (1, 0)
    assert json.loads(pulls.lines()[-1])["_leadmill"]["merged_into"] == "L1"


def test_one_listing_that_lost_an_id_deletes_nothing(pulls: Pulls) -> None:
    resource = system(pulls, counts=False, tells=False)
    pulls.pull(resource)
    resource.put("L7")
    # The pass over the window is whole; of the two over everything the first loses L1.
    resource.unlisted = ["", "L1"]
    record = pulls.pull(resource)
    assert record.certificate.deleted == 0
    assert record.is_proven


def test_a_refused_line_is_counted_and_not_landed_again(pulls: Pulls) -> None:
    resource = system(pulls, 3)
    resource.rows["L1"] = ({"id": "L1", "name": ""}, pulls.now)
    record = pulls.pull(resource)
    assert record.certificate.quarantined == 1
    assert record.is_proven
    assert pulls.pull(resource, is_full=True).load_id is None


def test_a_load_that_departs_from_its_contract_counts_for_nothing(pulls: Pulls) -> None:
    columns = {"id": "id", "name": {"header": "full_name", "required": True}}
    strict = contract(columns=columns)
    resource = system(pulls)
    record = pulls.pull(resource, by=strict)
    assert not record.is_proven
    assert record.failure is not None
    assert "full_name" in record.failure
    assert pulls.ledger.last_proven("crm_leads") is None
    assert pulls.pull(resource).certificate.new == 5


def test_a_pull_killed_after_landing_is_made_again_and_changes_nothing_twice(
    pulls: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = system(pulls)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(PullLedger, "write", killed)
        pulls.pull(resource)
    assert pulls.ledger.all() == []
    pulls.ledger.prepare()
    record = pulls.pull(resource)
    assert record.is_proven
    assert len(pulls.zone.loads()) == 1, "the same bytes are the same load"


def test_the_records_are_exported_for_dbt(pulls: Pulls) -> None:
    pulls.pull(system(pulls))
    pulls.ledger.export()
    (row,) = pq.read_table(pulls.root / "pulls.parquet").to_pylist()
    assert (row["source"], row["reported"], row["new"], row["is_proven"]) == ("crm_leads", 5, 5, True)


def test_a_damaged_record_is_named(pulls: Pulls) -> None:
    record = pulls.pull(system(pulls))
    (pulls.root / "pulls" / f"{record.pull_id}.json").write_text("{")
    with pytest.raises(LandingError, match=record.pull_id):
        pulls.ledger.all()


_STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "edit", "drop", "merge", "pull"]), st.integers(0, 6)), max_size=25
)


@settings(max_examples=25, deadline=None)
@given(steps=_STEPS, counts=st.booleans(), tells=st.booleans())
def test_whatever_happens_what_landed_is_what_exists(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]], counts: bool, tells: bool
) -> None:
    pulls = Pulls(tmp_path_factory.mktemp("any") / "landing")
    resource = system(pulls, 3, counts=counts, tells=tells)
    for step, number in [*steps, ("pull", 0)]:
        one = f"L{number}"
        pulls.later(0.1)
        if step == "pull":
            record = pulls.pull(resource)
            assert record.is_proven
            assert record.certificate.is_balanced
        elif step in ("put", "edit"):
            resource.put(one, f"Name {pulls.now.timestamp()}")
        elif one in resource.rows:
            others = sorted(resource.rows.keys() - {one})
            resource.drop(one, others[0] if step == "merge" and others else None)
    state: dict[str, tuple[str, str, str]] = {}
    for line in pulls.lines():
        said = json.loads(line)
        envelope = said["_leadmill"]
        news = (envelope["changed_at"], envelope["op"], said.get("name", ""))
        if said["id"] not in state or news[0] >= state[said["id"]][0]:
            state[said["id"]] = news
    live = {one: name for one, (_, op, name) in state.items() if op == "upsert"}
    assert live == {one: record["name"] for one, (record, _) in resource.rows.items()}
