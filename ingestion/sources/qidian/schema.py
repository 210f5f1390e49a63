"""What a connection to Tencent Qidian needs. Every default that is no documented fact can be changed here."""

from typing import Literal

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings

PARTS = ("identity", "contact", "socialAccount", "controlInfo", "udfInfo")


class QidianSettings(ConnectionSettings):
    """One Qidian company account.

    `app` says how a token is got: as a self-built app of the company (with `sid`), or as a developer. The
    codes are those of the other Tencent platforms, since Qidian's own are not published.
    """

    base_url: str = "https://api.qidian.qq.com"
    app: Literal["self_built", "developer"] = "self_built"
    sid: str = ""
    appid: str
    secret: SecretStr
    parts: tuple[str, ...] = PARTS
    requests_per_second: int = Field(default=20, ge=1)
    token_ended_codes: tuple[int, ...] = (40001, 40014, 42001)
    rate_codes: tuple[int, ...] = (45009, 45011)
    busy_codes: tuple[int, ...] = (-1,)
    denied_codes: tuple[int, ...] = (48001, 48002)
