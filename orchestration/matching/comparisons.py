"""The comparisons of the dbt project in Splink's words.

The comparisons are the macros of the dbt project's `macros/matching`, compiled by dbt; which levels each one
has, and what they are called, is the seed `match_parameters`. There is no second copy of either here.
"""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.dbt_inprocess import invoke
from orchestration.home import Home

# {"comparison": "SQL that gives its level"}, as JSON.
_LEVELS = (
    "{% set found = {} %}{% for c in comparisons() %}"
    "{% do found.update({c: level_of(c, 'one', 'other')}) %}{% endfor %}{{ tojson(found) }}"
)
_ONE, _OTHER = re.compile(r"\bone\.(\w+)"), re.compile(r"\bother\.(\w+)")


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: its number in the seed and what it is called."""

    number: int
    label_en: str
    label_zh: str


@dataclass(frozen=True)
class Comparison:
    """One comparison: its levels, strongest first, and the SQL that tells them apart.

    Attributes:
        name: as in the macro `comparisons()`.
        sql: gives the level's number, -1 where it says nothing; columns end in _l and _r.
        levels: what the seed lists for it.
    """

    name: str
    sql: str
    levels: tuple[Level, ...]

    @property
    def strongest(self) -> int:
        """Number of the strongest level."""
        return self.levels[0].number

    def for_splink(self, u: Mapping[int, float] | None = None) -> dict[str, Any]:
        """Return the comparison as Splink's settings have it, with u by level where it is known already."""
        missing = {"sql_condition": f"({self.sql}) = -1", "label_for_charts": "-1", "is_null_level": True}
        levels: list[dict[str, Any]] = []
        for level in self.levels:
            last = level is self.levels[-1]
            condition = "ELSE" if last else f"({self.sql}) = {level.number}"
            levels.append({"sql_condition": condition, "label_for_charts": str(level.number)})
            if u is not None:
                levels[-1]["u_probability"] = u[level.number]
        return {"output_column_name": self.name, "comparison_levels": [missing, *levels]}


def read_comparisons(home: Home, variables: dict[str, object], seed: Path) -> tuple[Comparison, ...]:
    """Return the project's comparisons: their SQL by dbt, their levels by the seed."""
    result = invoke(["compile", "--inline", _LEVELS, "--no-introspect"], home, variables)
    levels = read_levels(seed)
    return tuple(
        Comparison(name, _with_suffixes(sql), levels[name])
        for name, sql in json.loads(result.results[0].node.compiled_code).items()
    )


def read_levels(seed: Path) -> dict[str, tuple[Level, ...]]:
    """Return the levels of each comparison, strongest first, as the seed lists them."""
    found: dict[str, list[Level]] = {}
    with seed.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            level = Level(int(row["level"]), row["label_en"], row["label_zh"])
            found.setdefault(row["comparison"], []).append(level)
    return {name: tuple(sorted(levels, key=lambda level: -level.number)) for name, levels in found.items()}


def _with_suffixes(sql: str) -> str:
    return _OTHER.sub(r'"\1_r"', _ONE.sub(r'"\1_l"', sql))
