"""The data dictionary as data: every published mart with its columns, and the fields contracts map to.

Descriptions stand once, in the dbt project and in the canonical vocabulary, as "English / 中文". How the
dictionary looks is in `pages.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.canonical.entities import ENTITIES
from orchestration.publish.marts import marts_of


@dataclass(frozen=True)
class Entry:
    """One field: name, type, meaning in both languages, and a note such as its mask."""

    name: str
    kind: str
    en: str
    zh: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    """One table: a mart, or an entity of the canonical vocabulary."""

    name: str
    en: str
    zh: str
    entries: tuple[Entry, ...]


def both_languages(description: str) -> tuple[str, str]:
    """Split "English / 中文" at the last slash that Chinese text follows; without one both are the same."""
    text = " ".join(description.split())
    position = len(text)
    while (position := text.rfind("/", 0, position)) != -1:
        english, chinese = text[:position].strip(), text[position + 1 :].strip()
        if _is_chinese(chinese) and not _is_chinese(english):
            return english, chinese
    return text, text


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def published_tables(manifest: Mapping[str, Any]) -> list[Table]:
    """Return the published marts of a dbt manifest."""
    kinds = {
        node["name"]: {name: str(column.get("data_type") or "") for name, column in node["columns"].items()}
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    tables = []
    for mart in marts_of(manifest):
        entries = []
        for name, description in mart.columns.items():
            mask = mart.masks.get(name)
            entries.append(
                Entry(
                    name,
                    kinds[mart.name][name],
                    *both_languages(description),
                    note=f"mask: {mask}" if mask else "",
                )
            )
        tables.append(Table(mart.name, *both_languages(mart.description), entries=tuple(entries)))
    return tables


def canonical_tables() -> list[Table]:
    """Return the canonical entities, onto which a contract maps a source's columns."""
    return [
        Table(
            entity.name,
            entity.en,
            entity.zh,
            tuple(
                Entry(f.name, f.kind.value, f.en, f.zh, note="key" if f.name in entity.key else "")
                for f in entity.fields
            ),
        )
        for entity in ENTITIES.values()
    ]
