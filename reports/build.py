"""Building one report in one language: from the published marts to its files and its mail."""

from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from reports.charts.gallery import draw_charts
from reports.charts.picture import Chart
from reports.document.compose import compose
from reports.figures.read import Figures, read_figures
from reports.locales.locale import Locale
from reports.message import Attachment, compose_message
from reports.period import Period
from reports.render import html_mail, page, text
from reports.render.html_mail import Picture
from reports.render.pdf import render_pdf
from reports.render.xlsx import render_xlsx

KINDS = {
    "html": "text/html",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ATTACHED = ("xlsx", "pdf")


@dataclass(frozen=True)
class BuiltReport:
    """A finished report. `files`: format -> where it was written."""

    name: str
    period: Period
    language: str
    title: str
    subject: str
    html: str
    text: str
    pictures: tuple[Picture, ...]
    files: dict[str, Path]

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that go along with the mail, named in the report's language."""
        return tuple(
            Attachment(f"{self.title}-{self.period.code}.{kind}", self.files[kind].read_bytes(), KINDS[kind])
            for kind in ATTACHED
        )

    def message(self, sender: str) -> EmailMessage:
        """Return the mail from `sender`, without a recipient; raises MessageTooLarge above 5 MB."""
        return compose_message(
            sender, self.subject, self.language, self.text, self.html, self.pictures, self.attachments
        )


def build_report(name: str, period: Period, language: str, marts: Path, out_dir: Path) -> BuiltReport:
    """Build a report from a published marts file and write its files into `out_dir`.

    The files are called <name>-<period>-<language>.html, .pdf and .xlsx and replace earlier ones whole.
    Raises FiguresError when the marts cannot give the report, MissingGlyph when the font lacks a character.
    """
    figures = read_figures(name, period, marts)
    locale = Locale(language, figures.publication.currency)
    document = compose(figures, locale)
    charts = draw_charts(figures, locale)
    pictures = {chart.name: _picture(chart, figures) for chart in charts.values()}
    contents = {
        "html": page.render(document, locale, pictures).encode(),
        "pdf": render_pdf(document, locale, charts, figures.publication),
        "xlsx": render_xlsx(figures, locale),
    }
    mail = html_mail.render(document, locale, pictures)
    return BuiltReport(
        name=name,
        period=period,
        language=language,
        title=document.title,
        subject=document.subject,
        html=mail,
        text=text.render(document, locale),
        pictures=tuple(picture for picture in pictures.values() if f"cid:{picture.cid}" in mail),
        files={
            kind: _write(out_dir / f"{name}-{period.code}-{language}.{kind}", content)
            for kind, content in contents.items()
        },
    )


def _picture(chart: Chart, figures: Figures) -> Picture:
    cid = f"{chart.name}-{figures.name}-{figures.period.code}@leadmill"
    return Picture(cid, chart.png, chart.alt, chart.width)


def _write(path: Path, content: bytes) -> Path:
    """Write a file so that a reader finds the old or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(content)
    return unfinished.replace(path)
