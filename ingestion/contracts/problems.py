"""A problem of a contract as one sentence that says where it is, what is wrong and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

_LISTED_AT_MOST = 30  # the longest entity has 28 fields


class ContractErrors(Exception):
    """The contracts cannot be used. `problems` holds every problem of every file, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass
class Problems:
    """Collects the problems of one contract file; `file` is its name, `found` is by key."""

    file: str
    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, key: str, wrong: str, remedy: str) -> None:
        """Record that `key` has something `wrong`, and the `remedy` (clauses without a full stop)."""
        where = f"{self.file}: {key}" if key else self.file
        self.found.setdefault(key, []).append(f"{where}: {wrong}; {remedy}")

    @property
    def sentences(self) -> list[str]:
        """All problems, in the order in which their keys were first found faulty."""
        return [sentence for sentences in self.found.values() for sentence in sentences]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return advice on an unknown word: the nearest known one, or the list of all."""
    known = list(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if not known:
        return "none is declared"
    more = ", …" if len(known) > _LISTED_AT_MOST else ""
    return f"known are {', '.join(known[:_LISTED_AT_MOST])}{more}"
