import pytest

from reports.charts import picture
from reports.charts.picture import Canvas
from reports.fonts import MissingGlyph


@pytest.mark.parametrize(("text", "alt"), [("成交 😀", "alt"), ("成交", "alt 😀")])
def test_a_missing_glyph_stops_before_anything_is_drawn(
    monkeypatch: pytest.MonkeyPatch, text: str, alt: str
) -> None:
    monkeypatch.setattr(picture, "typeset", lambda *_, **__: pytest.fail("was drawn"))
    canvas = Canvas()
    canvas.text(0, 0, text)
    with pytest.raises(MissingGlyph, match=r"U\+1F600 GRINNING FACE.* in chart trend"):
        canvas.finish("trend", alt)


def test_texts_cannot_break_out_of_the_picture() -> None:
    canvas = Canvas()
    canvas.text(0, 0, "</text><script>1</script>")
    chart = canvas.finish("x", '"/><script>')
    assert "<script>" not in chart.svg
    assert "&lt;/text&gt;&lt;script&gt;1&lt;/script&gt;" in chart.svg


def test_chinese_has_ink_of_its_own() -> None:
    pictures = set()
    for text in ("漏", "斗", "期"):
        canvas = Canvas()
        canvas.text(0, 0, text)
        pictures.add(canvas.finish("x", "x").png)
    assert len(pictures) == 3
