"""English nicknames: the names that a word is short for, from the nicknames library's hand-kept list."""

from functools import cache

import pyarrow as pa
from nicknames import NickNamer


@cache
def _namer() -> NickNamer:
    """The library's list is read from disk, so one is kept."""
    return NickNamer()


def names_behind(word: str) -> str | None:
    """The names that `word` (in small letters) is short for, each between spaces; None when it is none."""
    names = _namer().canonicals_of(word)
    return f" {' '.join(sorted(names))} " if names else None


def formal_names(words: pa.Array) -> pa.Array:
    """`names_behind` over a column of words; a null word stays null."""
    return pa.array([None if word is None else names_behind(word) for word in words.to_pylist()], pa.string())
