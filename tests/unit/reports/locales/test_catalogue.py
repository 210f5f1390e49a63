import re
from pathlib import Path

import pytest

from reports.locales import catalogue as module
from reports.locales.catalogue import LANGUAGES, CatalogueError, catalogue

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Texts without words of their own: the same in every language.
SAME = re.compile(r"^[\W\d_]*(\{\w+\}[\W\d_]*)*(pp)?$")


def test_the_languages_have_the_same_keys() -> None:
    keys = {language: set(catalogue(language)) for language in LANGUAGES}
    assert keys["zh-CN"] ^ keys["en"] == set()


@pytest.mark.parametrize("key", sorted(catalogue("en")))
def test_a_text_is_translated_and_keeps_its_placeholders(key: str) -> None:
    english, chinese = catalogue("en")[key], catalogue("zh-CN")[key]
    used = set(PLACEHOLDER.findall(chinese))
    offered = set(PLACEHOLDER.findall(english))
    if not key.startswith("date."):  # a date may be written with other parts of itself
        assert used == offered
    if english == chinese:
        assert SAME.match(english) or english in {"ROI", "PDF"}, f"{key} is not translated"
    else:
        has_chinese = any("\u4e00" <= char <= "\u9fff" for char in chinese)
        assert has_chinese or not re.search("[A-Za-z]{3}", PLACEHOLDER.sub("", chinese)), key


def test_chinese_texts_have_chinese_punctuation() -> None:
    # A half-width comma or colon right behind or before a Chinese character is a slip of the keyboard.
    slips = [
        key
        for key, text in catalogue("zh-CN").items()
        if re.search("[\u4e00-\u9fff][,:;?!]|[,:;?!][\u4e00-\u9fff]", text)
    ]
    assert slips == []


def test_an_unknown_language_is_named_with_those_there_are() -> None:
    with pytest.raises(CatalogueError, match="'fr'; there are zh-CN, en"):
        catalogue("fr")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.yml": 'x: {y: "1"}', "b.yml": 'x: {y: "2"}'}, "x.y is given by another file"),
        ({"a.yml": "x: {yes: true}"}, "must be text"),
        ({"a.yml": "x: 5"}, "must be text"),
    ],
)
def test_a_faulty_catalogue_is_refused(
    files: dict[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en").mkdir()
    for name, text in files.items():
        (tmp_path / "en" / name).write_text(text)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(CatalogueError, match=message):
        catalogue.__wrapped__("en")
