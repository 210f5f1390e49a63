"""Showing a mail or page in Chromium as on a phone or a desktop, for the browser tests and for looking.

`python -m tests.unit.reports.screenshot FOLDER` renders every report in both languages to PNG. The machine
may have no Chinese font, so the packaged one is injected, and only here: real mails use the reader's fonts.
"""

import re
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from reports.fonts import font_path

CHROMIUM = Path("/usr/bin/chromium")
SMALL_PHONE, PHONE, DESKTOP = 360, 375, 1024
_SIMPLIFIED_CHINESE = 2  # the face of the collection
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')  # would keep the font out


@cache
def font_css(text: str) -> str:
    """Return an @font-face rule with the characters of `text`, under the name of a font that Windows has.

    Letters too: what a server falls back to is a tenth wider than the fonts of phones.
    """
    used = "".join(sorted(set(text)))
    options = subset.Options(font_number=_SIMPLIFIED_CHINESE, layout_features=[], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=used)
    saved = BytesIO()
    with TTFont(font_path(), fontNumber=_SIMPLIFIED_CHINESE, lazy=True) as font:
        subsetter.subset(font)
        font.save(saved)
    data = b64encode(saved.getvalue()).decode()
    return f"@font-face{{font-family:'Segoe UI';src:url(data:font/otf;base64,{data})}}"


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium; the caller checks first that CHROMIUM is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


def show(opened: Any, html: str, width: int, pictures: Mapping[str, bytes] | None = None) -> Any:
    """Return a page with `html` at `width` CSS pixels; without `pictures` all images are blocked."""

    def embedded(found: re.Match[str]) -> str:
        png = (pictures or {}).get(found[1])
        return f'src="data:image/png;base64,{b64encode(png).decode()}"' if png else 'src="about:blank"'

    page = opened.new_page(viewport={"width": width, "height": 800}, device_scale_factor=2)
    page.route("http*://**", lambda route: route.abort())
    shown = re.sub(r'src="cid:([^"]+)"', embedded, html)
    page.set_content(_POLICY.sub("", shown))
    page.add_style_tag(content=font_css("".join(sorted(set(html)))))
    page.evaluate("document.fonts.ready")
    return page


def main(folder: Path) -> None:
    """Write PNGs of all reports, in both languages and widths, into `folder`."""
    from reports.build import build_report
    from reports.period import Period
    from tests.unit.reports.marts_fixture import build_marts

    folder.mkdir(parents=True, exist_ok=True)
    marts = folder / "marts.duckdb"
    marts.unlink(missing_ok=True)
    build_marts(marts)
    with browser() as opened:
        for name, period in (("funnel", "2026-W47"), ("roi", "2026-10"), ("loss", "2026-10")):
            for language in ("zh-CN", "en"):
                report = build_report(name, Period.parse(period), language, marts, folder)
                pictures = {picture.cid: picture.png for picture in report.pictures}
                for width in (PHONE, DESKTOP):
                    for kind, html in (("mail", report.html), ("page", report.files["html"].read_text())):
                        page = show(opened, html, width, pictures)
                        path = folder / f"{name}-{language}-{kind}-{width}.png"
                        page.screenshot(path=str(path), full_page=True)
                        page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
