"""What a delivery says: one record, as polling the same form would give it, with the same id and time."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from ingestion.intake.signatures import Scheme
from ingestion.intake.store import Stored
from ingestion.pulling.resource import Item, Op
from ingestion.sources.typeform.resources import with_answers_by_ref

# Where a record has its id.
ID_FIELD = {
    Scheme.JIANDAOYUN: "_id",
    Scheme.TYPEFORM: "token",
    Scheme.JINSHUJU: "serial_number",
    Scheme.FORM: "id",
}
_REMOVE, _RECOVER = "data_remove", "data_recover"
_OPERATIONS = ("data_create", "data_update", _REMOVE, _RECOVER)


def item_of(scheme: Scheme, stored: Stored) -> Item:
    """Return the record that was delivered.

    A delivery of an unknown shape comes as it is, under an id of its own: its contract quarantines it, since
    the field with the id is missing, and the others land.
    """
    content = orjson.loads(stored.body)
    try:
        return _READERS[scheme](content, stored)
    except (LookupError, TypeError, AttributeError):
        return Item(f"delivery {stored.delivery_id}", content, stored.received_at)


def _jiandaoyun(content: Mapping[str, Any], stored: Stored) -> Item:
    """A row; when it was removed or recovered only the push says, the row's own time stays what it was."""
    data, operation = content["data"], _OPERATIONS[_OPERATIONS.index(content["op"])]
    row, at = str(data["_id"]), _moment(content.get("opTime")) or stored.received_at
    if operation == _REMOVE:
        return Item(row, {"_id": row}, at, Op.DELETE)
    return Item(row, data, at if operation == _RECOVER else _moment(data.get("updateTime")) or at)


def _typeform(content: Mapping[str, Any], stored: Stored) -> Item:
    response = with_answers_by_ref(content["form_response"])
    return Item(str(response["token"]), response, _moment(response["submitted_at"]) or stored.received_at)


def _jinshuju(content: Mapping[str, Any], stored: Stored) -> Item:
    entry = content["entry"]
    at = _moment(entry.get("updated_at") or entry.get("created_at"))
    return Item(str(entry["serial_number"]), entry, at or stored.received_at)


def _form(content: Mapping[str, Any], stored: Stored) -> Item:
    """The body itself; one without an id has the delivery's."""
    record = content if content.get("id") else {**content, "id": stored.delivery_id}
    at = _moment(content.get("updated_at") or content.get("submitted_at"))
    return Item(str(record["id"]), record, at or stored.received_at)


_READERS: dict[Scheme, Callable[[Mapping[str, Any], Stored], Item]] = {
    Scheme.JIANDAOYUN: _jiandaoyun,
    Scheme.TYPEFORM: _typeform,
    Scheme.JINSHUJU: _jinshuju,
    Scheme.FORM: _form,
}


def _moment(given: object) -> datetime | None:
    """A time as ISO 8601, in UTC where it has no zone, or as milliseconds since 1970; else None."""
    try:
        if isinstance(given, int):
            return datetime.fromtimestamp(given / 1000, UTC)
        parsed = datetime.fromisoformat(given) if isinstance(given, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed is not None and parsed.tzinfo is None else parsed
