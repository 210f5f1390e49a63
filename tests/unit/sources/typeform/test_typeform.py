"""What the common tests do not ask of Typeform."""

import datetime as dt

from ingestion.pulling.resource import Window
from ingestion.sources.typeform.connector import TypeformConnector
from tests.conformance.harness import FastClocks
from tests.simulators.typeform.cases import settings_for
from tests.simulators.typeform.server import FORM, TypeformSimulator, response_token
from tests.simulators.world import make_world


def test_more_equal_times_than_a_page_holds_lose_nothing_and_an_increment_ends_at_its_start() -> None:
    world = make_world(90)
    newest = max(lead.created_at for lead in world.leads)
    for lead in world.leads[:30]:
        lead.created_at = newest + dt.timedelta(seconds=5)
    with TypeformSimulator(world) as simulator:
        connector = TypeformConnector(settings_for(simulator, page_size=10), FastClocks().clocks())
        resource = connector.resource("response", {"form": FORM})
        window = Window(newest + dt.timedelta(seconds=5), world.now + dt.timedelta(days=365))
        read = {item.id for page in resource.read(window) for item in page}
        assert read == {response_token(number) for number in range(1, 31)}
        assert len(simulator.calls) == 4
        assert resource.count(window) == 30
        assert {"since", "until"} <= simulator.calls[-1].params.keys()
        before = Window(None, newest + dt.timedelta(seconds=5))
        assert resource.count(before) == 60


def test_a_blank_question_has_no_answer_by_its_ref() -> None:
    world = make_world(3)
    world.leads[0].title = None
    with TypeformSimulator(world) as simulator:
        connector = TypeformConnector(settings_for(simulator), FastClocks().clocks())
        resource = connector.resource("response", {"form": FORM})
        items = {i.id: i.record for page in resource.read(Window(None, world.now)) for i in page}
        answers = items[response_token(1)]["answers_by_ref"]
        assert "title" not in answers
        assert answers["full_name"] == world.leads[0].full_name
