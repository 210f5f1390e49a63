"""The generated SQL of one contract: one statement for values, one that explains the rejected lines."""

from dataclasses import dataclass
from datetime import datetime

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import Entity, Kind
from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.mapping.checks import Check, EntityReading, all_checks
from ingestion.mapping.fields import constant, read_field
from ingestion.mapping.prepare import Needs
from ingestion.mapping.scope import Scope
from ingestion.sql import quote_literal

PREPARED = "leadmill_prepared"


@dataclass(frozen=True)
class EntityPlan:
    """Where the columns of an entity's rows are: in the prepared table, or in the statement's result.

    `columns` gives the name by field; a field without one is null. `emitted` names the result's column
    that tells which lines give the row, None when all do.
    """

    entity: Entity
    columns: dict[str, str]
    emitted: str | None


@dataclass(frozen=True)
class Statement:
    """Everything that maps a batch of one contract; built without seeing a single value.

    `values` gives, for each prepared row, `_row`, the computed columns, the emitted columns and `_bad`.
    `explanation` gives, for rows that are bad, the number of the first failing check, how many fail, and
    the text to quote.
    """

    needs: Needs
    entities: tuple[EntityPlan, ...]
    extra: str
    checks: tuple[Check, ...]
    values: str
    explanation: str


def build_statement(contract: Contract, landed_at: datetime, test_leads: TestLeadRules) -> Statement:
    """Return the statements of a checked contract."""
    scope = Scope(contract)
    readings = [
        EntityReading(
            entity_map,
            " AND ".join(f"{scope.needs.raw_name(key)} IS NOT NULL" for key in entity_map.only_when) or None,
            {
                name: read_field(scope, entity_map.entity, name, field)
                for name, field in entity_map.fields.items()
            },
        )
        for entity_map in contract.entities
    ]
    plans = tuple(_plan(scope, number, reading) for number, reading in enumerate(readings))
    checks = all_checks(scope, readings, landed_at, test_leads)
    extra = _extra(scope)
    outputs = ["_row"]
    outputs += dict.fromkeys(name for plan in plans for name in plan.columns.values() if is_computed(name))
    outputs += [extra] if is_computed(extra) else []
    outputs += [f"({r.emitted}) AS _e{number}" for number, r in enumerate(readings) if r.emitted]
    conditions = [f"coalesce({check.condition}, false)" for check in checks]
    source = scope.from_clause(PREPARED)
    values = f"SELECT {', '.join(outputs)}, ({' OR '.join(conditions)}) AS _bad FROM {source}"
    return Statement(
        scope.needs, plans, extra, tuple(checks), values, _explanation(checks, conditions, source)
    )


def is_computed(name: str) -> bool:
    """Whether a column of an entity comes from the statement rather than from the prepared table."""
    return name[0] not in "c_"


def _plan(scope: Scope, number: int, reading: EntityReading) -> EntityPlan:
    """Name the columns of one entity's rows."""
    entity = ENTITIES[reading.entity_map.entity]
    columns = {name: field.value for name, field in reading.readings.items()}
    if "currency" not in columns and any(field.name == "currency" for field in entity.fields):
        columns["currency"] = constant(scope, Kind.TEXT, scope.contract.currency)
    return EntityPlan(entity, columns, f"_e{number}" if reading.emitted else None)


def _extra(scope: Scope) -> str:
    """Name of a row's `_extra`: the reader's unknown columns, and the declared ones that nothing reads."""
    contract = scope.contract
    used = {
        key for item in contract.entities for field in item.fields.values() for key in field.source_columns
    }
    used |= {key for item in contract.entities for key in item.only_when}
    unused = [key for key in contract.columns if key not in used]
    if not unused:
        return "_extra"
    pairs = ", ".join(
        f"{quote_literal(contract.columns[key].header)}, {scope.needs.raw_name(key)}" for key in unused
    )
    merged = f"json_merge_patch(coalesce(_extra, '{{}}'), json_object({pairs}))"
    return scope.computed(f"nullif(CAST({merged} AS VARCHAR), '{{}}')")


def _explanation(checks: list[Check], conditions: list[str], source: str) -> str:
    """The statement that says what is wrong with rows that are known to be bad."""
    first = " ".join(f"WHEN {condition} THEN {number}" for number, condition in enumerate(conditions))
    found = " ".join(
        f"WHEN {condition} THEN {f'left({check.found}, 200)' if check.found else 'NULL'}"
        for check, condition in zip(checks, conditions, strict=True)
    )
    count = " + ".join(f"CAST({condition} AS INTEGER)" for condition in conditions)
    return (
        f"SELECT _row, _line, _lines, CASE {first} END AS first, {count} AS failing, "
        f"CASE {found} END AS found FROM {source}"
    )
