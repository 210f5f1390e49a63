"""The settings of a Zoho CRM connection, and the shapes of its replies that the code relies on."""

from typing import Any, TypedDict

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class ZohoSettings(ConnectionSettings):
    """A Zoho CRM connection.

    `accounts_url` is where tokens come from, in the org's own data centre; the token's reply says where the
    API is, and `base_url` stands in for it where it does not. A page token leads at most `rows_per_token`
    rows far. Deleted records are listed for `deleted_days`. `counts_records` off: the org's version has no
    actions/count.
    """

    base_url: str = "https://www.zohoapis.com"
    accounts_url: str = "https://accounts.zoho.com"
    client_id: str
    client_secret: SecretStr
    refresh_token: SecretStr
    api_version: str = Field(default="v8", pattern=r"^v\d(\.\d)?$")
    page_size: int = Field(default=200, ge=1, le=200)
    rows_per_token: int = Field(default=100_000, ge=200)
    deleted_days: int = Field(default=60, ge=1)
    counts_records: bool = True
    stage_history_fields: tuple[str, ...] = ("Stage", "Amount", "Probability", "Modified_Time", "Modified_By")
    custom_modules: tuple[str, ...] = ()
    api_hosts: tuple[str, ...] = (
        "www.zohoapis.com",
        "www.zohoapis.eu",
        "www.zohoapis.in",
        "www.zohoapis.com.cn",
        "www.zohoapis.com.au",
        "www.zohoapis.jp",
    )


class PageInfo(TypedDict, total=False):
    """How a list goes on."""

    more_records: bool
    next_page_token: str | None


class Page(TypedDict, total=False):
    """One page of a list; its rows stand under the list's own name."""

    rows: list[dict[str, Any]]
    info: PageInfo
