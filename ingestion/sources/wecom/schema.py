"""What a connection to WeCom needs. Every default that is no documented fact can be changed here."""

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class WecomSettings(ConnectionSettings):
    """One company (`corp_id`) and the secret of the app that may read customer contacts.

    The codes are those of the public error table, as far as it is known: a token that has ended, too many
    requests, busy, no right to the interface, and a member who has no customer.
    """

    base_url: str = "https://qyapi.weixin.qq.com"
    corp_id: str
    secret: SecretStr
    page_size: int = Field(default=100, ge=1, le=100)
    requests_per_minute: int = Field(default=1000, ge=1)
    token_ended_codes: tuple[int, ...] = (40014, 42001)
    rate_codes: tuple[int, ...] = (45009,)
    busy_codes: tuple[int, ...] = (-1,)
    denied_codes: tuple[int, ...] = (48002,)
    no_customer_codes: tuple[int, ...] = (84061,)
