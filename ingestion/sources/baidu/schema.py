"""The settings of a Baidu connection. What no public text of the vendor confirms is one of them."""

from pathlib import Path

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings

# The longest range that one report may cover.
MOST_DAYS = 731


class BaiduSettings(ConnectionSettings):
    """How a company reaches its Baidu account.

    `user_name` is the account's, `user_id` the number of the one that authorised the app. `refresh_token` is
    replaced at each renewal; `token_file` keeps the newest between runs. Codes of failures are not published
    in full, so texts are looked for in what the system says: `token_words`, `rate_words`, `denied_words`.
    """

    base_url: str = "https://api.baidu.com"
    token_url: str = "https://u.baidu.com/oauth/refreshToken"  # noqa: S105 - an address
    user_name: str
    user_id: int
    app_id: str
    app_secret: SecretStr
    refresh_token: SecretStr
    token_file: Path | None = None
    time_zone: str = "Asia/Shanghai"
    report_type: int = 2290316
    columns: tuple[str, ...] = (
        "date",
        "userName",
        "campaignId",
        "campaignName",
        "impression",
        "click",
        "cost",
    )
    rows_key: str = "rows"
    rows_per_page: int = Field(default=200, ge=1, le=5000)
    requests_per_second: int = Field(default=20, ge=1)
    history_days: int = Field(default=MOST_DAYS, ge=1)
    days_per_request: int = Field(default=90, ge=1, le=MOST_DAYS)
    token_words: tuple[str, ...] = ("token",)
    rate_words: tuple[str, ...] = ("qps", "frequen", "频", "繁忙", "busy")
    denied_words: tuple[str, ...] = ("permission", "权限", "授权")
