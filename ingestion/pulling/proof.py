"""Proving that a pull is complete: by the system's count, else by a second pass over ids that closes gaps."""

from collections.abc import Callable
from dataclasses import dataclass

from ingestion.pulling.record import BY_IDS, BY_SYSTEM
from ingestion.pulling.resource import Resource, Window
from ingestion.pulling.spool import Spool

_ROUNDS = 3


@dataclass(frozen=True)
class Proof:
    """How many records the window holds, by which account, and what became of the difference.

    `listed` are the ids of the last second pass, None when the system's count was enough.
    """

    counted_by: str
    reported: int
    read: int
    late: int
    moved: int
    missing: int
    explanation: str
    listed: frozenset[str] | None

    @property
    def is_proven(self) -> bool:
        """Whether every record of the window was read."""
        return self.missing == 0


def prove(
    resource: Resource, window: Window, spool: Spool, before: int | None, read_again: Callable[[], None]
) -> Proof:
    """Prove that the spool saw everything in the window.

    `before` is the system's count when the pull started. The count alone is a proof only when it is the same
    before and after, and the number read: while it changes, one record that went could hide another that was
    missed. Otherwise ids are listed, and `read_again` fetches the window anew while some of them are missing.
    """
    inside = _inside(spool, window)
    after = resource.count(window) if before is not None else None
    late = len(spool.seen) - len(inside)
    if before is not None and before == after == len(inside):
        return Proof(BY_SYSTEM, before, len(inside), late, 0, 0, "", None)
    listed = _listed(resource, window)
    rounds = 0
    while listed - spool.seen.keys() and rounds < _ROUNDS:
        rounds += 1
        read_again()
        listed = _listed(resource, window)
    inside = _inside(spool, window)
    missing = listed - spool.seen.keys()
    moved = inside - listed
    # Listed though their change is younger than the window: they count as read in it.
    inside |= listed & spool.seen.keys()
    return Proof(
        BY_IDS,
        len(listed),
        len(inside),
        len(spool.seen) - len(inside),
        len(moved),
        len(missing),
        _explained(before, after, len(listed), rounds, len(moved), sorted(missing)),
        frozenset(listed),
    )


def _inside(spool: Spool, window: Window) -> set[str]:
    """The ids read whose newest change lies in the window."""
    return {one for one, changed in spool.seen.items() if changed is None or changed < window.until}


def _listed(resource: Resource, window: Window) -> set[str]:
    return {one for page in resource.ids(window) for one in page}


def _explained(
    before: int | None, after: int | None, listed: int, rounds: int, moved: int, missing: list[str]
) -> str:
    said = []
    if before is None:
        said.append(f"the system gives no count; a second pass listed {listed:,} ids")
    elif before != after:
        said.append(
            f"the system's count went from {before:,} to {after:,} meanwhile; {listed:,} ids were listed"
        )
    else:
        said.append(f"the system's count is {after:,}; {listed:,} ids were listed")
    if moved:
        said.append(f"{moved:,} read record(s) were changed or deleted meanwhile and left the window")
    if rounds:
        said.append(f"the window was read again {rounds} time(s) for records that were missing")
    if missing:
        said.append(f"{len(missing):,} listed record(s) could not be read, such as {', '.join(missing[:3])}")
    return "; ".join(said)
