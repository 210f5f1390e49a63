"""The one typesetter: Typst markup and data in, a PDF or a picture out, drawn with the packaged font alone.

Data travels as JSON and is never read as markup. System fonts are not looked at, so the same input gives the
same output on every machine. Callers check with `fonts.require_glyphs` that every character has a glyph.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal

import typst

from reports.fonts import font_path


class TypesettingError(Exception):
    """The typesetter refused its input or warned about it; what it drew, if anything, is not used."""


def typeset(
    markup: str,
    data: Mapping[str, Any],
    kind: Literal["pdf", "png"],
    *,
    px_per_pt: float = 2,
    timestamp: datetime | None = None,
) -> list[bytes]:
    """Return the PDF as one entry, or a picture of each page.

    The markup reads the data by `json(bytes(sys.inputs.data))`. `timestamp` is the PDF's date of creation;
    the same input with the same timestamp gives the same bytes. Raises TypesettingError.
    """
    compiler = typst.Compiler(
        input=markup.encode(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    try:
        output, warnings = compiler.compile_with_warnings(
            format=kind, ppi=72 * px_per_pt, timestamp=int(timestamp.timestamp()) if timestamp else None
        )
    except typst.TypstError as error:
        raise TypesettingError(error.diagnostic or error.message) from error
    if warnings:
        # An unknown font family is only a warning, and would be replaced by another font.
        raise TypesettingError("; ".join(warning.message for warning in warnings))
    return output if isinstance(output, list) else [output or b""]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_path().parent)]
    )
