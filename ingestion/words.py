"""How words are compared: without regard to width, case and outer blanks.

One place, so that files and contracts agree. The functions work on whole Arrow columns; those named
`_word` do the same to one word of a contract.
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

# NFKC turns 5² into 52 and ① into 1: a different number. Values with such signs stay as they are, so that
# number and date parsing refuses them. (superscripts, subscripts, enclosed digits, vulgar fractions)
_NOT_PLAIN_DIGITS = "[²³¹¼-¾\u2070-\u209f\u2150-\u218f\u2460-\u24ff\u2776-\u2793]"
_MINUS_SIGN = "\u2212"


def is_ascii(column: pa.ChunkedArray) -> bool:
    """Whether all values are pure ASCII, so that normalisation would change nothing."""
    return pc.all(pc.string_is_ascii(column), min_count=0).as_py() is not False


def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the column ready for number and date parsing: NFKC, and the minus sign as '-'."""
    return column if is_ascii(column) else _by_distinct(column, _plain)


def fold(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the trimmed column ready for comparison: NFKC, lower case, no outer white space."""
    return pc.utf8_lower(column) if is_ascii(column) else _by_distinct(column, _fold)


def _plain(texts: pa.Array) -> pa.Array:
    folded = pc.replace_substring(pc.utf8_normalize(texts, form="NFKC"), _MINUS_SIGN, "-")
    return pc.if_else(pc.match_substring_regex(texts, _NOT_PLAIN_DIGITS), texts, folded)


def _fold(texts: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(pc.utf8_lower(pc.utf8_normalize(texts, form="NFKC")))


def _by_distinct(column: pa.ChunkedArray, change: Callable[[pa.Array], pa.Array]) -> pa.ChunkedArray:
    """Change each distinct text once: normalising a text costs ten times what finding its twin does."""
    chunks = [pc.dictionary_encode(chunk) for chunk in column.chunks]
    return pa.chunked_array([change(chunk.dictionary).take(chunk.indices) for chunk in chunks], pa.string())


def plain_word(word: str) -> str:
    """`plain` for one word."""
    return str(_plain(pa.array([word], pa.string()))[0].as_py())


def fold_word(word: str) -> str:
    """`fold` for one word, trimmed or not."""
    return str(_fold(pa.array([word], pa.string()))[0].as_py())
