"""The data dictionary as a page and as Markdown. Self-contained: no script, no font, no request."""

from collections.abc import Sequence
from html import escape

from orchestration.docs.dictionary import Table

_STYLE = """
:root { color-scheme: light dark; --mono: ui-monospace, monospace; }
body { font: 15px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif;
  margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; } h3 { font-family: var(--mono); margin: 2rem 0 .2rem; }
p { margin: .2rem 0 .6rem; } nav { columns: 16rem; font-family: var(--mono); font-size: .85rem; }
nav a { display: block; text-decoration: none; padding: .1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid #8884; padding: .35rem .6rem .35rem 0; text-align: left;
  vertical-align: top; }
td:first-child { font-family: var(--mono); } td:nth-child(2), td:last-child { white-space: nowrap; }
.wide { overflow-x: auto; }
"""

# (heading, introduction) of each part of the dictionary.
_PUBLISHED = (
    "Published marts / 已发布的数据集市",
    "What analysts query (leadmill sql, serve/marts.duckdb, serve/parquet). Masked columns are masked in "
    "the files themselves. / 分析人员查询的数据；脱敏列在文件中即已脱敏。",
)
_CANONICAL = (
    "Canonical vocabulary / 规范词汇",
    "The entities and fields that a source contract maps its columns to. / 数据源契约映射到的实体与字段。",
)
_HEADER = ("Field / 字段", "Type / 类型", "English", "中文", "")


def _html_part(heading: tuple[str, str], tables: Sequence[Table]) -> list[str]:
    lines = [f"<h2>{escape(heading[0])}</h2>", f"<p>{escape(heading[1])}</p>", "<nav>"]
    lines += [f'<a href="#{escape(t.name)}">{escape(t.name)}</a>' for t in tables]
    lines.append("</nav>")
    for table in tables:
        lines.append(f'<h3 id="{escape(table.name)}">{escape(table.name)}</h3>')
        lines.append(f"<p>{escape(table.en)}<br>{escape(table.zh)}</p>")
        lines.append(
            '<div class="wide"><table><tr>' + "".join(f"<th>{escape(h)}</th>" for h in _HEADER) + "</tr>"
        )
        for entry in table.entries:
            cells = (entry.name, entry.kind, entry.en, entry.zh, entry.note)
            lines.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
        lines.append("</table></div>")
    return lines


def html_page(title: str, published: Sequence[Table], canonical: Sequence[Table]) -> str:
    """Return the dictionary as one HTML page."""
    body = [
        f"<h1>{escape(title)}</h1>",
        *_html_part(_PUBLISHED, published),
        *_html_part(_CANONICAL, canonical),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _markdown_part(heading: tuple[str, str], tables: Sequence[Table]) -> list[str]:
    def cell(text: str) -> str:
        return text.replace("|", "\\|").replace("<", "&lt;")

    lines = [f"## {heading[0]}", "", heading[1], ""]
    for table in tables:
        lines += [f"### {table.name}", "", f"{cell(table.en)}  ", cell(table.zh), ""]
        lines += ["| " + " | ".join(_HEADER) + " |", "|" + "---|" * len(_HEADER)]
        for entry in table.entries:
            cells = (f"`{entry.name}`", entry.kind, entry.en, entry.zh, entry.note)
            lines.append("| " + " | ".join(cell(text) for text in cells) + " |")
        lines.append("")
    return lines


def markdown_page(title: str, published: Sequence[Table], canonical: Sequence[Table]) -> str:
    """Return the dictionary as Markdown."""
    lines = [f"# {title}", "", *_markdown_part(_PUBLISHED, published), *_markdown_part(_CANONICAL, canonical)]
    return "\n".join(lines)
