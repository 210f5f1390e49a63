"""What a connection to Typeform needs. Every default that is no documented fact can be changed here."""

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class TypeformSettings(ConnectionSettings):
    """One Typeform account; one whose data lies in the EU has https://api.eu.typeform.com as `base_url`."""

    base_url: str = "https://api.typeform.com"
    token: SecretStr
    page_size: int = Field(default=1000, ge=1, le=1000)
    requests_per_second: int = Field(default=2, ge=1)
