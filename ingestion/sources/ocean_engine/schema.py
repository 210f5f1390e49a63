"""The settings of an Ocean Engine connection. What no public text of the vendor confirms is one of them."""

from pathlib import Path

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class OceanEngineSettings(ConnectionSettings):
    """How a company reaches its advertiser accounts.

    `refresh_token` is replaced at each renewal; `token_file` keeps the newest between runs. Codes are those
    that come in `code` with HTTP 200. The report's names are its dimensions and metrics.
    """

    base_url: str = "https://api.oceanengine.com"
    app_id: str
    app_secret: SecretStr
    refresh_token: SecretStr
    token_file: Path | None = None
    time_zone: str = "Asia/Shanghai"
    page_size: int = Field(default=100, ge=1, le=1000)
    requests_per_second: int = Field(default=10, ge=1)
    clue_days_per_request: int = Field(default=30, ge=1)
    clue_history_days: int = Field(default=731, ge=1)
    report_days_per_request: int = Field(default=31, ge=1)
    report_history_days: int = Field(default=731, ge=1)
    data_topic: str = "BASIC_DATA"
    day_dimension: str = "stat_time_day"
    campaign_id_dimension: str = "cdp_project_id"
    campaign_name_dimension: str = "cdp_project_name"
    metrics: tuple[str, ...] = ("stat_cost", "show_cnt", "click_cnt", "convert_cnt")
    token_ended_codes: tuple[int, ...] = (40102, 40104, 40105)
    denied_codes: tuple[int, ...] = (40002, 40101)
    rate_codes: tuple[int, ...] = (40100, 40110)
    busy_codes: tuple[int, ...] = (50000, 51010)
