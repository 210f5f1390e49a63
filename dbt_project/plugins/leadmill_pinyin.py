"""Chinese characters to pinyin, so that a name in characters can be held against the same name in letters.

One reading a character: the commonest one, except for the surnames below, which have a reading of their own.
"""

import unicodedata
from functools import cache

import pyarrow as pa
from pypinyin.constants import PINYIN_DICT

# Single characters that read differently as a surname, and surnames of two characters.
_SURNAME_READINGS = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren", "盖": "ge",
    "朴": "piao", "尉": "wei", "翟": "zhai", "缪": "miao", "覃": "qin", "乐": "yue", "员": "yun", "折": "she",
}  # fmt: skip
_LONG_SURNAMES = frozenset(
    (
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容"),
        *("令狐", "司徒", "夏侯", "端木", "南宫", "西门", "长孙", "宇文"),
    )
)


def _plain(readings: str) -> str:
    """The first reading without its tone; ü is written v, as keyboards have it."""
    first = readings.split(",")[0]
    letters = unicodedata.normalize("NFD", first).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _readings() -> dict[int, str]:
    return {code: _plain(readings) for code, readings in PINYIN_DICT.items()}


def pinyin_of_name(name: str) -> str:
    """Surname, a space, given name, in small letters without tones: 王晓丽 is "wang xiaoli"."""
    length = 2 if len(name) > 2 and name[:2] in _LONG_SURNAMES else 1
    surname, given = name[:length], name[length:]
    read = _SURNAME_READINGS.get(surname) or surname.translate(_readings())
    return f"{read} {given.translate(_readings())}".strip()


def name_pinyin(values: pa.Array) -> pa.Array:
    """`pinyin_of_name` over a column of Chinese names."""
    return pa.array([v if not v else pinyin_of_name(v) for v in values.to_pylist()], pa.string())


def to_pinyin(values: pa.Array) -> pa.Array:
    """Each Chinese character replaced by its pinyin, without spaces; other characters stay."""
    readings = _readings()
    return pa.array([v if v is None else v.translate(readings) for v in values.to_pylist()], pa.string())
