"""What WeCom has for us: who is a customer of whom, and the members who have customers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ingestion.pulling.resource import Item, Window
from ingestion.sources.wecom.client import MEMBERS_A_REQUEST, WecomClient

EXTERNAL_CONTACT, MEMBER = "external_contact", "member"
# Between the two ids that make one: neither holds it.
_AND = ":"


class ExternalContacts:
    """One record for each customer and member who added him: several members make several records.

    The system has no time of change, so everything is read each time. Ids are external_userid:userid.
    """

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: WecomClient) -> None:
        self._client = client

    def read(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - nothing can be filtered
        """Yield the customers of a hundred members after another."""
        members = self._client.members()
        for start in range(0, len(members), MEMBERS_A_REQUEST):
            for rows in self._client.customers(members[start : start + MEMBERS_A_REQUEST]):
                yield [Item(_id_of(row), row) for row in rows]

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - WeCom counts nothing
        """Return None."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:  # noqa: ARG002 - nothing can be filtered
        """Yield each member's list of customers: one request a member, all ids in it."""
        for member in self._client.members():
            yield [f"{one}{_AND}{member}" for one in self._client.customer_ids(member)]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return what stands for a customer whom a member has no more."""
        customer, _, member = id.partition(_AND)
        return {"external_contact": {"external_userid": customer}, "follow_info": {"userid": member}}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: the system does not tell."""
        return iter(())


class Members:
    """The members who may have customers, from the address book: one request each."""

    is_incremental = False
    tells_deletions = False

    def __init__(self, client: WecomClient) -> None:
        self._client = client

    def read(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - nothing can be filtered
        """Yield the members."""
        yield (Item(one, self._client.member(one)) for one in self._client.members())

    def count(self, window: Window) -> int | None:  # noqa: ARG002 - WeCom counts nothing
        """Return None."""
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:  # noqa: ARG002 - nothing can be filtered
        """Yield the members' ids."""
        yield self._client.members()

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the field's own word
        """Return what stands for a member who is gone."""
        return {"userid": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:  # noqa: ARG002 - it tells none
        """Yield nothing: the system does not tell."""
        return iter(())


def _id_of(row: Mapping[str, Any]) -> str:
    return f"{row['external_contact']['external_userid']}{_AND}{row['follow_info']['userid']}"
