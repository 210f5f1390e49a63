"""Getting tokens from Neocrm: the password and the security token in one."""

from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks
from ingestion.http.tokens import Token, TokenAuthorization
from ingestion.http.verdict import FINE, Again, Refused, Verdict, credentials_refused, judge_status
from ingestion.sources.neocrm.schema import NeocrmSettings

SYSTEM = "Neocrm"
REMEDY = "check client_id, username and the secrets client_secret, password and security_token."


def authorization(session: ApiSession, settings: NeocrmSettings, clocks: Clocks) -> TokenAuthorization:
    """Return what puts tokens into requests; `session` speaks with the login host."""
    form = {
        "grant_type": "password",
        "client_id": settings.client_id,
        "client_secret": settings.client_secret.get_secret_value(),
        "redirect_uri": settings.redirect_uri,
        "username": settings.username,
        "password": settings.password.get_secret_value() + settings.security_token.get_secret_value(),
    }

    def fetch() -> Token:
        told = session.request(Request("POST", settings.token_path, form=form)).json()
        return Token(str(told["access_token"]), float(told.get("expires_in") or settings.token_seconds))

    def put(request: Request, token: str) -> None:
        request.headers["Authorization"] = f"Bearer {token}"

    return TokenAuthorization(fetch, put, clocks.now)


def judge_token(reply: Reply) -> Verdict:
    """Judge the answer to a request for a token, whichever way this tenant tells errors."""
    verdict = judge_status(SYSTEM, reply)
    if isinstance(verdict, Again):
        return verdict
    if verdict is FINE and "access_token" in reply.json():
        return FINE
    if isinstance(verdict, Refused) and reply.status not in (400, 401, 403):
        return verdict
    return credentials_refused(SYSTEM, _said(reply), REMEDY)


def _said(reply: Reply) -> str:
    told = reply.json() if reply.body.startswith(b"{") else {}
    words = [told.get(key) for key in ("error", "error_code", "code", "error_description", "message", "msg")]
    return ", ".join(str(word) for word in words if word) or f"HTTP {reply.status}"
