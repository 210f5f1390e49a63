"""The customers of Tencent Qidian as a resource: ids, then one request for each customer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingestion.http.errors import RequestRefused
from ingestion.pulling.resource import Item, Window
from ingestion.sources.qidian.client import QidianClient, refusal_of

CUSTOMER = "customer"


class Customers:
    """All customers, read each time: the system has no time of change and no filter.

    N customers cost N requests. A window that is read again asks only for customers it has not given yet.
    """

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: QidianClient) -> None:
        self._client = client
        self._window: Window | None = None
        self._given: set[str] = set()

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        """Yield the customers page by page of the list of ids."""
        if window != self._window:
            self._window, self._given = window, set()
        for cursor, ids in self._client.pages():
            yield self._details(cursor, ids)

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - nothing can be filtered
        """Return the system's total."""
        return self._client.total()

    def ids(self, window: Window) -> Iterator[Iterable[str]]:  # noqa: ARG002 - nothing can be filtered
        """Yield the pages of the list of ids."""
        for _, ids in self._client.pages():
            yield ids

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return what stands for a customer who is gone."""
        return {"cust_id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: the system does not tell."""
        return iter(())

    def _details(self, cursor: str, ids: list[str]) -> Iterator[Item]:
        for one in ids:
            if one in self._given:
                continue
            try:
                record = self._client.customer(one)
            except RequestRefused as error:
                if not self._given and self._client.is_listed(one, cursor):
                    # Not even one could be read: it will be no better with the others.
                    raise refusal_of(one, error) from error
                # Deleted meanwhile; one that is listed still is named by the certificate as missing.
                continue
            self._given.add(one)
            yield Item(one, record)
