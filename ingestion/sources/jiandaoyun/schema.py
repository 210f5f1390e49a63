"""The settings of a Jiandaoyun connection. What is unverified of the API is a setting here."""

from typing import Literal

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class JiandaoyunSettings(ConnectionSettings):
    """A company's API key and what its account allows.

    Attributes:
        base_url: https://api.jodoo.com/api for the overseas brand.
        api_key: made in the open platform; it must be allowed to read the apps that contracts name.
        page_size: rows a page; the system gives 100 at most.
        updated_field: the system field with the time of the last change.
        filters_by_update: whether forms are asked for changes since a time; without it each pull reads all.
        filter_times: how times stand in a filter, as UTC with a Z or as Beijing time without a zone.
        credential_codes: error codes that mean a wrong or disabled key.
        rate_codes: error codes that mean too many requests.
        list_requests_per_second: for the data of forms; `requests_per_second` for the whole account.
    """

    base_url: str = "https://api.jiandaoyun.com/api"
    api_key: SecretStr
    page_size: int = Field(default=100, ge=1, le=100)
    updated_field: str = "updateTime"
    filters_by_update: bool = True
    filter_times: Literal["utc", "beijing"] = "utc"
    credential_codes: tuple[int, ...] = (8301, 8302)
    rate_codes: tuple[int, ...] = (8303,)
    list_requests_per_second: int = Field(default=30, ge=1)
    requests_per_second: int = Field(default=50, ge=1)
