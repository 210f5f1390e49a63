"""The responses to a Typeform as a resource: those submitted since a time, newest first."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ingestion.pulling.resource import Item, Window
from ingestion.sources.typeform.client import TypeformClient

RESPONSE = "response"


class Responses:
    """The responses to one form. A response never changes; it can be deleted, which Typeform does not tell.

    Pages go by token, so that equal times lose nothing, and end at the window's start: the times `since` and
    `until` cannot be given together with a token, so they serve the count alone.
    """

    is_incremental = True
    tells_deletions = False

    def __init__(self, client: TypeformClient, form: str) -> None:
        self._client, self._form = client, form

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the responses, each with its answers a second time by the question's ref."""
        for page in self._pages(window):
            yield [Item(str(one["token"]), with_answers_by_ref(one), at) for one, at in page]

    def count(self, window: Window) -> int | None:
        """Return Typeform's own count of the window."""
        # Times are whole seconds, and `until` counts its own second.
        times = {"until": _text(window.until - timedelta(microseconds=1))}
        if window.since is not None:
            times["since"] = _text(_ceiling(window.since))
        return self._client.count(self._form, times)

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        """Yield the tokens; pages are no cheaper for it."""
        for page in self._pages(window):
            yield [str(one["token"]) for one, _ in page]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return what stands for a response that is listed no more."""
        return {"token": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it does not tell
        """Yield nothing: what is gone is found by listing."""
        return iter(())

    def _pages(self, window: Window) -> Iterator[list[tuple[dict[str, Any], datetime]]]:
        parsed, since = datetime.fromisoformat, window.since
        for page in self._client.pages(self._form):
            timed = [(one, parsed(one["submitted_at"])) for one in page]
            yield timed if since is None else [pair for pair in timed if pair[1] >= since]
            if since is not None and timed[-1][1] < since:
                return


def with_answers_by_ref(response: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a response, polled or pushed, with its answers a second time by the question's ref."""
    answers = response.get("answers") or ()
    return {
        **response,
        "answers_by_ref": {answer["field"]["ref"]: answer.get(answer["type"]) for answer in answers},
    }


def _ceiling(moment: datetime) -> datetime:
    return moment.replace(microsecond=0) + timedelta(seconds=bool(moment.microsecond))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
