"""Reading the text catalogues: every YAML file of a language's folder, flattened to dotted keys."""

from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("zh-CN", "en")
FOLDER = Path(__file__).parent


class CatalogueError(Exception):
    """A catalogue that cannot be used, or a key that it does not have."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all texts of one language by dotted key, e.g. 'kpi.new_leads'.

    The files of a folder share one name space; a key given twice, or a value that is not text, raises
    CatalogueError, as does an unknown language.
    """
    if language not in LANGUAGES:
        raise CatalogueError(f"no catalogue for language {language!r}; there are {', '.join(LANGUAGES)}")
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.yml")):
        _flatten(yaml.safe_load(path.read_text(encoding="utf-8")) or {}, "", texts, path)
    return texts


def _flatten(node: object, prefix: str, texts: dict[str, str], path: Path) -> None:
    if isinstance(node, dict):
        for name, value in node.items():
            _flatten(value, f"{prefix}.{name}" if prefix else str(name), texts, path)
        return
    if not isinstance(node, str):
        raise CatalogueError(f"{path.name}: {prefix} must be text, but is {node!r}; put it in quotes")
    if prefix in texts:
        raise CatalogueError(f"{path.name}: {prefix} is given by another file of the same language too")
    texts[prefix] = node
