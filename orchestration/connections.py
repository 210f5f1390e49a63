"""The company's connections.yml: which systems are pulled from, how, and with which secrets.

What settings a kind of system has is declared in its folder below ingestion/sources; the secrets themselves
come from the environment, which `settings.py` reads.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from ingestion.contracts.model import ApiSpec, Contract
from ingestion.contracts.problems import did_you_mean
from ingestion.contracts.yaml_text import YamlFault, read_yaml
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector
from ingestion.sources.registry import SPECS
from ingestion.sources.spec import ConnectionSettings, SourceSpec
from orchestration.settings import SECRET_PREFIX

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = ("kind", "base_url", "settings")
_FILE = "connections.yml"


class ConnectionErrors(Exception):
    """Every problem found in connections.yml and in the secrets."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Connection:
    """One system that the company pulls from."""

    name: str
    spec: SourceSpec
    settings: ConnectionSettings

    @property
    def secret_values(self) -> tuple[str, ...]:
        """The secrets themselves, for keeping them out of what is written."""
        found = (getattr(self.settings, field) for field in self.spec.secrets)
        return tuple(one.get_secret_value() for one in found if one is not None and one.get_secret_value())

    def open(self) -> Connector:
        """Return a connector; the first request that it makes opens the connection."""
        return self.spec.connect(self.settings, Clocks())


def secret_name(connection: str, field: str) -> str:
    """Return the environment variable that holds a secret."""
    return f"{SECRET_PREFIX}{connection.upper()}_{field.upper()}"


def load_connections(path: Path, secrets: Mapping[str, str]) -> dict[str, Connection]:
    """Return the connections by name; a missing file means none.

    `secrets` are the variables that begin with LEADMILL_SECRET_. Raises ConnectionErrors with all problems
    at once; no sentence repeats a value, which may be a secret in the wrong place.
    """
    problems: list[str] = []
    content = _content(path, problems)
    connections: dict[str, Connection] = {}
    known: set[str] = set()
    for name, given in content.items():
        where = f"{_FILE}: {name}"
        if not _NAME.fullmatch(name):
            problems.append(f"{where}: is no name; use a to z, 0 to 9 and _, beginning with a letter.")
            continue
        spec = _spec(where, given, problems)
        if spec is None:
            known |= {one for one in secrets if one.startswith(secret_name(name, ""))}
            continue
        known |= {secret_name(name, field) for field in spec.secrets}
        settings = _settings(name, spec, given, secrets, problems)
        if settings is not None:
            connections[name] = Connection(name, spec, settings)
    for variable in sorted(secrets.keys() - known):
        advice = did_you_mean(variable, sorted(known)) if known else f"{_FILE} declares no connection"
        problems.append(f"{variable}: no connection has such a secret; {advice}")
    if problems:
        raise ConnectionErrors(problems)
    return connections


def check_pulled_sources(contracts: Sequence[Contract], connections: Mapping[str, Connection]) -> list[str]:
    """Return what is wrong with the connections, resources and options that contracts name."""
    problems = []
    for contract in contracts:
        if contract.api is None:
            continue
        where = f"sources/{contract.source}: api"
        connection = connections.get(contract.api.connection)
        if connection is None:
            advice = did_you_mean(contract.api.connection, connections)
            problems.append(f"{where}.connection: '{contract.api.connection}' is not in {_FILE}; {advice}")
        elif not connection.spec.has_resource(contract.api.resource):
            advice = did_you_mean(contract.api.resource, connection.spec.resources)
            problems.append(
                f"{where}.resource: {connection.spec.title_en} has no '{contract.api.resource}'; {advice}"
            )
        elif wrong := _wrong_options(connection, contract.api):
            problems.append(f"{where}.options: {wrong}")
    return problems


def _wrong_options(connection: Connection, api: ApiSpec) -> str | None:
    """What the system's own folder says against a contract's options, None when nothing; asks no system."""
    connector = connection.open()
    try:
        connector.resource(api.resource, api.options)
    except ValueError as error:
        return str(error)
    finally:
        connector.close()
    return None


def _content(path: Path, problems: list[str]) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        content = read_yaml(path)
    except YamlFault as fault:
        problems.append(f"{_FILE}: {fault}; {fault.remedy}.")
        return {}
    if content is not None and not isinstance(content, dict):
        problems.append(f"{_FILE}: expected a mapping from names to connections.")
        return {}
    return content or {}


def _spec(where: str, given: Any, problems: list[str]) -> SourceSpec | None:
    """The kind of a connection whose keys are right."""
    if not isinstance(given, dict):
        problems.append(f"{where}: expected a mapping with the keys {', '.join(_KEYS)}.")
        return None
    for key in given:
        if key not in _KEYS:
            problems.append(f"{where}.{key}: is no known key; {did_you_mean(key, _KEYS)}")
    if not isinstance(given.get("settings") or {}, dict):
        problems.append(f"{where}.settings: is no mapping; write it as key: value pairs.")
        return None
    kind = given.get("kind")
    if kind not in SPECS:
        wrong = "is missing" if kind is None else f"there is no kind of system '{kind}'"
        problems.append(f"{where}.kind: {wrong}; {did_you_mean(str(kind), sorted(SPECS))}")
        return None
    return SPECS[kind]


def _settings(
    name: str, spec: SourceSpec, given: Mapping[str, Any], secrets: Mapping[str, str], problems: list[str]
) -> ConnectionSettings | None:
    """The settings of file and environment together, or None with problems recorded."""
    where = f"{_FILE}: {name}"
    values: dict[str, Any] = dict(given.get("settings") or {})
    before = len(problems)
    for field in spec.secrets:
        variable = secret_name(name, field)
        if field in values:
            problems.append(
                f"{where}.settings.{field}: is a secret, which stands in no file; set {variable}."
            )
            del values[field]
        if secret := secrets.get(variable):
            values[field] = SecretStr(secret)
    if given.get("base_url"):
        values["base_url"] = given["base_url"]
    try:
        settings = spec.settings.model_validate(values)
    except ValidationError as error:
        problems += [_sentence(name, spec, item) for item in error.errors(include_input=False)]
        return None
    return settings if len(problems) == before else None


def _sentence(name: str, spec: SourceSpec, item: Any) -> str:
    """One problem of the settings; a secret is named by its variable."""
    place = [str(part) for part in item["loc"]]
    message = str(item["msg"]).removeprefix("Value error, ")
    if place and place[0] in spec.secrets:
        what = "is not set" if item["type"] == "missing" else message
        return f"{secret_name(name, place[0])}: {what}; connection {name} ({spec.title_en}) needs it."
    if not place:
        variables = ", ".join(secret_name(name, field) for field in spec.secrets)
        return f"{_FILE}: {name}.settings: {message}. Its secrets are {variables}."
    key = ".".join(place)
    if item["type"] == "extra_forbidden":
        settings = [field for field in spec.settings.model_fields if field not in spec.secrets]
        return f"{_FILE}: {name}.settings.{key}: is no known setting; {did_you_mean(key, settings)}"
    if item["type"] == "missing":
        return f"{_FILE}: {name}.settings.{key}: is missing; add it."
    return f"{_FILE}: {name}.settings.{key}: {message}."
