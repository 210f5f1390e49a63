"""What the common tests prove of Typeform."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, RequestRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.typeform.connector import TypeformConnector
from ingestion.sources.typeform.schema import TypeformSettings
from tests.conformance.case import Case, Connect
from tests.simulators.server import Simulator
from tests.simulators.typeform.server import FORM, TOKEN, TypeformSimulator, response_token
from tests.simulators.world import Record, World


def settings_for(simulator: Simulator, **changes: Any) -> TypeformSettings:
    """The right settings, apart from these changes."""
    given = {"base_url": simulator.url, "token": SecretStr(TOKEN)}
    return TypeformSettings(**{**given, **changes})


def connecting(facts: Mapping[str, Any] | None = None, **changes: Any) -> Connect:
    """Return what connects with these changed settings, to a simulator of which these facts hold."""

    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        assert isinstance(simulator, TypeformSimulator)
        for fact, value in {"form": FORM, "has_right": True, **(facts or {})}.items():
            setattr(simulator, fact, value)
        return TypeformConnector(settings_for(simulator, **changes), clocks)

    return connect


def _shown(world: World, record: Record) -> Mapping[str, Any]:
    lead = world.leads[record.number - 1]
    return {
        "token": response_token(lead.number),
        "answers_by_ref.full_name": lead.full_name,
        "answers_by_ref.email": lead.email or None,
        "answers_by_ref.product.label": lead.product or None,
    }


CASES = [
    Case(
        system="typeform",
        source="typeform_contact",
        simulator=TypeformSimulator,
        connect=connecting(page_size=200),
        records=lambda world: list(world.leads),
        id_of=lambda record: response_token(record.number),
        shown=_shown,
        edit=lambda world, _: world.add_lead(title="厂长"),
        large=25_000,
        wrong={
            "token": (connecting(token=SecretStr("x")), CredentialsRefused, "personal access token"),
            "scope": (connecting({"has_right": False}), ScopeMissing, "responses:read"),
            "form": (connecting({"form": "other"}), RequestRefused, "the contract's option form"),
        },
    )
]
