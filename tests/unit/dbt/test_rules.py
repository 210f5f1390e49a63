"""The generic test of a table's rules: what breaks each kind, what keeps it; none hides another."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2

from tests.unit.dbt.landed import PROJECT


class _Relation(SimpleNamespace):
    def __str__(self) -> str:
        return str(self.identifier)


STAGES = _Relation(identifier="stages")

HELD = {
    "primary_key": ["id", "part"],
    "unique": [["rank"]],
    "never_null": ["owner"],
    "never_null_where": {"reason": "is_lost", "amount": "not is_lost"},
    "values": {"grade": ["A", "B", "it's C"]},
    "references": {"stage": {"to": STAGES, "field": "code"}},
}

ROW = {
    **{"id": 1, "part": 1, "rank": 1, "owner": "U1", "is_lost": False, "reason": None, "amount": 5},
    **{"grade": "A", "stage": "won"},
}


def _broken(rows: Sequence[Mapping[str, Any]], **rules: Any) -> dict[str, int]:
    """Return the rules that the rows break, and how many rows break each."""
    source = (PROJECT / "macros" / "tests" / "rules.sql").read_text(encoding="utf-8")
    source = source.replace("{% test ", "{% macro ").replace("{% endtest %}", "{% endmacro %}")
    environment = jinja2.Environment(autoescape=False, extensions=["jinja2.ext.do"])
    sql = str(environment.from_string(source).module.rules("opportunities", **rules))  # type: ignore[attr-defined]
    with duckdb.connect() as con:
        con.execute("create table stages as select 'won' as code union all select null")
        con.execute(
            "create table opportunities (id int, part int, rank int, owner varchar, is_lost boolean, "
            "reason varchar, amount int, grade varchar, stage varchar)"
        )
        for row in rows:
            con.execute("insert into opportunities values (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(row.values()))
        found = con.execute(sql).fetchall()
    assert len(found) == len(dict(found))
    return dict(found)


def test_rules_that_hold_give_no_line() -> None:
    lost = {
        **ROW,
        "part": 2,
        "rank": 2,
        "is_lost": True,
        "reason": "price",
        "amount": None,
        "grade": "it's C",
    }
    assert _broken([], **HELD) == {}
    assert _broken([ROW, lost], **HELD) == {}


def test_a_value_that_is_not_there_breaks_no_rule_on_values_and_references() -> None:
    unknown = {**ROW, "grade": None, "stage": None, "is_lost": None, "amount": None}
    assert _broken([unknown], **HELD) == {}


def test_every_broken_rule_is_named_with_its_rows() -> None:
    rows = [
        ROW,
        {**ROW, "owner": None, "grade": "D", "stage": "gone"},
        {**ROW, "rank": None, "is_lost": True, "grade": "E", "stage": "lost"},
        {**ROW, "id": None, "rank": None, "amount": None},
    ]
    assert _broken(rows, **HELD) == {
        "id is null": 1,
        "owner is null": 1,
        "reason is null where is_lost": 1,
        "amount is null where not is_lost": 1,
        "grade has another value": 2,
        "id, part repeats": 1,
        "rank repeats": 2,
        "stage is not in stages.code": 2,
    }


def test_a_part_of_a_key_may_repeat() -> None:
    rows = [ROW, {**ROW, "part": 2}, {**ROW, "id": 2}]
    assert _broken(rows, primary_key=["id", "part"]) == {}
    assert _broken(rows, primary_key=["id"]) == {"id repeats": 1}
