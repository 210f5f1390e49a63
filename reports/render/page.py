"""The report as one HTML file that needs nothing else: no request, no script, all tables in full."""

from base64 import b64encode
from collections.abc import Mapping

from reports.document.model import Document
from reports.locales.locale import Locale
from reports.render.html_mail import Picture
from reports.render.templating import environment


def render(document: Document, locale: Locale, pictures: Mapping[str, Picture]) -> str:
    """Return the page; its charts stand inside it as data."""
    encoded = {
        name: f"data:image/png;base64,{b64encode(picture.png).decode()}" for name, picture in pictures.items()
    }
    template = environment().get_template("page/page.html.j2")
    return template.render(document=document, pictures=pictures, encoded=encoded, text=locale.text)
