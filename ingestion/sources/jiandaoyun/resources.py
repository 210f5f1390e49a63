"""What is pulled out of Jiandaoyun: the rows of a form. Which form is in the contract's options."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.http.session import Clocks
from ingestion.pulling.resource import Item, Window
from ingestion.sources.jiandaoyun.client import SYSTEM, JiandaoyunClient
from ingestion.sources.jiandaoyun.schema import JiandaoyunSettings
from ingestion.sources.options import read_options, unknown_resource
from ingestion.sources.spec import SourceSpec

_RESOURCES = {"form": ("The rows of one form", "某一表单的全部数据")}
_BEIJING = timezone(timedelta(hours=8))
# Filters may know whole seconds only: what is a second too young does no harm.
_ROUNDING = timedelta(seconds=1)


class Form:
    """The rows of one form. Rows are listed by id; what changed since is asked for by update time.

    The system counts nothing and tells no deletions: a second pass over ids proves completeness, and a row
    that is no longer listed is gone.
    """

    tells_deletions = False

    def __init__(self, client: JiandaoyunClient, app_id: str, entry_id: str, fields: list[str]) -> None:
        self._client, self._form = client, (app_id, entry_id)
        self._updated = client.settings.updated_field
        self._fields = [*fields, self._updated] if fields else None
        self._are_checked = not fields

    @property
    def is_incremental(self) -> bool:
        """Whether the form is asked for changes."""
        return self._client.settings.filters_by_update

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the rows as they come."""
        self._check_fields()
        updated = self._updated
        parse = datetime.fromisoformat
        for page in self._client.rows(*self._form, self._condition(window), self._fields):
            yield [Item(row["_id"], row, parse(row[updated]) if row.get(updated) else None) for row in page]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - there is no total
        """Return None: there is no total."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the ids, with no field but the time of change."""
        for page in self._client.rows(*self._form, self._condition(window), [self._updated]):
            yield [row["_id"] for row in page]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return the row's id alone."""
        return {"_id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: the API tells no deletions."""
        return iter(())

    def _condition(self, window: Window) -> list[dict[str, Any]]:
        """The window as a filter; both ends of `range` are inclusive."""
        if window.since is None:
            return []
        times = [self._time(window.since), self._time(window.until + _ROUNDING)]
        return [{"field": self._updated, "type": "datetime", "method": "range", "value": times}]

    def _time(self, moment: datetime) -> str:
        if self._client.settings.filter_times == "beijing":
            return f"{moment.astimezone(_BEIJING):%Y-%m-%d %H:%M:%S}"
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _check_fields(self) -> None:
        """Refuse fields that the form has not: the system leaves them out without a word."""
        if self._are_checked or self._fields is None:
            return
        known = self._client.fields(*self._form)
        missing = [name for name in self._fields if name not in known and name != self._updated]
        if missing:
            listed = ", ".join(f"{name} ({label})" for name, label in known.items())
            raise RequestRefused(
                f"{SYSTEM}'s form {self._form[1]} has no field '{missing[0]}'; its fields are: {listed}. "
                "Correct the option fields."
            )
        self._are_checked = True


class JiandaoyunConnector:
    """One connection to Jiandaoyun."""

    def __init__(self, settings: JiandaoyunSettings, clocks: Clocks) -> None:
        self._client = JiandaoyunClient(settings, clocks)

    def resource(self, name: str, options: Mapping[str, Any]) -> Form:
        """Return a form. Options: app_id, entry_id, and fields separated by commas (none: all)."""
        if name not in _RESOURCES:
            raise unknown_resource(SYSTEM, name, _RESOURCES)
        given = read_options(name, options, ("app_id", "entry_id"), ("fields",))
        fields = [field.strip() for field in given.get("fields", "").split(",") if field.strip()]
        return Form(self._client, given["app_id"], given["entry_id"], fields)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


SPEC = SourceSpec(
    kind="jiandaoyun",
    title_en="Jiandaoyun",
    title_zh="简道云",
    settings=JiandaoyunSettings,
    connect=JiandaoyunConnector,
    resources=_RESOURCES,
    certainty="Paths, paging and limits from the vendor's pages; the filter by update time is unverified.",
)
