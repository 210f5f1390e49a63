"""What the common tests do not ask of WeCom."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from ingestion.http.errors import RequestRefused, Unavailable
from ingestion.pulling.resource import Item, Window
from ingestion.sources.wecom.connector import SPEC, WecomConnector
from tests.conformance.harness import FastClocks, Trial
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.server import Answer
from tests.simulators.wecom.cases import CASES, settings_for
from tests.simulators.wecom.server import WecomSimulator, external_id, id_of
from tests.simulators.world import SimOwner, make_world

LEADS = 60


@pytest.fixture
def simulator() -> Iterator[WecomSimulator]:
    with WecomSimulator(make_world(LEADS)) as running:
        yield running


def read(simulator: WecomSimulator, name: str = "external_contact", **settings: object) -> list[Item]:
    connector = WecomConnector(settings_for(simulator, **settings), FastClocks().clocks())
    resource = connector.resource(name, {})
    return [item for page in resource.read(Window(None, simulator.world.tick())) for item in page]


def batches(simulator: WecomSimulator) -> list[list[str]]:
    return [call.json()["userid_list"] for call in simulator.calls if "batch" in call.path]


def test_a_customer_of_two_members_comes_once_for_each(simulator: WecomSimulator) -> None:
    other = next(
        o.owner_id for o in simulator.world.owners if o.owner_id != simulator.world.leads[0].owner_id
    )
    simulator.also = [(1, other)]
    items = read(simulator, page_size=7)
    first = [item for item in items if item.record["external_contact"]["external_userid"] == external_id(1)]
    assert {item.id for item in first} == {id_of(simulator.world.leads[0]), f"{external_id(1)}:{other}"}
    assert len(items) == len({item.id for item in items}) == LEADS + 1


def test_more_members_than_one_request_takes(simulator: WecomSimulator) -> None:
    spare = [SimOwner(f"M{n:03d}", f"成员{n}", f"m{n}@example.com", "华东", True) for n in range(230)]
    # The members who have customers stand at the end; the first two hundred have none.
    simulator.world.owners[:0] = spare
    assert {item.id for item in read(simulator)} == {id_of(lead) for lead in simulator.world.leads}
    assert [len(members) for members in batches(simulator)][:2] == [100, 100]


def test_a_company_without_customers_gives_nothing(simulator: WecomSimulator) -> None:
    for lead in simulator.world.leads:
        simulator.world.delete(lead)
    assert read(simulator) == []


def test_a_page_that_comes_again_does_not_end_the_reading(simulator: WecomSimulator) -> None:
    simulator.faults = FaultPlan({4: Fault.REPEATED})
    assert {item.id for item in read(simulator, page_size=10)} == {
        id_of(one) for one in simulator.world.leads
    }


def test_a_cursor_that_never_ends_is_given_up(simulator: WecomSimulator) -> None:
    page = Answer(data={"errcode": 0, "errmsg": "ok", "external_contact_list": [], "next_cursor": "again"})
    simulator._batch = lambda _: page  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match=r"no answer that belongs to .*get_by_user"):
        read(simulator)


def test_a_busy_system_is_asked_again(simulator: WecomSimulator) -> None:
    answers = iter([Answer(data={"errcode": -1, "errmsg": "system busy"})])
    whole = simulator._batch
    simulator._batch = lambda asked: next(answers, None) or whole(asked)  # type: ignore[method-assign]
    assert len(read(simulator)) == LEADS


def test_the_rate_is_kept_so_that_nothing_is_refused(simulator: WecomSimulator) -> None:
    time = FastClocks()
    simulator.meter = Meter(3, 60.0, lambda: time.seconds)
    refused, too_many = [], simulator.too_many
    simulator.too_many = lambda: refused.append(1) or too_many()  # type: ignore
    connector = WecomConnector(settings_for(simulator, requests_per_minute=3, page_size=10), time.clocks())
    pages = connector.resource("external_contact", {}).read(Window(None, simulator.world.tick()))
    assert sum(1 for page in pages for _ in page) == LEADS
    assert refused == []
    assert time.seconds >= 120


def test_an_unknown_error_is_told_with_its_code(simulator: WecomSimulator) -> None:
    simulator._batch = lambda _: Answer(data={"errcode": 40058, "errmsg": "bad"})  # type: ignore[method-assign]
    with pytest.raises(RequestRefused, match=r"WeCom refuses the request \(bad, errcode 40058\)"):
        read(simulator)


def test_members_become_owners(tmp_path: Path) -> None:
    members = dataclasses.replace(
        CASES[0],
        source="wecom_members",
        connect=lambda simulator, clocks: WecomConnector(settings_for(simulator), clocks),
    )
    trial = Trial(members, tmp_path, make_world(LEADS))
    first = trial.pull()
    gone = trial.world.owners.pop()
    second = trial.pull()
    trial.close()
    assert first.is_proven
    assert first.certificate.new == len(trial.world.owners) + 1
    assert second.is_proven
    assert (second.certificate.new, second.certificate.updated, second.certificate.deleted) == (0, 0, 1)
    with duckdb.connect(":memory:") as con:
        (folder,) = [path for path in (tmp_path / "typed").iterdir() if path.name.startswith("owner")]
        rows = con.execute(
            f"select owner_id, full_name, is_active, _is_deleted from read_parquet('{folder}/*.parquet')"
        ).fetchall()
    kept = {row[0]: row[1:3] for row in rows if not row[3]}
    assert kept == {o.owner_id: (o.name, o.is_active) for o in [*trial.world.owners, gone]}
    assert [row[0] for row in rows if row[3]] == [gone.owner_id]


def test_contacts_keep_both_halves_of_their_id_and_the_first_number(tmp_path: Path) -> None:
    trial = Trial(CASES[0], tmp_path, make_world(LEADS))
    lead = next(one for one in trial.world.leads if one.phone)
    assert trial.pull().is_proven
    trial.world.delete(lead)
    assert trial.pull().certificate.deleted == 1
    trial.close()
    with duckdb.connect(":memory:") as con:
        (folder,) = [path for path in (tmp_path / "typed").iterdir() if path.name.startswith("lead")]
        rows = con.execute(
            f"select phone, _is_deleted from read_parquet('{folder}/*.parquet') where lead_id = ? "
            "order by _is_deleted",
            [id_of(lead)],
        ).fetchall()
    assert rows == [(lead.phone, False), (None, True)]


def test_unknown_names_are_answered_with_those_there_are(simulator: WecomSimulator) -> None:
    with pytest.raises(ValueError, match="no resource 'leads'; it has: external_contact, member"):
        read(simulator, "leads")
    assert SPEC.secrets == ("secret",)
