"""Taking a mail's HTML apart for the tests: its visible texts, headline numbers, elements and links."""

from html.parser import HTMLParser

_VOID = {"meta", "img", "br", "link", "hr", "input"}


class Parts(HTMLParser):
    """Collects what the tests look at. Text inside <style> and <title> is not visible."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.kpis: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag not in _VOID:
            self._open.append((tag, found.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in ("style", "title", "script") for tag, _ in self._open) or not data.strip():
            return
        self.texts.append(" ".join(data.split()))
        if self._open and self._open[-1][1] == "kpi":
            self.kpis.append(data.strip())

    @property
    def text(self) -> str:
        """All visible text, without the marks that only allow a line break."""
        return " ".join(self.texts).replace("\u200b", "").replace("\u00ad", "")
