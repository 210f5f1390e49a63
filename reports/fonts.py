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


def has_glyph(char: str) -> bool:
    """Whether the font can draw a character, or it is a line break."""
    return char == "\n" or ord(char) in _advances()


def text_width(text: str, size: float) -> float:
    """How wide the text is when set at `size`, in the unit of `size`; kerning, below 1 %, is left out."""
    advances = _advances()
    return sum(advances.get(ord(char), 1.0) for char in text) * size


def shorten(text: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than `width`."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


@cache
def _advances() -> dict[int, float]:
    """Code point -> advance width in em. Read once: it takes 0.4 s from the 19 MB collection."""
    with TTFont(str(font_path()), fontNumber=_FACE, lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def require_glyphs(texts: Iterable[tuple[str, str]]) -> None:
    """Raise MissingGlyph, naming every character without a glyph, for (where, text) pairs."""
    found = [(char, where) for where, text in texts for char in dict.fromkeys(text) if not has_glyph(char)]
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
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(char if has_glyph(char) else f"[U+{ord(char):04X}]" for char in composed)


def _named(char: str) -> str:
    return f"{char!r} (U+{ord(char):04X} {unicodedata.name(char, 'unnamed')})"
