"""What the common tests prove of Jotform."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused, ScopeMissing
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.jotform.connector import JotformConnector
from ingestion.sources.jotform.schema import JotformSettings
from tests.conformance.case import Case, Connect
from tests.simulators.jotform.server import FORM, KEY, JotformSimulator, submission_id
from tests.simulators.server import Simulator
from tests.simulators.world import Record, World


def settings_for(simulator: Simulator, **changes: Any) -> JotformSettings:
    """The right settings, apart from these changes."""
    given = {"base_url": simulator.url, "api_key": SecretStr(KEY)}
    return JotformSettings(**{**given, **changes})


def connecting(facts: Mapping[str, Any] | None = None, **changes: Any) -> Connect:
    """Return what connects with these changed settings, to a simulator of which these facts hold."""

    def connect(simulator: Simulator, clocks: Clocks) -> Connector:
        assert isinstance(simulator, JotformSimulator)
        for fact, value in {"form": FORM, "errors_status": 401, **(facts or {})}.items():
            setattr(simulator, fact, value)
        return JotformConnector(settings_for(simulator, **changes), clocks)

    return connect


def _shown(world: World, record: Record) -> Mapping[str, Any]:
    lead = world.leads[record.number - 1]
    return {
        "id": submission_id(lead.number),
        "answers.3.answer.first": lead.full_name,
        "answers.5.answer": lead.title or None,
        "answers.6.answer": lead.email or None,
    }


CASES = [
    Case(
        system="jotform",
        source="jotform_quotes",
        simulator=JotformSimulator,
        connect=connecting(page_size=200),
        records=lambda world: list(world.leads),
        id_of=lambda record: submission_id(record.number),
        shown=_shown,
        edit=lambda world, record: world.edit(record, title="厂长"),
        large=25_000,
        wrong={
            "key": (connecting(api_key=SecretStr("x")), CredentialsRefused, "api_key"),
            "key, said with HTTP 200": (
                connecting({"errors_status": 200}, api_key=SecretStr("x")),
                CredentialsRefused,
                "api_key",
            ),
            "form": (connecting({"form": "1"}), ScopeMissing, "the contract's option form"),
        },
    )
]
