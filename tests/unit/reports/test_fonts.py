import pytest

from reports.fonts import MissingGlyph, font_path, require_glyphs, shorten, spell_out, text_width, texts_in
from reports.locales.catalogue import LANGUAGES, catalogue


def test_the_font_comes_with_a_package() -> None:
    assert font_path().name == "NotoSansCJK-Regular.ttc" and "site-packages" in str(font_path())


def test_every_missing_glyph_is_named_with_its_place() -> None:
    texts = texts_in({"title": "线索 Leads ¥−12% ▲", "rows": ["好", {"name": "a😀b😀"}, "سلام"]}, "report")
    with pytest.raises(MissingGlyph) as caught:
        require_glyphs(texts)
    assert caught.value.found[0] == ("😀", "report.rows[1].name")
    assert {where for _, where in caught.value.found} == {"report.rows[1].name", "report.rows[2]"}
    assert len(caught.value.found) == 1 + len(set("سلام"))
    assert "U+1F600 GRINNING FACE" in str(caught.value) and "report.rows[1].name" in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_has_every_character_of_the_catalogues(language: str) -> None:
    require_glyphs((key, text) for key, text in catalogue(language).items())


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("张三 Ltd", "张三 Ltd"),
        ("Expo 😀", "Expo [U+1F600]"),
        ("two\r\nlines\tand  more ", "two lines and more"),
        ("ab\u202edc\u200b", "ab[U+202E]dc[U+200B]"),
        ("\x00\x1b\ud800", "[U+0000][U+001B][U+D800]"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_people_typed_is_spelled_out_where_it_cannot_be_drawn(typed: str, drawn: str) -> None:
    assert spell_out(typed) == drawn
    require_glyphs([("typed", spell_out(typed))])


def test_widths_are_those_of_the_font() -> None:
    assert text_width("汉字", 15) == 30
    assert text_width("11", 15) == pytest.approx(2 * 15 * 0.555)


def test_a_long_name_is_cut_to_its_room() -> None:
    assert shorten("Third-party data", 15, 300) == "Third-party data"
    cut = shorten("Third-party data platforms", 15, 100)
    assert cut.startswith("Third-party") and cut.endswith("…") and text_width(cut, 15) <= 100
    assert shorten("汉字", 15, 3) == "…"
