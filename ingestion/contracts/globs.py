"""The `files` globs of contracts: which names one claims, and whether two can claim the same name.

`*` and `?` stay within a folder, `**` crosses folders and `**/` may also be nothing. Everything else is
meant literally. Names are compared in Unicode form NFC, because some file systems decompose them.
"""

import re
import unicodedata
from functools import cache

_TOKEN = re.compile(r"\*\*/|\*\*|.", re.DOTALL)
_PATTERNS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def fault(glob: str) -> tuple[str, str] | None:
    """Return (what is wrong, what to do) with a glob, or None when it is usable."""
    parts = glob.split("/")
    if not glob or any(ord(character) < 32 for character in glob):
        return "is empty or holds a control character", 'give a glob such as "web_forms/*.csv"'
    if "\\" in glob:
        return "holds a backslash", "separate folders with /"
    if parts[0] == "" or re.match(r"[A-Za-z]:", glob):
        return "is an absolute path", "give it relative to the inbox"
    if any(part in ("", ".", "..") for part in parts):
        return 'holds an empty part, "." or ".."', "give it relative to the inbox, without detours"
    return None


def matches(glob: str, name: str) -> bool:
    """Whether `name`, a path below the inbox with / between folders, is claimed by `glob`."""
    return re.fullmatch(_pattern(glob), unicodedata.normalize("NFC", name), re.DOTALL) is not None


def overlap(first: str, second: str) -> bool:
    """Whether some name exists that both globs claim.

    Both are walked at once over the characters that either names, a slash, and one that neither names.
    """
    left, right = _parts(first), _parts(second)
    literals = {part for part in (*left, *right) if len(part) == 1} - {"*", "?"}
    alphabet = literals | {"/", "\0"}
    reached = {(a, b) for a in _settled(left, 0) for b in _settled(right, 0)}
    waiting = list(reached)
    while waiting:
        a, b = waiting.pop()
        if (a, b) == (len(left), len(right)):
            return True
        for character in alphabet:
            for pair in ((x, y) for x in _after(left, a, character) for y in _after(right, b, character)):
                if pair not in reached:
                    reached.add(pair)
                    waiting.append(pair)
    return False


@cache
def _pattern(glob: str) -> str:
    """The glob as a regular expression."""
    return "".join(_PATTERNS.get(part) or re.escape(part) for part in _parts(glob))


def _parts(glob: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFC", glob))


def _settled(parts: list[str], at: int) -> set[float]:
    """The places reachable from `at` without a character: parts that may be nothing are passed."""
    places: set[float] = {at}
    while at < len(parts) and parts[at] in ("*", "**", "**/"):
        at += 1
        places.add(at)
    return places


def _after(parts: list[str], at: float, character: str) -> set[float]:
    """The places reachable from `at` by one character. A half place is inside a begun `**/`."""
    index = int(at)
    part = parts[index] if index < len(parts) else ""
    if part == "**/":
        ended = _settled(parts, index + 1) if character == "/" else set()
        return {index + 0.5} | ended
    if part == "**" or (part == "*" and character != "/"):
        return _settled(parts, index)
    if character == part or (part == "?" and character != "/"):
        return _settled(parts, index + 1)
    return set()
