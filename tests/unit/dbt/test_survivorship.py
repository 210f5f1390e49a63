"""Golden values by source priority, then recency, then completeness; and the values that they beat."""

import shutil
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.dbt.landed import PROJECT, LandedWorld

RULES = """field,source,priority
*,*,50
*,list,80
company,crm,10
title,*,40
title,form,60
"""


def lead(lead_id: str, day: int, **fields: Any) -> dict[str, Any]:
    known = {"full_name": "Mary Ann Stone", "email": "mary@stone.example", "phone": "+1 212 555 0118"}
    moment = datetime(2026, 5, day, tzinfo=UTC)
    return {"lead_id": lead_id, "created_at": moment, "updated_at": moment, **known, **fields}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> LandedWorld:
    seeds = tmp_path_factory.mktemp("company") / "seeds"
    shutil.copytree(PROJECT / "seeds", seeds)
    (seeds / "survivorship.csv").write_text(RULES, encoding="utf-8")
    world = LandedWorld(tmp_path_factory.mktemp("survivorship"))
    world.land("crm", {"lead": [lead("1", 1, company="Stone Inc.", title="CEO", need="crm")]})
    world.land(
        "form",
        {
            "lead": [
                lead("2", 5, company="Stones", title="Boss", need="bare", region="Texas"),
                lead(
                    "3",
                    5,
                    company="Stones",
                    need="full",
                    region="Texas",
                    industry="Textile",
                    product_interest="MES",
                ),
            ]
        },
    )
    world.land("list", {"lead": [lead("4", 9, company="Old Stone", need="bought", industry="Metal")]})
    world.dbt(
        "build",
        *("--select", "+fct_leads", "+fct_lead_values", "--exclude-resource-type", "unit_test"),
        *("--exclude-resource-type", "test"),
        environment={"LEADMILL_SEEDS": str(seeds)},
    )
    return world


def test_the_records_are_one_lead(world: LandedWorld) -> None:
    assert world.query("select count(*), max(record_count) from marts.fct_leads") == [(1, 4)]


def test_the_most_trusted_source_speaks_then_the_newest_then_the_most_complete(world: LandedWorld) -> None:
    assert world.query("select company, title, need, region, industry from marts.fct_leads") == [
        # The CRM is trusted most for the company, forms less for titles. Of two forms of one day the fuller
        # one tells the need. The newest record is from a bought list: it speaks where nobody else does.
        ("Stone Inc.", "CEO", "full", "Texas", "Textile")
    ]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("company", [("Stone Inc.", 1, "source_priority", 2), ("Stones", 2, "source_priority", None),
                     ("Old Stone", 1, "source_priority", None)]),
        ("title", [("CEO", 1, "source_priority", 1), ("Boss", 1, "source_priority", None)]),
        ("need", [("full", 1, "completeness", 3), ("bare", 1, "completeness", None),
                  ("crm", 1, "recency", None), ("bought", 1, "source_priority", None)]),
        ("region", [("Texas", 2, "only_value", 0)]),
        ("email", [("mary@stone.example", 4, "only_value", 0)]),
    ],
)  # fmt: skip
def test_every_value_is_there_with_the_rule_that_decided(
    world: LandedWorld, field: str, values: list[tuple[Any, ...]]
) -> None:
    assert (
        world.query(
            "select value, record_count, rule, beaten_count from marts.fct_lead_values "
            f"where field = '{field}' order by place"
        )
        == values
    )


def test_a_value_names_its_record_source_and_time(world: LandedWorld) -> None:
    assert world.query(
        "select lead_record_id, source, recorded_at from marts.fct_lead_values "
        "where field = 'industry' order by place"
    ) == [
        ("form:3", "form", datetime(2026, 5, 5, tzinfo=UTC)),
        ("list:4", "list", datetime(2026, 5, 9, tzinfo=UTC)),
    ]
