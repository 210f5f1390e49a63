"""The comparisons of the dbt project in Splink's words.

The comparisons are the macros of the dbt project's `macros/matching`, compiled by dbt; which levels each one
has, and what they are called, is the seed `match_parameters`. There is no second copy of either here.
"""

import csv
import json
import re
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

    def for_splink(self) -> dict[str, Any]:
        """Return the comparison as Splink's settings have it."""
        return {
            "output_column_name": self.name,
            "comparison_levels": [
                {"sql_condition": f"({self.sql}) = -1", "label_for_charts": "missing", "is_null_level": True},
                *(
                    {"sql_condition": f"({self.sql}) = {level.number}", "label_for_charts": str(level.number)}
                    for level in self.levels[:-1]
                ),
                {"sql_condition": "ELSE", "label_for_charts": str(self.levels[-1].number)},
            ],
        }


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
