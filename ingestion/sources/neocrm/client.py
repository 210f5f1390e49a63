"""Speaking with Neocrm: the session, what its replies mean, XOQL and descriptions of objects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.http.errors import RequestRefused, ScopeMissing
from ingestion.http.message import Reply, Request
from ingestion.http.session import ApiSession, Clocks, Limits
from ingestion.http.throttle import Rate
from ingestion.http.verdict import Again, Fine, Refused, Renew, Verdict, judge_status
from ingestion.sources.neocrm.login import SYSTEM, authorization, judge_token
from ingestion.sources.neocrm.schema import NeocrmSettings

_DATA = "/rest/data/v2.0"
_SCOPE = "give the user the right to read the object."


@dataclass(frozen=True)
class Description:
    """An object's fields, and for picklists {field: {code: label}}."""

    fields: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]


class NeocrmClient:
    """One connection."""

    def __init__(self, settings: NeocrmSettings, clocks: Clocks) -> None:
        self.settings = settings
        self._login = ApiSession(SYSTEM, settings.login_url, judge_token, clocks=clocks)
        self._session = ApiSession(
            SYSTEM,
            settings.base_url,
            self._judge,
            authorization=authorization(self._login, settings, clocks),
            limits=Limits(rates={"": Rate(settings.requests_per_second, 1.0)}),
            clocks=clocks,
        )

    def close(self) -> None:
        """Close the connections."""
        self._login.close()
        self._session.close()

    def describe(self, name: str) -> Description:
        """Return an object's description; raises RequestRefused for a name that is none."""

        def fields_of(told: Any) -> list[dict[str, Any]] | None:
            found = told.get("data", {}).get("fields") if isinstance(told.get("data"), dict) else None
            return found if isinstance(found, list) else None

        try:
            fields = self._session.ask(Request("GET", f"{_DATA}/xobjects/{name}/description"), fields_of)
        except RequestRefused as error:
            raise RequestRefused(
                f"{SYSTEM} does not describe the object '{name}': {error} Correct the contract's resource; "
                "own objects end with __c."
            ) from error
        key = self.settings.picklist_key
        return Description(
            {field["apiKey"]: field.get("label", "") for field in fields},
            {
                field["apiKey"]: {str(item["value"]): item["label"] for item in field[key]}
                for field in fields
                if field.get(key)
            },
        )

    def count(self, query: str) -> int:
        """Return the total of a query that counts as `total`."""

        def total(told: Any) -> int | None:
            records = _records(told)
            return records[0].get("total") if records and len(records) == 1 else None

        return int(self._session.ask(_xoql("xoql", {"xoql": query}), total))

    def rows(self, query: str, after: int = 0) -> list[dict[str, Any]]:
        """Return the rows of a query of one page, by id; each id lies after `after`."""

        def next_page(told: Any) -> list[dict[str, Any]] | None:
            rows = _rows_with_ids(told)
            return rows if not rows or int(rows[0]["id"]) > after else None

        return self._session.ask(_xoql("xoql", {"xoql": query}), next_page)

    def scroll(self, query: str) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of a query page by page; each has an id."""
        form = {"xoql": query, "batchCount": str(self.settings.batch_count), "queryLocator": ""}
        while True:
            told = self._session.ask(_xoql("xoqlScroll", form), _page)
            page = _rows_with_ids(told)
            if page:
                yield page
            # An answer that came twice names the place asked for now: asking again gives the right page.
            form["queryLocator"] = str(told.get("queryLocator") or "")
            if not form["queryLocator"]:
                return

    def _judge(self, reply: Reply) -> Verdict:
        """Errors of the business come with HTTP 200 and a code, a number or a text, that is not 200."""
        verdict = judge_status(SYSTEM, reply)
        if not isinstance(verdict, Fine):
            return verdict
        told = reply.json()
        given = told.get("code", told.get("error_code", 0))
        code = int(given) if str(given).lstrip("-").isdigit() else -1
        if code in self.settings.ok_codes:
            return verdict
        said = f"{told.get('msg') or told.get('message') or 'no message'}, code {given}"
        if code in self.settings.token_codes:
            return Renew(said)
        if code in self.settings.rate_codes:
            return Again(said)
        if code in self.settings.scope_codes:
            return Refused(ScopeMissing(f"{SYSTEM} denies access ({said}); {_SCOPE}"))
        return Refused(RequestRefused(f"{SYSTEM} refuses the request ({said})."))


def _xoql(path: str, form: dict[str, str]) -> Request:
    return Request("POST", f"{_DATA}/query/{path}", form=form)


def _records(told: Any) -> list[dict[str, Any]] | None:
    data = told.get("data")
    records = data.get("records") if isinstance(data, dict) else None
    return records if isinstance(records, list) else None


def _rows_with_ids(told: Any) -> list[dict[str, Any]] | None:
    records = _records(told)
    if records is None or (records and "id" not in records[0]):
        return None
    return records


def _page(told: Any) -> Any:
    return None if _rows_with_ids(told) is None else told
