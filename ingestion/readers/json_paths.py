"""Finding a contract's columns in a JSON object by dotted paths; everything else of the object is kept."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingestion.contracts.model import ColumnSpec
from ingestion.readers.header import normalise

# Unknown field names are collected for a warning; a file that uses data as keys has endlessly many.
_MAX_UNKNOWN = 200


class Number(str):
    """The text of a JSON number; a type of its own, so that it can be written as a number again."""

    __slots__ = ()


class Ambiguous(Exception):
    """Two fields of one object, both filled, answer to the same column."""

    rule = "ambiguous_column"
    remedy = "Leave out one of the two fields, or remove the alias from the contract."

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.reason = f"A second field gives the same column: '{name[:60]}'."


@dataclass
class _Node:
    column: str | None = None
    is_alias: bool = False
    children: dict[str, "_Node"] = field(default_factory=dict)


class JsonPaths:
    """The columns of a contract as a tree of JSON keys, and what was met while walking objects.

    `seen` are the columns that stood in any object, `by_alias` those found under an alias, `unknown` the
    names of fields that are no column.
    """

    def __init__(self, columns: Mapping[str, ColumnSpec]) -> None:
        self.seen: set[str] = set()
        self.by_alias: dict[str, str] = {}
        self.unknown: dict[str, None] = {}
        self._root = _Node()
        self._normalised: dict[str, str] = {}
        for is_alias in (False, True):
            for key, spec in columns.items():
                for name in spec.aliases if is_alias else (spec.header,):
                    self._insert([name], key, is_alias)
                    self._insert(name.split("."), key, is_alias)

    def _insert(self, parts: list[str], key: str, is_alias: bool) -> None:
        node = self._root
        for part in parts:
            node = node.children.setdefault(normalise(part), _Node())
        if node.column is None:
            node.column, node.is_alias = key, is_alias

    def find(self, value: Mapping[str, Any]) -> tuple[dict[str, str | None], str | None]:
        """Return column key -> text for one object, and the rest of it as JSON text (None when nothing).

        Numbers and booleans come as their JSON text, objects and arrays as JSON. Raises Ambiguous.
        """
        cells: dict[str, str | None] = {}
        extra: dict[str, Any] = {}
        self._walk(value, self._root, "", cells, extra)
        return cells, to_text(extra) if extra else None

    def _walk(
        self,
        value: Mapping[str, Any],
        node: _Node,
        prefix: str,
        cells: dict[str, str | None],
        extra: dict[str, Any],
    ) -> None:
        for name, item in value.items():
            child = node.children.get(self._normal(name))
            if child is not None and child.children and isinstance(item, dict):
                self._walk(item, child, f"{prefix}{name}.", cells, extra)
            elif child is not None and child.column is not None:
                self._take(child, child.column, prefix + name, to_text(item), cells)
            else:
                extra[prefix + name] = item
                if len(self.unknown) < _MAX_UNKNOWN:
                    self.unknown[prefix + name] = None

    def _take(
        self, node: _Node, column: str, name: str, text: str | None, cells: dict[str, str | None]
    ) -> None:
        if cells.get(column) and text:
            raise Ambiguous(name)
        cells[column] = text or cells.get(column, text)
        if column not in self.seen:
            self.seen.add(column)
        if node.is_alias and column not in self.by_alias:
            self.by_alias[column] = name

    def _normal(self, name: str) -> str:
        known = self._normalised.get(name)
        if known is None:
            known = normalise(name)
            if len(self._normalised) < 10 * _MAX_UNKNOWN:
                self._normalised[name] = known
        return known


def to_text(value: Any) -> str | None:
    """Return a JSON value as the text of a cell: strings bare, null as None, everything else as JSON."""
    if value is None:
        return None
    if isinstance(value, str):
        return str(value)
    return _json(value)


def strings_in(value: Any) -> Iterator[str]:
    """Yield every string inside a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from strings_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)


def _json(value: Any) -> str:
    """Return compact JSON in which a Number is written with its own digits."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return (
            "{" + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{_json(v)}" for k, v in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
