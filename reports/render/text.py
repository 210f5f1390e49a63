"""The plain text of a mail: the same document without layout, for readers and machines that show no HTML."""

from reports.document.model import Document
from reports.locales.locale import Locale
from reports.render.templating import environment


def render(document: Document, locale: Locale) -> str:
    """Return the plain text; every headline number with its changes, and the tables a mail shows."""
    template = environment().get_template("text/mail.txt.j2")
    text = template.render(document=document, text=locale.text)
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(lines).strip() + "\n"
