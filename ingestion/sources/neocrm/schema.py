"""The settings of a Neocrm connection. What is unverified of the API is a setting here."""

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class NeocrmSettings(ConnectionSettings):
    """A user with an OAuth client, and what his tenant is like.

    Attributes:
        base_url: the tenant's API host, such as https://api-p10.xiaoshouyi.com.
        login_url: the tenant's login host, such as https://login-p10.xiaoshouyi.com.
        token_path: where tokens are given out; older tenants use /oauth2/token or /oauth2/token.action.
        redirect_uri: as registered with the client.
        username: whose rights count: what the user may not see is not pulled.
        security_token: the 8 characters that follow the password.
        token_seconds: how long a token lives where the answer does not say.
        batch_count: rows a scroll page; listing_rows: ids a page of the second pass.
        requests_per_second: the vendor names no limit.
        updated_field: the field with the time of the last change.
        picklist_key: where a field's description lists its picklist's values.
        stage_object, stage_field, stage_name: which object names the stages, which field refers to it, and
            which of its fields is the name.
        stage_time: the field with the time at which an opportunity entered its stage.
        ok_codes, token_codes, scope_codes, rate_codes: what codes in a body that came with HTTP 200 mean.
    """

    base_url: str = "https://api.xiaoshouyi.com"
    login_url: str = "https://login.xiaoshouyi.com"
    token_path: str = "/auc/oauth2/token"  # noqa: S105 - an address
    redirect_uri: str = "https://api.xiaoshouyi.com"
    client_id: str
    username: str
    client_secret: SecretStr
    password: SecretStr
    security_token: SecretStr
    token_seconds: int = Field(default=86_400, ge=60)
    batch_count: int = Field(default=2000, ge=1, le=4000)
    listing_rows: int = Field(default=3000, ge=1, le=4000)
    requests_per_second: int = Field(default=10, ge=1)
    updated_field: str = "updatedAt"
    picklist_key: str = "selectitem"
    stage_object: str = "oppProcess"
    stage_field: str = "saleStageId"
    stage_name: str = "stageName"
    stage_time: str = "stageUpdatedAt"
    ok_codes: tuple[int, ...] = (0, 200)
    token_codes: tuple[int, ...] = (401,)
    scope_codes: tuple[int, ...] = (403,)
    rate_codes: tuple[int, ...] = (429,)
