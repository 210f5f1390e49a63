"""The settings of a Meta connection. What the vendor's public text does not confirm is one of them."""

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class MetaSettings(ConnectionSettings):
    """How a company reaches its pages and ad accounts.

    `access_token` is a system user's or a page's long-lived token. `time_zone` is the ad account's: a day of
    the report is a day there. `insights_history_days` is how far back figures exist.
    """

    base_url: str = "https://graph.facebook.com"
    access_token: SecretStr
    api_version: str = "v21.0"
    time_zone: str = "Asia/Shanghai"
    leads_per_page: int = Field(default=100, ge=1, le=1000)
    insights_per_page: int = Field(default=500, ge=1, le=5000)
    insights_history_days: int = Field(default=1095, ge=1)
    insights_days_per_request: int = Field(default=31, ge=1)
    rate_limit_pause_seconds: float = Field(default=60.0, ge=0)
