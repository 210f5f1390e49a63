"""What a connection to Jotform needs. Every default that is no documented fact can be changed here."""

from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator

from ingestion.sources.spec import ConnectionSettings


class JotformSettings(ConnectionSettings):
    """One Jotform account; in the EU its `base_url` is https://eu-api.jotform.com.

    `time_zone` is the account's, in which all times come. Submissions with a status of `deleted_statuses`
    lie in the trash and count as gone.
    """

    base_url: str = "https://api.jotform.com"
    api_key: SecretStr
    time_zone: str = "America/New_York"
    deleted_statuses: tuple[str, ...] = ("DELETED",)
    page_size: int = Field(default=1000, ge=1, le=1000)
    requests_per_second: int = Field(default=5, ge=1)

    @field_validator("time_zone")
    @classmethod
    def _exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"'{name}' is no time zone; write it like America/New_York") from error
        return name
