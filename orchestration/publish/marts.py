"""Which marts are published, and what the dbt manifest says of their columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.publish.masking import MASK_NAMES


@dataclass(frozen=True)
class Mart:
    """One mart: a table of the warehouse's schema `marts`.

    Attributes:
        name: table name.
        description: its dbt description.
        masks: column -> name of its mask.
        columns: column -> its dbt description, in the declared order.
    """

    name: str
    description: str
    masks: Mapping[str, str]
    columns: Mapping[str, str]


def _mask(column: Mapping[str, Any]) -> str | None:
    meta = {**(column.get("meta") or {}), **((column.get("config") or {}).get("meta") or {})}
    mask = meta.get("mask")
    return None if mask is None else str(mask)


def marts_of(manifest: Mapping[str, Any]) -> list[Mart]:
    """Return the marts of a dbt manifest, by name.

    Raises:
        ValueError: when a column names a mask that does not exist; publishing it bare would be a leak.
    """
    marts = []
    for node in manifest["nodes"].values():
        if node["resource_type"] != "model" or node["schema"] != "marts":
            continue
        masks = {}
        for name, column in node["columns"].items():
            mask = _mask(column)
            if mask is None:
                continue
            if mask not in MASK_NAMES:
                known = ", ".join(sorted(MASK_NAMES))
                raise ValueError(f"{node['name']}.{name}: there is no mask {mask!r}; use one of {known}")
            masks[name] = mask
        columns = {name: str(column.get("description") or "") for name, column in node["columns"].items()}
        marts.append(Mart(node["name"], str(node.get("description") or ""), masks, columns))
    return sorted(marts, key=lambda mart: mart.name)
