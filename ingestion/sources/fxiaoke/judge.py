"""What Fxiaoke's replies mean: always HTTP 200, and only errorCode counts."""

from ingestion.http.errors import QuotaUsedUp, RequestRefused, ScopeMissing
from ingestion.http.message import NotJson, Reply
from ingestion.http.verdict import Again, Fine, Refused, Renew, Verdict, credentials_refused, judge_status
from ingestion.sources.fxiaoke.login import REMEDY, SYSTEM
from ingestion.sources.fxiaoke.schema import FxiaokeSettings


class FxiaokeJudge:
    """Judges replies by the settings' codes."""

    def __init__(self, settings: FxiaokeSettings) -> None:
        self._settings = settings

    def data(self, reply: Reply) -> Verdict:
        """Judge the answer to a request with a token."""
        code, said, verdict = _read(reply)
        if not code:
            return verdict
        settings = self._settings
        if code in settings.token_codes:
            return Renew(said)
        if code in settings.scope_codes:
            return Refused(
                ScopeMissing(
                    f"{SYSTEM} denies access ({said}); give the app the right to the object's data, and the "
                    "employee the right to see it."
                )
            )
        return self._common(code, said) or Refused(RequestRefused(f"{SYSTEM} refuses the request ({said})."))

    def token(self, reply: Reply) -> Verdict:
        """Judge the answer to a request for a token: what is no passing trouble is a wrong credential."""
        code, said, verdict = _read(reply)
        if not code:
            return verdict
        return self._common(code, said) or credentials_refused(SYSTEM, said, REMEDY)

    def _common(self, code: int, said: str) -> Verdict | None:
        settings = self._settings
        if code in settings.credential_codes:
            return credentials_refused(SYSTEM, said, REMEDY)
        if code in settings.rate_codes or code in settings.busy_codes:
            return Again(said)
        if code in settings.quota_codes:
            return Refused(
                QuotaUsedUp(
                    f"{SYSTEM}'s calls for today are used up ({said}); they are given anew at 0:00. Pull "
                    "less often, or buy another pack of calls."
                )
            )
        return None


def _read(reply: Reply) -> tuple[int, str, Verdict]:
    """The error code (0: none), what is said of it, and the verdict where there is no error code."""
    verdict = judge_status(SYSTEM, reply)
    if not isinstance(verdict, Fine):
        return 0, "", verdict
    told = reply.json()
    if not isinstance(told, dict) or "errorCode" not in told:
        raise NotJson("an answer without errorCode")
    code = int(told["errorCode"])
    words = told.get("errorMessage") or told.get("errorDescription") or "no message"
    return code, f"{words}, errorCode {code}", verdict
