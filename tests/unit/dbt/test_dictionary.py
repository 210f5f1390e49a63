"""The data dictionary: every model has a .yml beside it, every mart a contract, every text both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.dbt.landed import PROJECT

MODELS = sorted((PROJECT / "models").rglob("*.sql"))
MARTS = [path for path in MODELS if "marts" in path.parts]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DOC_BLOCKS = {
    name: text
    for path in (PROJECT / "models").rglob("*.md")
    for name, text in re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", path.read_text(), re.DOTALL)
}


def properties(path: Path) -> dict[str, Any]:
    [model] = yaml.safe_load(path.with_suffix(".yml").read_text())["models"]
    assert model["name"] == path.stem
    return dict(model)


def assert_bilingual(description: str, where: str) -> None:
    block = re.fullmatch(r"{{ doc\('(\w+)'\) }}", description.strip())
    text = " ".join((DOC_BLOCKS[block[1]] if block else description).split())
    english, slash, chinese = text.rpartition(" / ")
    assert slash, f"{where}: English and Chinese are not both there: {text}"
    assert english and not CHINESE.search(english), f"{where}: {english}"
    assert CHINESE.search(chinese), f"{where}: {chinese}"


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_model_is_described_in_both_languages(path: Path) -> None:
    assert_bilingual(properties(path)["description"], path.stem)


@pytest.mark.parametrize("path", MARTS, ids=lambda path: path.stem)
def test_every_mart_column_is_typed_and_described_in_both_languages(path: Path) -> None:
    model = properties(path)
    assert model["config"]["contract"] == {"enforced": True}
    for column in model["columns"]:
        assert column["data_type"]
        assert_bilingual(column["description"], f"{path.stem}.{column['name']}")


def test_every_text_block_is_used() -> None:
    texts = "\n".join(path.read_text() for path in (PROJECT / "models").rglob("*.yml"))
    assert sorted(DOC_BLOCKS) == sorted(name for name in DOC_BLOCKS if f"doc('{name}')" in texts)
