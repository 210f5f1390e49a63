"""The settings of a Salesforce connection, and the shapes of its replies that the code relies on."""

from typing import Any, Literal, Self, TypedDict

from pydantic import Field, SecretStr, model_validator

from ingestion.sources.spec import ConnectionSettings

Auth = Literal["client_credentials", "password", "jwt", "refresh_token", "session"]

# What each way of logging in needs, besides what it may have.
_NEEDS: dict[str, tuple[str, ...]] = {
    "client_credentials": ("client_id", "client_secret"),
    "password": ("client_id", "client_secret", "username", "password"),
    "jwt": ("client_id", "username", "private_key"),
    "refresh_token": ("client_id", "refresh_token"),
    "session": ("session_id",),
}


class SalesforceSettings(ConnectionSettings):
    """A Salesforce connection.

    `base_url` is where to log in: test.salesforce.com for a sandbox, the org's My Domain for
    client_credentials, the instance itself for `session`. `security_token` is appended to the password. The
    recycle bin tells deletions for `recycle_bin_days`.
    `swept_objects` are those whose deletions Salesforce does not keep in the recycle bin: ids that are no
    longer listed are taken as gone.
    """

    base_url: str = "https://login.salesforce.com"
    auth: Auth = "client_credentials"
    client_id: str = ""
    username: str = ""
    client_secret: SecretStr | None = None
    password: SecretStr | None = None
    security_token: SecretStr | None = None
    private_key: SecretStr | None = None
    refresh_token: SecretStr | None = None
    session_id: SecretStr | None = None
    api_version: str = Field(default="59.0", pattern=r"^\d\d\.0$")
    batch_size: int = Field(default=2000, ge=200, le=2000)
    recycle_bin_days: int = Field(default=15, ge=1)
    swept_objects: tuple[str, ...] = ("CampaignMember",)
    instance_hosts: tuple[str, ...] = ("*.salesforce.com", "*.sfcrmproducts.cn")

    @model_validator(mode="after")
    def _has_what_its_auth_needs(self) -> Self:
        missing = [name for name in _NEEDS[self.auth] if not getattr(self, name)]
        if missing:
            raise ValueError(f"auth {self.auth} also needs {' and '.join(missing)}")
        return self


class SObjectField(TypedDict):
    """A field as describe tells it."""

    name: str
    type: str


class QueryPage(TypedDict, total=False):
    """One page of a query; the last one has no `nextRecordsUrl`."""

    totalSize: int
    done: bool
    nextRecordsUrl: str
    records: list[dict[str, Any]]
