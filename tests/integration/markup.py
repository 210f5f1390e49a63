"""Taking mails and pages with hostile texts apart: what a table cell says, and whether anything got out."""

from html.parser import HTMLParser

# What a mail and a page are made of; a text that got out of its cell would add to it.
_OWN_TAGS = {
    *("html", "head", "title", "meta", "style", "body", "header", "main", "section", "footer", "div", "span"),
    *("h1", "h2", "h3", "p", "b", "ul", "li", "img", "table", "thead", "tbody", "tr", "th", "td"),
    *("xml", "o:officedocumentsettings", "o:allowpng", "o:pixelsperinch"),  # MJML's words to Outlook
}


class Markup(HTMLParser):
    """The tags of an HTML text with their attributes, and the whole text of each table cell."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.cells: list[str] = []
        self._is_cell = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        if tag in ("td", "th"):
            self._is_cell = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_cell = self._is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_cell:
            self.cells[-1] += data


def shown(string: str) -> str:
    """Return a text as it reads, whatever its blanks and the marks that only allow a line break."""
    return " ".join(string.replace("\u200b", "").replace("\u00ad", "").split())


def assert_harmless(html: str) -> None:
    """Fail when there is an element that no template of ours has, or anything that would run."""
    for tag, attributes in Markup(html).tags:
        assert tag in _OWN_TAGS
        for name, value in attributes:
            assert not name.startswith("on"), (tag, name)
            assert not (value or "").strip().lower().startswith("javascript"), (tag, value)
