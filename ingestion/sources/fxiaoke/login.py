"""Authorisation of Fxiaoke, the newer and the older way. Tokens are never asked for twice at once."""

import threading
import uuid
from typing import Any

from ingestion.http.errors import CredentialsRefused
from ingestion.http.message import Request
from ingestion.http.session import ApiSession, Clocks
from ingestion.http.throttle import Rate
from ingestion.http.tokens import Token, TokenAuthorization
from ingestion.sources.fxiaoke.schema import FxiaokeSettings

SYSTEM = "Fxiaoke"
REMEDY = "check app_id and the secrets app_secret and permanent_code."
TOKEN_RATE = Rate(10, 60.0)
# The system refuses a token call while another of the company's runs, also of another connection.
_ONE_AT_A_TIME = threading.Lock()


class Login:
    """Gets tokens through `session` and puts them into requests."""

    def __init__(self, session: ApiSession, settings: FxiaokeSettings) -> None:
        self._session, self._settings = session, settings
        self._company = ""
        self._user = settings.open_user_id

    def authorization(self, clocks: Clocks) -> TokenAuthorization:
        """Return what the session for data uses."""
        if self._settings.auth == "app_secret":
            return TokenAuthorization(self._fetch_new, self._put_new, clocks.now)
        return TokenAuthorization(self._fetch_old, self._put_old, clocks.now)

    def _fetch_new(self) -> Token:
        told = self._ask("/oauth2.0/token", {**self._app(), "grantType": "app_secret"})
        self._company = str(told["ea"])
        return Token(str(told["accessToken"]), float(told["expiresIn"]))

    def _put_new(self, request: Request, token: str) -> None:
        request.params["thirdTraceId"] = str(uuid.uuid4())
        request.headers["authorization"] = f"Bearer {token}"
        request.headers["x-fs-ea"] = self._company
        request.headers["x-fs-userid"] = self._settings.user_id

    def _fetch_old(self) -> Token:
        told = self._ask("/cgi/corpAccessToken/get/V2", self._app())
        self._company, token = str(told["corpId"]), str(told["corpAccessToken"])
        if not self._user:
            asked = {"corpId": self._company, "corpAccessToken": token, "mobile": self._settings.mobile}
            employees = self._ask("/cgi/user/getByMobile", asked).get("empList") or []
            if not employees:
                raise CredentialsRefused(
                    f"{SYSTEM} knows no employee with the mobile in the setting 'mobile'; correct it, or set "
                    "open_user_id."
                )
            self._user = str(employees[0]["openUserId"])
        return Token(token, float(told["expiresIn"]))

    def _put_old(self, request: Request, token: str) -> None:
        request.params["thirdTraceId"] = str(uuid.uuid4())
        request.json = {
            "corpAccessToken": token,
            "corpId": self._company,
            "currentOpenUserId": self._user,
            **request.json,
        }

    def _app(self) -> dict[str, str]:
        settings = self._settings
        return {
            "appId": settings.app_id,
            "appSecret": settings.app_secret.get_secret_value(),
            "permanentCode": settings.permanent_code.get_secret_value(),
        }

    def _ask(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        request = Request("POST", path, {"thirdTraceId": str(uuid.uuid4())}, json=body, endpoint="token")
        with _ONE_AT_A_TIME:
            told: dict[str, Any] = self._session.request(request).json()
        return told
