"""What a source folder declares about itself, to build connections, commands and documents of."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr

from ingestion.http.session import Clocks
from ingestion.pulling.resource import Connector


class ConnectionSettings(BaseModel):
    """The settings of one connection; each kind has its own class below this one.

    Fields of type SecretStr are secrets: they come from the environment and stand in no file. All others come
    from connections.yml.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    base_url: str


@dataclass(frozen=True)
class SourceSpec:
    """One kind of system.

    `resources` gives for each name that a contract may ask for a line in English and in Chinese. `connect`
    opens nothing yet: the first request does. `certainty` says how sure we are of the API's facts, in one
    line.
    """

    kind: str
    title_en: str
    title_zh: str
    settings: type[ConnectionSettings]
    connect: Callable[[Any, Clocks], Connector]
    resources: Mapping[str, tuple[str, str]]
    certainty: str

    def has_resource(self, name: str) -> bool:
        """Whether a contract may ask for it; in a listed name `<word>` stands for any word."""
        patterns = (re.sub(r"<\w+>", r"\\w+", re.escape(listed)) for listed in self.resources)
        return any(re.fullmatch(pattern, name) for pattern in patterns)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the settings that are secrets."""
        fields = self.settings.model_fields.items()
        return tuple(name for name, field in fields if SecretStr in _types(field.annotation))


def _types(annotation: Any) -> tuple[Any, ...]:
    """The annotation and the members of a union such as `SecretStr | None`."""
    return (annotation, *getattr(annotation, "__args__", ()))
