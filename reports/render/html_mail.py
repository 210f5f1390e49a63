"""The HTML body of a mail: Jinja2 fills it in, MJML makes it fit mail programs, styles are inlined."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import css_inline
import mrml

from reports.document.model import Document, Section, Slot
from reports.locales.locale import Locale
from reports.render.templating import environment

# MJML's reset, which our own rule for tables replaces: in every cell it would take a quarter of the mail.
_RESET = re.compile(r"table,\s*td\s*\{[^}]*\}")
# Written into the elements, the classes have done their work; those of MJML's column and of the numbers stay.
_CLASS = re.compile(r' class="(?!mj-|kpi)[^"]*"')
LIMIT = 90_000  # bytes of UTF-8; Gmail cuts a message at 102 KB


class MailTooLarge(Exception):
    """The HTML of a mail is larger than mail programs show in full."""


@dataclass(frozen=True)
class Picture:
    """An inline picture of a mail, referred to by its Content-ID."""

    cid: str
    png: bytes
    alt: str
    width: int


def render(document: Document, locale: Locale, pictures: Mapping[str, Picture]) -> str:
    """Return the mail's HTML; `pictures` are put where the document has a slot of their name.

    Raises MailTooLarge above LIMIT bytes, ValueError when the template is not valid MJML.
    """
    template = environment().get_template("mail/mail.mjml.j2")
    sections = [
        section for section in document.sections if section.in_mail and _has_content(section, pictures)
    ]
    mjml = template.render(document=document, sections=sections, pictures=pictures, text=locale.text)
    html = css_inline.inline(
        _RESET.sub("", mrml.to_html(mjml).content),
        keep_at_rules=True,
        minify_css=True,
        load_remote_stylesheets=False,
    )
    html = _CLASS.sub("", html)
    size = len(html.encode())
    if size > LIMIT:
        raise MailTooLarge(f"the mail has {size:,} bytes of HTML, more than {LIMIT:,}; show fewer rows in it")
    return html


def _has_content(section: Section, pictures: Mapping[str, Picture]) -> bool:
    return any(
        not isinstance(block, Slot) or (block.in_mail and block.chart in pictures) for block in section.blocks
    )
