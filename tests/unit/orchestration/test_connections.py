"""connections.yml and the secrets: what is wrong is said at once, by name, and no secret is ever shown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field, SecretStr

from ingestion.contracts.model import Contract
from ingestion.sources.options import read_options
from ingestion.sources.registry import SPECS
from ingestion.sources.spec import ConnectionSettings, SourceSpec
from orchestration.connections import ConnectionErrors, check_pulled_sources, load_connections
from orchestration.settings import load_secrets
from tests.conformance.case import Case
from tests.conformance.cases import all_cases
from tests.conformance.harness import FastClocks, contract_of
from tests.simulators.faults import FaultPlan
from tests.simulators.world import make_world

CANARY = "canary-secret"
KEY = "LEADMILL_SECRET_CRM_API_KEY"


class _Settings(ConnectionSettings):
    base_url: str = "https://crm.example.com"
    user: str
    page: int = Field(default=100, ge=1)
    api_key: SecretStr
    token: SecretStr | None = None


class _Connector:
    """A system whose leads can be asked for by form."""

    def resource(self, name: str, options: Mapping[str, Any]) -> str:
        read_options(name, options, (), ("form",))
        return name

    def close(self) -> None:
        return


def _connect(*_: Any) -> Any:
    return _Connector()


MADE = SourceSpec(
    kind="made_crm",
    title_en="Made CRM",
    title_zh="虚构 CRM",
    settings=_Settings,
    connect=_connect,
    resources={"Lead": ("leads", "线索"), "<name>__c": ("any other object", "其他对象")},
    certainty="made up",
)
SOUND = "crm:\n  kind: made_crm\n  settings: {user: me, page: 50}\n"


@pytest.fixture(autouse=True)
def _made_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SPECS, "made_crm", MADE)


def problems(folder: Path, text: str, secrets: Mapping[str, str] | None = None) -> list[str]:
    path = folder / "connections.yml"
    path.write_text(text, encoding="utf-8")
    try:
        load_connections(path, {KEY: CANARY} if secrets is None else secrets)
    except ConnectionErrors as error:
        assert CANARY not in str(error)
        return error.problems
    return []


def test_settings_of_the_file_and_secrets_of_the_environment_come_together(tmp_path: Path) -> None:
    (tmp_path / "connections.yml").write_text(SOUND, encoding="utf-8")
    (crm,) = load_connections(tmp_path / "connections.yml", {KEY: CANARY}).values()
    assert isinstance(crm.settings, _Settings)
    assert (crm.settings.user, crm.settings.page) == ("me", 50)
    assert crm.settings.api_key.get_secret_value() == CANARY
    assert crm.settings.base_url == "https://crm.example.com"
    assert CANARY not in repr(crm)
    assert isinstance(crm.open(), _Connector)


def test_without_a_file_there_are_no_connections(tmp_path: Path) -> None:
    assert load_connections(tmp_path / "connections.yml", {}) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SOUND.replace("made_crm", "mad_crm"),
            "crm.kind: there is no kind of system 'mad_crm'; did you mean",
        ),
        (SOUND.replace("kind: made_crm\n", ""), "crm.kind: is missing"),
        (SOUND.replace("user: me", "usr: me"), 'crm.settings.usr: is no known setting; did you mean "user"?'),
        (SOUND.replace("user: me, ", ""), "crm.settings.user: is missing; add it."),
        (SOUND.replace("page: 50", "page: 0"), "crm.settings.page: Input should be greater than"),
        (
            SOUND.replace("page: 50", f"api_key: {CANARY}"),
            f"is a secret, which stands in no file; set {KEY}.",
        ),
        (SOUND.replace("  settings", "  setings"), 'crm.setings: is no known key; did you mean "settings"?'),
        ("CRM 1: {kind: made_crm}\n", "CRM 1: is no name"),
        ("crm: [x]\n", "crm: expected a mapping"),
        ("crm: {", "connections.yml: line 1"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in problem for problem in problems(tmp_path, text)), problems(tmp_path, text)


def test_missing_and_unknown_secrets_are_named_together(tmp_path: Path) -> None:
    found = problems(tmp_path, SOUND, {"LEADMILL_SECRET_CRM_API_KYE": CANARY})
    assert found == [
        f"{KEY}: is not set; connection crm (Made CRM) needs it.",
        f'LEADMILL_SECRET_CRM_API_KYE: no connection has such a secret; did you mean "{KEY}"?',
    ]


def test_contracts_name_connections_resources_and_options_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "connections.yml").write_text(SOUND, encoding="utf-8")
    connections = load_connections(tmp_path / "connections.yml", {KEY: CANARY})

    def contract(connection: str, resource: str, **options: str) -> Contract:
        return Contract.model_validate(
            {
                "source": "leads",
                "api": {"connection": connection, "resource": resource, "options": options},
                "columns": ["id"],
                "entities": [{"entity": "lead", "fields": {"lead_id": "id"}}],
            }
        )

    right = [contract("crm", "Lead", form="7"), contract("crm", "Machine__c")]
    assert check_pulled_sources(right, connections) == []
    assert check_pulled_sources([contract("cmr", "Lead"), contract("crm", "Leads")], connections) == [
        "sources/leads: api.connection: 'cmr' is not in connections.yml; did you mean \"crm\"?",
        "sources/leads: api.resource: Made CRM has no 'Leads'; did you mean \"Lead\"?",
    ]
    assert check_pulled_sources([contract("crm", "Lead", from_="7")], connections) == [
        "sources/leads: api.options: resource 'Lead' has no option 'from_'; its options are form"
    ]


@pytest.mark.parametrize("case", [case for case in all_cases() if case.large], ids=lambda case: case.system)
def test_the_options_of_each_system_are_checked_without_asking_it(case: Case) -> None:
    simulator = case.simulator(make_world(1), FaultPlan())
    simulator.served_at = "http://127.0.0.1:9"  # where nobody answers
    connector = case.connect(simulator, FastClocks().clocks())
    api = contract_of(case).api
    assert api is not None
    connector.resource(api.resource, api.options)
    with pytest.raises(ValueError, match="option"):
        connector.resource(api.resource, {**api.options, "no_such_option": "1"})
    connector.close()


def test_secrets_come_from_the_env_file_too_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "LEADMILL_SECRET_CRM_API_KEY=file\nLEADMILL_SECRET_CRM_TOKEN=file\nLEADMILL_HOME=x\n",
        encoding="utf-8",
    )
    monkeypatch.setenv(KEY, "environment")
    assert load_secrets() == {KEY: "environment", "LEADMILL_SECRET_CRM_TOKEN": "file"}
