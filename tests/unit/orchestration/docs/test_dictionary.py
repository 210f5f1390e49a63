"""The data dictionary: both languages, and nothing that a page would fetch."""

from typing import Any

import pytest

from orchestration.docs.dbt_site import offline
from orchestration.docs.dictionary import both_languages, canonical_tables, published_tables
from orchestration.docs.pages import html_page, markdown_page


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("Day. / 日期。", "Day.", "日期。"),
        ("Clicks / views of an ad / 广告点击/浏览", "Clicks / views of an ad", "广告点击/浏览"),
        ("Only English", "Only English", "Only English"),
        ("Lines\n  broken / 换行\n  文字", "Lines broken", "换行 文字"),
    ],
)
def test_a_description_is_split_by_language(text: str, english: str, chinese: str) -> None:
    assert both_languages(text) == (english, chinese)


def _manifest() -> dict[str, Any]:
    columns = {
        "email": {"description": "E-mail <masked> / 邮箱", "data_type": "varchar", "meta": {"mask": "email"}}
    }
    node = {"resource_type": "model", "schema": "marts", "name": "fct_leads", "columns": columns}
    return {"nodes": {"model.x.fct_leads": {**node, "description": "Leads / 线索"}}}


def test_pages_show_marts_and_the_vocabulary_in_both_languages() -> None:
    published, canonical = published_tables(_manifest()), canonical_tables()
    page = html_page("Dictionary", published, canonical)
    assert "E-mail &lt;masked&gt;" in page
    assert "邮箱" in page
    assert "mask: email" in page
    assert 'id="lead"' in page
    markdown = markdown_page("Dictionary", published, canonical)
    assert "| `email` | varchar | E-mail &lt;masked> | 邮箱 | mask: email |" in markdown
    for text in (page, markdown):
        assert "http" not in text


def test_dbts_page_may_fetch_nothing() -> None:
    page = offline('<html><head><link rel="shortcut icon" href="${x}"/><title>t</title></head></html>')
    assert "shortcut icon" not in page
    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert "default-src 'none'" in page
