"""Finding a contract's columns in a JSON object by dotted paths; everything else of the object is kept.

A number in a path is a place in an array, counted from 0: `phones.0`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from ingestion.contracts.model import ColumnSpec
from ingestion.readers.header import normalise

# A file that uses data as keys has endlessly many field names; no more than this many are remembered.
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
    """One step of a path: the column that ends here, if any, and the steps that go on."""

    column: int | None = None
    is_alias: bool = False
    children: dict[str, "_Node"] = field(default_factory=dict)
    plans: dict[tuple[str, ...], list[tuple["_Node | None", str]]] = field(default_factory=dict)


class JsonPaths:
    """The columns of a contract as a tree of JSON keys, and what was met while walking objects.

    `seen` are the columns that stood in any object, `by_alias` those found under an alias, `unknown` the
    names of fields that are no column.
    """

    def __init__(self, columns: Mapping[str, ColumnSpec]) -> None:
        self.seen: set[str] = set()
        self.by_alias: dict[str, str] = {}
        self.unknown: dict[str, None] = {}
        self._keys = list(columns)
        self._root = _Node()
        for is_alias in (False, True):
            for place, spec in enumerate(columns.values()):
                for name in spec.aliases if is_alias else (spec.header,):
                    self._insert([name], place, is_alias)
                    self._insert(name.split("."), place, is_alias)

    def _insert(self, parts: list[str], column: int, is_alias: bool) -> None:
        node = self._root
        for part in parts:
            node = node.children.setdefault(normalise(part), _Node())
        if node.column is None:
            node.column, node.is_alias = column, is_alias

    def find(self, value: Mapping[str, Any]) -> tuple[list[str | None], str | None]:
        """Return one text a column, in the contract's order, and the rest of the object as JSON text.

        Numbers and booleans come as their JSON text, objects and arrays as JSON; the rest is None when there
        is nothing left. Raises Ambiguous.
        """
        cells: list[str | None] = [None] * len(self._keys)
        extra: dict[str, Any] = {}
        self._walk(value, self._root, "", cells, extra)
        return cells, to_text(extra) if extra else None

    def _walk(
        self,
        value: Mapping[str, Any],
        node: _Node,
        prefix: str,
        cells: list[str | None],
        extra: dict[str, Any],
    ) -> None:
        keys = tuple(value)
        plan = node.plans.get(keys) or self._plan(node, keys, prefix)
        for (child, name), item in zip(plan, value.values(), strict=True):
            if child is not None and child.children and item.__class__ is dict:
                self._walk(item, child, f"{name}.", cells, extra)
            elif child is not None and child.children and item.__class__ is list:
                places = {str(place): one for place, one in enumerate(item)}
                self._walk(places, child, f"{name}.", cells, extra)
            elif child is not None and child.column is not None:
                text = item if item.__class__ is str else to_text(item)
                earlier = cells[child.column]
                if not earlier:
                    cells[child.column] = earlier if text is None else text
                elif text:
                    raise Ambiguous(name)
            else:
                extra[name] = item
                if name not in self.unknown and len(self.unknown) < _MAX_UNKNOWN:
                    self.unknown[name] = None

    def _plan(self, node: _Node, keys: tuple[str, ...], prefix: str) -> list[tuple[_Node | None, str]]:
        """Return where each key of an object leads; objects with the same keys share it."""
        plan = [(node.children.get(normalise(key)), prefix + key) for key in keys]
        for child, name in plan:
            if child is not None and child.column is not None:
                key = self._keys[child.column]
                self.seen.add(key)
                if child.is_alias:
                    self.by_alias.setdefault(key, name)
        if len(node.plans) >= _MAX_UNKNOWN:
            node.plans.clear()
        node.plans[keys] = plan
        return plan


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
    """Return compact JSON in which a Number is written with its own digits.

    Raises orjson.JSONEncodeError for what is nested deeper than 250 levels.
    """
    return orjson.dumps(value, default=_digits, option=orjson.OPT_PASSTHROUGH_SUBCLASS).decode()


def _digits(number: Any) -> orjson.Fragment:
    """Write a Number, the only type here that is no plain JSON value."""
    return orjson.Fragment(str(number).encode())
