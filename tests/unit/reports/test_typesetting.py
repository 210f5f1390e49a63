import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.fonts import FAMILY
from reports.typesetting import TypesettingError, typeset

MARKUP = f"""
#let data = json(bytes(sys.inputs.data))
#set page(width: 400pt, height: 60pt, margin: 4pt)
#set text(font: "{FAMILY}", fallback: false)
#data.text
"""
# Draws one character and prints the picture's hash.
CHILD = f"""
import hashlib, sys
from reports.typesetting import typeset
for text in sys.argv[1:]:
    print(hashlib.sha256(typeset({MARKUP!r}, {{"text": text}}, "png")[0]).hexdigest())
"""


def test_data_is_never_markup() -> None:
    text = '#panic("x") *bold* $a^2$ // comment = heading <label> @ref \\ \\u{41} #sys.inputs'
    (pdf,) = typeset(MARKUP, {"text": text}, "pdf")
    found = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    # Line breaks and quotes may be set differently; nothing may be missing or have run.
    assert "".join(found.split()).replace("“", '"').replace("”", '"') == "".join(text.split())


def test_a_font_that_is_not_there_is_an_error() -> None:
    with pytest.raises(TypesettingError, match="unknown font family"):
        typeset('#set text(font: "No Such Font")\nText', {}, "pdf")


def test_broken_markup_is_an_error() -> None:
    with pytest.raises(TypesettingError, match="unclosed"):
        typeset("#let a = (", {}, "pdf")


def test_the_same_input_gives_the_same_bytes() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert typeset(MARKUP, {"text": "漏斗"}, "pdf", timestamp=moment) == typeset(
        MARKUP, {"text": "漏斗"}, "pdf", timestamp=moment
    )


def test_chinese_is_drawn_the_same_on_a_machine_without_any_font(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text("<?xml version='1.0'?><fontconfig><dir>/nonexistent</dir></fontconfig>")
    bare = {
        "FONTCONFIG_FILE": str(config),
        "FONTCONFIG_PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    # Two characters, and one that no font has: a box. Boxes would make all three pictures equal.
    texts = ["漏", "斗", "\U0010fffe", "\U000ffffe"]
    child = subprocess.run(
        [sys.executable, "-c", CHILD, *texts],
        env=bare,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    funnel, second, box, other_box = child.stdout.split()
    assert box == other_box
    assert len({funnel, second, box}) == 3
    here = typeset(MARKUP, {"text": "漏"}, "png")[0]
    assert funnel == hashlib.sha256(here).hexdigest()
