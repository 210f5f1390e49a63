"""The settings of a Fxiaoke connection. What is unverified of the API is a setting here."""

from typing import Literal

from pydantic import Field, SecretStr, model_validator

from ingestion.sources.spec import ConnectionSettings


class FxiaokeSettings(ConnectionSettings):
    """An app of the open platform, and the employee whose rights count.

    Attributes:
        base_url: the cloud the company is in, such as https://open-hwcloud.fxiaoke.com; www.fxiaoke.com is
            not the API.
        auth: app_secret is the newer way (headers), corp_token the older one (tokens in the body).
        app_id: FSAID_...
        user_id: the employee's number, for app_secret.
        open_user_id: FSUID_..., for corp_token; or `mobile`, by which it is looked up.
        page_size: rows a page; the system gives 100 at most.
        updated_field: the field with the time of the last change.
        stage_field, stage_time: an opportunity's stage, and when it entered it.
        describe_key: how a request for a description names the object.
        calls_per_window: calls of one endpoint in `window_seconds`.
        token_codes, scope_codes, credential_codes, rate_codes, busy_codes, quota_codes: what error codes
            mean; the vendor's table and the system differ.
    """

    base_url: str = "https://open.fxiaoke.com"
    auth: Literal["app_secret", "corp_token"] = "app_secret"
    app_id: str
    app_secret: SecretStr
    permanent_code: SecretStr
    user_id: str = ""
    open_user_id: str = ""
    mobile: str = ""
    page_size: int = Field(default=100, ge=1, le=100)
    updated_field: str = "last_modified_time"
    stage_field: str = "sales_stage"
    stage_time: str = "stg_changed_time"
    describe_key: str = "apiName"
    calls_per_window: int = Field(default=100, ge=1)
    window_seconds: float = Field(default=20.0, gt=0)
    token_codes: tuple[int, ...] = (20016,)
    scope_codes: tuple[int, ...] = (20017,)
    credential_codes: tuple[int, ...] = (10006,)
    rate_codes: tuple[int, ...] = (30004, 14001)
    busy_codes: tuple[int, ...] = (-1, 50009)
    quota_codes: tuple[int, ...] = (30002, 30003)

    @model_validator(mode="after")
    def _names_an_employee(self) -> "FxiaokeSettings":
        if self.auth == "app_secret" and not self.user_id:
            raise ValueError("auth app_secret needs user_id, the number of the employee whose rights count")
        if self.auth == "corp_token" and not (self.open_user_id or self.mobile):
            raise ValueError("auth corp_token needs open_user_id, or the employee's mobile to look it up")
        return self
