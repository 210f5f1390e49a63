"""What a connection to Jinshuju needs. Every default that is no documented fact can be changed here."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from ingestion.sources.spec import ConnectionSettings


class JinshujuSettings(ConnectionSettings):
    """One Jinshuju account.

    With `auth` basic the key and the secret go into HTTP Basic, with bearer the key alone is the token.
    """

    base_url: str = "https://jinshuju.net"
    api_key: SecretStr
    api_secret: SecretStr | None = None
    auth: Literal["basic", "bearer"] = "basic"
    requests_per_second: int = Field(default=5, ge=1)

    @model_validator(mode="after")
    def _basic_needs_both(self) -> Self:
        if self.auth == "basic" and self.api_secret is None:
            raise ValueError("auth 'basic' needs the secret api_secret; or set auth to 'bearer'")
        return self
