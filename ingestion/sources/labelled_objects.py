"""What the objects of CRMs have in common that keep codes in their records and the labels in a description.

How a system is asked for its records, counts and descriptions is in its own folder.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.pulling.resource import Item, Window
from ingestion.sources.options import read_options, unknown_resource

# The key under which a record gets the labels of its codes; no field is called so.
LABELS = "_labels"

Labels = Mapping[str, Mapping[str, str]]


class LabelledObject:
    """The records of one object, whose codes get their labels in `_labels`.

    The system counts; it tells no deletions, so ids that are no longer listed are gone.
    """

    is_incremental = True
    tells_deletions = False
    id_field = "id"

    @property
    def key(self) -> tuple[str, ...]:
        """The fields that identify a record."""
        return (self.id_field,)

    def id_of(self, record: Mapping[str, Any]) -> str:
        """Return what identifies a record, from the fields in `key`."""
        return str(record[self.id_field])

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: no list of deleted records is known."""
        return iter(())

    def items(self, page: Iterable[dict[str, Any]], labels: Labels, updated: str) -> list[Item]:
        """Return a page's records with their labels; `updated` names the field of their last change."""
        items = []
        for record in page:
            if labels:
                record[LABELS] = {
                    field: names[code]
                    for field, names in labels.items()
                    if (code := str(record.get(field))) in names
                }
            changed = record.get(updated)
            moment = datetime.fromtimestamp(int(changed) / 1000, UTC) if changed else None
            items.append(Item(self.id_of(record), record, moment))
        return items


class EnteredStages(LabelledObject):
    """The stage that each opportunity stands in and since when: one record for each time it entered a stage.

    The system keeps no history. Entries that were pulled stay when the opportunity goes on, so the history
    grows from the first pull on, with stages that are entered again; none between two pulls is seen.
    """

    stage_time: str

    @property
    def key(self) -> tuple[str, ...]:
        """The opportunity's id, and the field of the time at which it entered the stage."""
        return (self.id_field, self.stage_time)

    def id_of(self, record: Mapping[str, Any]) -> str:
        """Return the opportunity's id with the time of its entry, which may be blank."""
        return f"{record[self.id_field]}@{record.get(self.stage_time) or ''}"

    def would_list(self, id: str, window: Window) -> bool:  # noqa: A002, ARG002 - the protocol's words
        """Return False: only the newest entry is listed, so a missing one says nothing."""
        return False


def require_fields(system: str, name: str, wanted: Sequence[str], fields: Mapping[str, str]) -> None:
    """Raise RequestRefused, listing what there is, when an object has not every wanted field."""
    missing = [field for field in wanted if field not in fields]
    if missing:
        listed = ", ".join(f"{field} ({label})" for field, label in fields.items())
        raise RequestRefused(
            f"{system}'s object {name} has no field '{missing[0]}'; its fields are: {listed}. "
            "Correct the option fields."
        )


def wanted_fields(
    system: str,
    name: str,
    options: Mapping[str, Any],
    objects: Mapping[str, Any],
    is_own: Callable[[str], object],
    stages: str,
) -> list[str]:
    """Return what the option `fields` asks for of an object, nothing meaning all; `stages` has no option.

    Raises ValueError for a name that is neither one of `objects` nor one of the company's own, and for other
    options.
    """
    if name not in objects and not is_own(name):
        raise unknown_resource(system, name, objects)
    given = read_options(name, options, (), () if name == stages else ("fields",))
    return [field.strip() for field in given.get("fields", "").split(",") if field.strip()]


def milliseconds(moment: datetime) -> int:
    """Return a moment as these systems write it."""
    return round(moment.timestamp() * 1000)
