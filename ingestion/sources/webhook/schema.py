"""What a webhook needs: how it is signed, with which keys, and where its deliveries are kept."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from ingestion.intake.signatures import Scheme
from ingestion.sources.spec import ConnectionSettings


class WebhookSettings(ConnectionSettings):
    """The deliveries of one form.

    Attributes:
        base_url: the address at which senders reach the intake.
        scheme: how the sender signs.
        folder: where deliveries are kept; a folder of this connection's own.
        secret: the key that the sender signs with; for Jinshuju the last part of the address.
        second_secret: accepted as well, while the key is changed.
        window_seconds: how old a signed timestamp may be.
        keep_days: how long a delivery is kept after it was landed.
        largest_body: bytes that a delivery may have.
    """

    base_url: str = "http://127.0.0.1:8080"
    scheme: Scheme
    folder: Path
    secret: SecretStr = Field(min_length=8)
    second_secret: SecretStr | None = Field(default=None, min_length=8)
    window_seconds: int = Field(default=300, ge=1)
    keep_days: int = Field(default=30, ge=1)
    largest_body: int = Field(default=1 << 20, ge=1)

    @field_validator("folder", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        if not value.is_absolute():
            raise ValueError("is no absolute path; the intake and the pulls may start in different folders")
        return value

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are accepted."""
        given = (self.secret, self.second_secret)
        return tuple(secret.get_secret_value() for secret in given if secret is not None)

    @property
    def in_path(self) -> bool:
        """Whether the secret is the last part of the address."""
        return self.scheme is Scheme.JINSHUJU
