"""What the common tests prove of Eventbrite."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.eventbrite.connector import EventbriteConnector
from ingestion.sources.eventbrite.schema import EventbriteSettings
from tests.conformance.case import Case, Connect
from tests.simulators.eventbrite.server import (
    ORGANIZATION,
    TOKEN,
    EventbriteSimulator,
    attendee_id,
    buyer_of,
)
from tests.simulators.server import Simulator
from tests.simulators.world import Record, World


def settings_for(simulator: Simulator, **changes: Any) -> EventbriteSettings:
    """The right settings, apart from these changes."""
    given = {"base_url": simulator.url, "token": SecretStr(TOKEN), "organization_id": ORGANIZATION}
    return EventbriteSettings(**{**given, **changes})


def connecting(*, has_right: bool = True, **changes: Any) -> Connect:
    """Return what connects with these changes."""

    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        assert isinstance(simulator, EventbriteSimulator)
        simulator.has_right = has_right
        return EventbriteConnector(settings_for(simulator, **changes), clocks)

    return connect


def _shown(world: World, record: Record) -> Mapping[str, Any]:
    lead = world.leads[record.number - 1]
    return {
        "id": attendee_id(lead.number),
        "cancelled": lead.status == "disqualified",
        "profile.job_title": lead.title,
        "profile.email": buyer_of(lead, world).email,
    }


CASES = [
    Case(
        system="eventbrite",
        source="eventbrite_attendees",
        simulator=EventbriteSimulator,
        connect=connecting(),
        records=lambda world: list(world.leads),
        id_of=lambda record: attendee_id(record.number),
        shown=_shown,
        # Who cancels stays in the list: an edit, no deletion.
        edit=lambda world, record: world.edit(record, title="厂长", status="disqualified"),
        deletes=False,
        large=25_000,
        wrong={
            "token": (connecting(token=SecretStr("wrong")), CredentialsRefused, "set the connection's token"),
            "organization": (connecting(organization_id="1"), RequestRefused, "check organization_id"),
            "right": (connecting(has_right=False), ScopeMissing, "must belong to the organization"),
        },
    )
]
