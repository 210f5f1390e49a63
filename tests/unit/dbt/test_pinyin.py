"""Chinese names in letters: surnames first, with the readings that surnames have."""

import sys

import pyarrow as pa
import pytest

from tests.unit.dbt.landed import PROJECT

sys.path.append(str(PROJECT / "plugins"))
leadmill_pinyin = pytest.importorskip("leadmill_pinyin")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王晓丽", "wang xiaoli"),
        ("欧阳修", "ouyang xiu"),
        ("曾伟", "zeng wei"),
        ("单雄", "shan xiong"),
        ("吕布", "lv bu"),
        ("王", "wang"),
    ],
)
def test_names(name: str, letters: str) -> None:
    assert leadmill_pinyin.pinyin_of_name(name) == letters


def test_columns_keep_nulls_and_other_letters() -> None:
    assert leadmill_pinyin.to_pinyin(pa.array(["恒达abc", None, ""])).to_pylist() == ["hengdaabc", None, ""]
    assert leadmill_pinyin.name_pinyin(pa.array([None, "李明"])).to_pylist() == [None, "li ming"]
