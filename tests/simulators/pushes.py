"""What the made-up company's contact form pushes beside being polled: deliveries as the intake keeps them."""

from pathlib import Path

import orjson

from ingestion.intake.store import Store, Stored
from tests.simulators.typeform.server import response
from tests.simulators.world import World

CONNECTION, SECRET = "typeform_push", "made-up-webhook-key"
# A form's pushes may be lost: most responses come by polling alone.
_EVERY = 10


def push_responses(world: World, folder: Path) -> None:
    """Keep the deliveries of some leads in `folder`; those that are there already change nothing."""
    store = Store(folder)
    for lead in world.leads[::_EVERY]:
        event = f"event-{lead.number}"
        content = {"event_id": event, "event_type": "form_response", "form_response": response(lead)}
        store.keep(Stored(event, lead.created_at, orjson.dumps(content)))
