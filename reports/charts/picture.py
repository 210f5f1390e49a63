"""A drawing area in px and what becomes of it: the one place where a chart turns into SVG and pixels.

Charts place everything themselves, because on a phone every px is planned: a picture as wide as a desktop,
shrunk to a phone, has labels of 7 px. What is drawn is in the other modules.
"""

from dataclasses import dataclass
from html import escape
from typing import Literal

from reports import palette
from reports.fonts import FAMILY, require_glyphs
from reports.typesetting import typeset

WIDTH = 344  # logical px: a phone's screen less its margins
TEXT = 15
NOTE = 13  # the least that still reads on a phone
SCALE = 3  # device px for a logical one: sharp on every screen, and in print
_ASCENT = 0.88  # from a line's top to its base line, in em
_ANCHORS = {"left": "start", "middle": "middle", "right": "end"}
_MARKUP = """
#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#image(bytes(data.svg), format: "svg", width: 100%)
"""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart. `png` has SCALE times the logical size; `alt` says in words what the picture shows."""

    name: str
    png: bytes
    svg: str
    width: int
    height: int
    alt: str


class Canvas:
    """Collects shapes and texts, WIDTH wide; y grows downwards. `height` follows from what is drawn."""

    def __init__(self) -> None:
        self.height = 0.0
        self._shapes: list[str] = []
        self._words: list[str] = []

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled bar."""
        self._reach(y + height)
        self._shapes.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" rx="1" '
            f'fill="{colour}"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, thickness: float = 1) -> None:
        """A straight line."""
        self._reach(max(y1, y2))
        self._shapes.append(
            f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{colour}" '
            f'stroke-width="{thickness}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str = palette.MUTED,
        size: int = TEXT,
        align: Literal["left", "middle", "right"] = "left",
        is_strong: bool = False,
    ) -> None:
        """One line of text whose top is at `y`."""
        self._reach(y + size * 1.25)
        self._words.append(text)
        # The font package has the regular weight only; a thin outline makes it look bolder.
        outline = f' stroke="{colour}" stroke-width="0.45"' if is_strong else ""
        self._shapes.append(
            f'<text x="{x:.2f}" y="{y + size * _ASCENT:.2f}" font-size="{size}" fill="{colour}"{outline} '
            f'text-anchor="{_ANCHORS[align]}">{escape(text)}</text>'
        )

    def finish(self, name: str, alt: str) -> Chart:
        """Draw it. Raises MissingGlyph before anything is drawn if the font lacks a character."""
        require_glyphs((f"chart {name}", text) for text in (*self._words, alt))
        height = round(self.height + 0.5)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="{FAMILY}" role="img" aria-label="{escape(alt)}">'
            f'<rect width="{WIDTH}" height="{height}" fill="{palette.PAPER}"/>{"".join(self._shapes)}</svg>'
        )
        data = {"svg": svg, "width": WIDTH, "height": height}
        (png,) = typeset(_MARKUP, data, "png", px_per_pt=SCALE)
        return Chart(name, png, svg, WIDTH, height, alt)

    def _reach(self, bottom: float) -> None:
        self.height = max(self.height, bottom)
