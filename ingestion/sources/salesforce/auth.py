"""Logging in to Salesforce: one token endpoint, a form for each grant, and the instance it sends us to."""

import base64
import time
from collections.abc import Callable

import orjson
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import SecretStr

from ingestion.http.errors import CredentialsRefused
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks
from ingestion.http.tokens import Authorization, FixedAuthorization, Token, TokenAuthorization
from ingestion.http.verdict import Verdict, credentials_refused, judge_status
from ingestion.sources.salesforce.schema import SalesforceSettings

_TOKEN_PATH = "services/oauth2/token"  # noqa: S105 - a path
_JWT_SECONDS = 180


class Login:
    """Gets tokens, and puts them and the org's instance into requests."""

    def __init__(self, settings: SalesforceSettings, clocks: Clocks) -> None:
        self._settings = settings
        self._instance = settings.base_url.rstrip("/")
        self._session = ApiSession("Salesforce", settings.base_url, _judge_login, clocks=clocks)
        self._now = clocks.now

    def authorization(self) -> Authorization:
        """Return the authorization of the data session."""
        if self._settings.auth == "session":
            session_id = _plain(self._settings.session_id)
            return FixedAuthorization(lambda request: self._put(request, session_id))
        return TokenAuthorization(self._fetch, self._put, self._now)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _put(self, request: Request, token: str) -> None:
        """Paths count from the instance, which is known only once there is a token."""
        request.headers["Authorization"] = f"Bearer {token}"
        if request.url.startswith("/"):
            request.url = self._instance + request.url

    def _fetch(self) -> Token:
        form = _GRANTS[self._settings.auth](self._settings)
        reply = self._session.request(Request("POST", _TOKEN_PATH, form=form)).json()
        self._instance = str(reply["instance_url"]).rstrip("/")
        # The reply does not say how long a token lives (the org's session settings do): it is used until 401.
        return Token(str(reply["access_token"]))


def _client_credentials(settings: SalesforceSettings) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": settings.client_id,
        "client_secret": _plain(settings.client_secret),
    }


def _password(settings: SalesforceSettings) -> dict[str, str]:
    return {
        "grant_type": "password",
        "client_id": settings.client_id,
        "client_secret": _plain(settings.client_secret),
        "username": settings.username,
        "password": _plain(settings.password) + _plain(settings.security_token),
    }


def _refresh_token(settings: SalesforceSettings) -> dict[str, str]:
    form = {
        "grant_type": "refresh_token",
        "client_id": settings.client_id,
        "refresh_token": _plain(settings.refresh_token),
    }
    return form | ({"client_secret": _plain(settings.client_secret)} if settings.client_secret else {})


def _jwt(settings: SalesforceSettings) -> dict[str, str]:
    """RFC 7523: a signed statement that we act for the user."""
    try:
        key = load_pem_private_key(_plain(settings.private_key).encode(), None)
    except (ValueError, TypeError) as error:
        raise CredentialsRefused(
            "Salesforce's private_key is no unencrypted PEM key; set the secret to the whole text of the key "
            "file."
        ) from error
    if not isinstance(key, RSAPrivateKey):
        raise CredentialsRefused("Salesforce's private_key is no RSA key; Salesforce takes RS256 only.")
    claims = {
        "iss": settings.client_id,
        "sub": settings.username,
        "aud": settings.base_url.rstrip("/"),
        "exp": int(time.time()) + _JWT_SECONDS,
    }
    signed = f"{_base64({'alg': 'RS256'})}.{_base64(claims)}"
    signature = key.sign(signed.encode(), PKCS1v15(), SHA256())
    return {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": f"{signed}.{_text(signature)}",
    }


_GRANTS: dict[str, Callable[[SalesforceSettings], dict[str, str]]] = {
    "client_credentials": _client_credentials,
    "password": _password,
    "refresh_token": _refresh_token,
    "jwt": _jwt,
}


def _base64(data: dict[str, object]) -> str:
    return _text(orjson.dumps(data))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _judge_login(reply: Reply) -> Verdict:
    if reply.status in (400, 401):
        said = reply.json() if reply.body else {}
        words = f"{said.get('error')}: {said.get('error_description')}" if isinstance(said, dict) else ""
        return credentials_refused(
            "Salesforce", words or f"HTTP {reply.status}", "check the connection's auth, names and secrets."
        )
    return judge_status("Salesforce", reply)
