"""What the common tests do not ask of Qidian."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingestion.http.errors import RequestRefused, Unavailable
from ingestion.pulling.resource import Item, Window
from ingestion.sources.qidian.connector import SPEC, QidianConnector
from tests.conformance.harness import FastClocks, Trial
from tests.simulators.faults import Fault, FaultPlan
from tests.simulators.meter import Meter
from tests.simulators.qidian.cases import CASES, settings_for
from tests.simulators.qidian.server import QidianSimulator, id_of
from tests.simulators.server import Answer, Call
from tests.simulators.world import make_world

LEADS = 30


@pytest.fixture
def simulator() -> Iterator[QidianSimulator]:
    with QidianSimulator(make_world(LEADS), page_size=10) as running:
        yield running


def connected(simulator: QidianSimulator, **settings: object) -> QidianConnector:
    return QidianConnector(settings_for(simulator, **settings), FastClocks().clocks())


def window_of(simulator: QidianSimulator) -> Window:
    return Window(None, simulator.world.tick())


def read(simulator: QidianSimulator, **settings: object) -> list[Item]:
    resource = connected(simulator, **settings).resource("customer", {})
    return [item for page in resource.read(window_of(simulator)) for item in page]


def test_ids_above_2_to_the_53_stay_exact(simulator: QidianSimulator) -> None:
    assert [item.id for item in read(simulator)] == [id_of(number) for number in range(1, LEADS + 1)]


def test_ids_that_come_as_numbers_become_text(simulator: QidianSimulator) -> None:
    whole = simulator.answer

    def as_numbers(call: Call) -> Answer:
        answer = whole(call)
        if "total" in answer.data:
            answer.data["data"]["cust_id"] = [int(one) for one in answer.data["data"]["cust_id"]]
        elif "cust_id" in answer.data:
            answer.data["cust_id"] = int(answer.data["cust_id"])
        return answer

    simulator.answer = as_numbers  # type: ignore[method-assign]
    assert {item.id for item in read(simulator)} == {id_of(number) for number in range(1, LEADS + 1)}


def test_a_developers_token_is_asked_for_in_its_own_way(simulator: QidianSimulator) -> None:
    assert len(read(simulator, app="developer", sid="")) == LEADS
    assert simulator.calls[0].path == "/cgi-bin/token"


def test_only_the_parts_that_are_set_are_asked_for(simulator: QidianSimulator) -> None:
    assert set(read(simulator, parts=("identity",))[0].record["data"]) == {"identity"}


def test_a_token_is_renewed_before_it_ends(simulator: QidianSimulator) -> None:
    simulator.token_seconds = 1
    assert len(read(simulator, requests_per_second=1)) == LEADS
    assert len([call for call in simulator.calls if "/token/" in call.path]) > 10


def test_another_customers_answer_is_not_taken(simulator: QidianSimulator) -> None:
    simulator.faults = FaultPlan({3: Fault.REPEATED})
    items = read(simulator)
    assert all(item.record["cust_id"] == item.id for item in items)
    assert len(items) == LEADS


def test_the_rate_is_kept_so_that_nothing_is_refused(simulator: QidianSimulator) -> None:
    time = FastClocks()
    simulator.meter = Meter(3, 1.0, lambda: time.seconds)
    refused, too_many = [], simulator.too_many
    simulator.too_many = lambda: refused.append(1) or too_many()  # type: ignore
    connector = QidianConnector(settings_for(simulator, requests_per_second=3), time.clocks())
    pages = connector.resource("customer", {}).read(window_of(simulator))
    assert sum(1 for page in pages for _ in page) == LEADS
    assert refused == []
    assert time.seconds >= LEADS / 3


def test_a_system_with_a_lower_limit_is_asked_again_later(simulator: QidianSimulator) -> None:
    time = FastClocks()
    simulator.meter = Meter(2, 1.0, lambda: time.seconds)
    refused, too_many = [], simulator.too_many
    simulator.too_many = lambda: refused.append(1) or too_many()  # type: ignore
    connector = QidianConnector(settings_for(simulator), time.clocks())
    pages = connector.resource("customer", {}).read(window_of(simulator))
    assert sum(1 for page in pages for _ in page) == LEADS
    assert len(refused) > LEADS / 2


def test_an_empty_account_gives_nothing(simulator: QidianSimulator) -> None:
    for lead in simulator.world.leads:
        simulator.world.delete(lead)
    assert read(simulator) == []


def test_when_not_even_the_first_customer_can_be_read_the_pull_stops(simulator: QidianSimulator) -> None:
    simulator.unreadable = {id_of(number) for number in range(1, LEADS + 1)}
    with pytest.raises(RequestRefused, match=r"lists customer .* does not show it: .*invalid cust_id"):
        read(simulator)


def test_one_unreadable_customer_is_named_by_the_certificate(tmp_path: Path) -> None:
    trial = Trial(CASES[0], tmp_path, make_world(LEADS))
    trial.simulator.unreadable = {id_of(7)}  # type: ignore[attr-defined]
    record = trial.pull()
    details = [call for call in trial.simulator.calls if call.path.endswith("getSingCustBaseInfo")]
    trial.close()
    assert not record.is_proven
    assert (record.certificate.read, record.certificate.missing) == (LEADS - 1, 1)
    assert id_of(7) in record.certificate.explanation
    # Reading again costs a request only for what is missing.
    assert len(details) <= LEADS + 3


def test_a_list_that_never_ends_is_given_up(simulator: QidianSimulator) -> None:
    connector = connected(simulator)
    page = {"total": "1", "count": "1", "data": {"cust_id": ["1"]}, "next_custid": "1"}
    token = simulator._token
    simulator.answer = lambda call: token(call) if "/token" in call.path else Answer(data=page)  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match=r"no answer that belongs to .*getCustList"):
        list(connector.resource("customer", {}).ids(window_of(simulator)))


def test_unknown_names_are_answered_with_those_there_are(simulator: QidianSimulator) -> None:
    with pytest.raises(ValueError, match="no resource 'leads'; it has: customer"):
        connected(simulator).resource("leads", {})
    with pytest.raises(ValueError, match="no option 'form'"):
        connected(simulator).resource("customer", {"form": 1})
    assert SPEC.secrets == ("secret",)
