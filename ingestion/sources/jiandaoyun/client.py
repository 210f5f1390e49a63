"""Speaking with Jiandaoyun: the session, what its replies mean, and the pages of a form."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.tokens import FixedAuthorization
from ingestion.http.verdict import Again, Refused, Verdict, credentials_refused, judge_status
from ingestion.sources.jiandaoyun.schema import JiandaoyunSettings

SYSTEM = "Jiandaoyun"
_REMEDY = "check the secret api_key and that the key is enabled in the open platform."
_LIST_LIMIT = 100


class JiandaoyunClient:
    """One connection. Every call is a POST with JSON."""

    def __init__(self, settings: JiandaoyunSettings, clocks: Clocks) -> None:
        self.settings = settings
        rates = {
            "data": Rate(settings.list_requests_per_second, 1.0),
            "": Rate(settings.requests_per_second, 1.0),
        }
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            self._judge,
            authorization=FixedAuthorization.bearer(settings.api_key.get_secret_value()),
            limits=Limits(rates=rates),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def rows(
        self, app_id: str, entry_id: str, cond: list[dict[str, Any]], fields: list[str] | None
    ) -> Iterator[list[dict[str, Any]]]:
        """Yield a form's rows that meet all conditions, in the order of their ids, page by page.

        `fields` None gives all fields. Raises RequestRefused or ScopeMissing, naming the apps or forms that
        there are, when the form cannot be read.
        """
        body: dict[str, Any] = {"app_id": app_id, "entry_id": entry_id, "limit": self.settings.page_size}
        if fields is not None:
            body["fields"] = fields
        if cond:
            body["filter"] = {"rel": "and", "cond": cond}
        while True:
            page = self._page(body)
            if page:
                yield page
                body["data_id"] = page[-1]["_id"]
            if len(page) < self.settings.page_size:
                return

    def fields(self, app_id: str, entry_id: str) -> dict[str, str]:
        """Return a form's fields, system fields included: {name in the API: label}."""
        body = {"app_id": app_id, "entry_id": entry_id}
        try:
            told = self._session.post("v5/app/entry/widget/list", body).json()
        except RequestRefused as error:
            raise self._explained(error, app_id, entry_id) from error
        widgets = [*told.get("widgets", ()), *told.get("sysWidgets", ())]
        return {widget["name"]: widget.get("label", "") for widget in widgets}

    def apps(self) -> dict[str, str]:
        """Return the apps that the key may read: {id: name}."""
        return self._names("v5/app/list", {}, "apps", "app_id")

    def forms(self, app_id: str) -> dict[str, str]:
        """Return an app's forms: {id: name}."""
        return self._names("v5/app/entry/list", {"app_id": app_id}, "forms", "entry_id")

    def _page(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """One page, asked for again while it is not the one after the cursor."""
        after = body.get("data_id", "")

        def page_of(told: Any) -> list[dict[str, Any]] | None:
            page: list[dict[str, Any]] | None = told.get("data")
            return page if page is not None and (not page or page[0]["_id"] > after) else None

        request = Request("POST", "v5/app/entry/data/list", json=body, endpoint="data")
        try:
            return self._session.ask(request, page_of)
        except RequestRefused as error:
            raise self._explained(error, body["app_id"], body["entry_id"]) from error

    def _names(self, path: str, body: Mapping[str, Any], key: str, id_key: str) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            asked = {**body, "limit": _LIST_LIMIT, "skip": len(found)}
            page = self._session.post(path, asked).json().get(key, [])
            found.update((item[id_key], item["name"]) for item in page)
            if len(page) < _LIST_LIMIT:
                return found

    def _explained(self, error: RequestRefused, app_id: str, entry_id: str) -> RequestRefused | ScopeMissing:
        """Say which apps or forms there are, where a wrong id is the reason of the refusal."""
        apps = self.apps()
        if app_id not in apps:
            return ScopeMissing(
                f"{SYSTEM} shows the API key no app '{app_id}'; it may read: {_listed(apps)}. Correct the "
                "option app_id, or allow the key to read the app."
            )
        forms = self.forms(app_id)
        if entry_id not in forms:
            return RequestRefused(
                f"{SYSTEM}'s app {apps[app_id]} has no form '{entry_id}'; its forms are: {_listed(forms)}. "
                "Correct the option entry_id."
            )
        return error

    def _judge(self, reply: Reply) -> Verdict:
        if reply.status != 400:
            if reply.status == 401:
                return credentials_refused(SYSTEM, "HTTP 401", _REMEDY)
            return judge_status(SYSTEM, reply)
        body = reply.json()
        code = int(body.get("code") or 0)
        said = f"{body.get('msg') or 'no message'}, code {code}"
        if code in self.settings.rate_codes:
            return Again(said)
        if code in self.settings.credential_codes:
            return credentials_refused(SYSTEM, said, _REMEDY)
        return Refused(RequestRefused(f"{SYSTEM} refuses the request ({said})."))


def _listed(names: Mapping[str, str]) -> str:
    return ", ".join(f"{one} ({name})" for one, name in names.items()) or "none"
