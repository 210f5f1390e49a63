"""The one font that charts and PDFs are drawn with, and the guard that no character lacks a glyph in it.

The font comes with a Python package, so that drawing needs neither system fonts nor root rights. Renderers
call `require_glyphs` before they draw: an empty box in a leader's report is worse than no report. Text that
people typed (a campaign, a competitor) goes through `spell_out` first, so that one emoji cannot hold a report
back. Nothing here draws.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
from fontTools.ttLib import TTFont

# The collection's faces share their outlines and differ in regional forms; SC has the mainland's.
FAMILY = "Noto Sans CJK SC"
_FACE = 2
# Laid out, not drawn.
_LAYOUT = frozenset(map(ord, "\n"))


class MissingGlyph(ValueError):
    """The packaged font cannot draw some characters. `found` lists (character, where it stands)."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.found = found
        listed = "; ".join(f"{_named(char)} in {where}" for char, where in found)
        super().__init__(
            f"{FAMILY} has no glyph for {listed}. Nothing was drawn. "
            "Change the text, or pass it through reports.fonts.spell_out if people typed it."
        )


def font_path() -> Path:
    """The packaged font collection (SIL Open Font License)."""
    return Path(str(noto_cjk_sans_otc.FONT_PATH))


@cache
def covered() -> frozenset[int]:
    """Code points the font has a glyph for. Read once: opening the 19 MB collection takes 0.3 s."""
    with TTFont(str(font_path()), fontNumber=_FACE, lazy=True) as font:
        return frozenset(font.getBestCmap()) | _LAYOUT


def require_glyphs(texts: Iterable[tuple[str, str]]) -> None:
    """Raise MissingGlyph, naming every character without a glyph, for (where, text) pairs."""
    known = covered()
    found = [(char, where) for where, text in texts for char in dict.fromkeys(text) if ord(char) not in known]
    if found:
        raise MissingGlyph(found)


def texts_in(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every string inside nested dicts and lists, with its path, ready for `require_glyphs`."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(inner, f"{where}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from texts_in(inner, f"{where}[{index}]")


def spell_out(text: str) -> str:
    """The text on one line, with each character that has no glyph written as its code point: 😀 -> [U+1F600].

    Control, zero-width and direction characters are written out too, so none can hide or turn text round.
    """
    known = covered()
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(char if ord(char) in known else f"[U+{ord(char):04X}]" for char in composed)


def _named(char: str) -> str:
    return f"{char!r} (U+{ord(char):04X} {unicodedata.name(char, 'unnamed')})"
