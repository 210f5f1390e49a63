"""The settings of a Google Ads connection. What the vendor's public text does not confirm is one of them."""

from pydantic import Field, SecretStr, field_validator

from ingestion.sources.spec import ConnectionSettings


class GoogleAdsSettings(ConnectionSettings):
    """How a company reaches its Google Ads accounts.

    `login_customer_id` is the manager account through which they are reached, None where there is none.
    `time_zone` is the accounts': a day of the report is a day there.
    """

    base_url: str = "https://googleads.googleapis.com"
    token_url: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    client_id: str
    client_secret: SecretStr
    refresh_token: SecretStr
    developer_token: SecretStr
    login_customer_id: str | None = None
    api_version: str = "v21"
    time_zone: str = "Asia/Shanghai"
    metrics: tuple[str, ...] = (
        "metrics.cost_micros",
        "metrics.impressions",
        "metrics.clicks",
        "metrics.conversions",
    )
    history_days: int = Field(default=1095, ge=1)
    days_per_request: int = Field(default=31, ge=1)

    @field_validator("login_customer_id")
    @classmethod
    def _without_dashes(cls, given: str | None) -> str | None:
        return given.replace("-", "") if given else None
