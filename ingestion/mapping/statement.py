"""The generated SQL of one contract: the values of all entities, and whether each check fails."""

from dataclasses import dataclass
from datetime import datetime

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import Entity, Kind
from ingestion.contracts.model import Contract, EntityMap, TestLeadRules
from ingestion.mapping.checks import Check, EntityReading, all_checks
from ingestion.mapping.fields import constant, read_field
from ingestion.mapping.prepare import Needs
from ingestion.mapping.scope import Scope
from ingestion.readers.envelope import IS_DELETED
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

    `sql` gives, for each prepared row, `_row`, the computed columns, the emitted columns, and for each check
    a column (`failure_name`) that is true where it fails, else false or null.
    """

    needs: Needs
    entities: tuple[EntityPlan, ...]
    extra: str
    checks: tuple[Check, ...]
    sql: str


def build_statement(contract: Contract, landed_at: datetime, test_leads: TestLeadRules) -> Statement:
    """Return the statement of a checked contract."""
    scope = Scope(contract)
    readings = [
        EntityReading(
            entity_map,
            _emitted(scope, entity_map),
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
    outputs += dict.fromkeys(check.found for check in checks if check.found and is_computed(check.found))
    outputs += [f"({r.emitted}) AS _e{number}" for number, r in enumerate(readings) if r.emitted]
    outputs += [f"{check.condition} AS {failure_name(number)}" for number, check in enumerate(checks)]
    sql = f"SELECT {', '.join(dict.fromkeys(outputs))} FROM {scope.from_clause(PREPARED)}"
    return Statement(scope.needs, plans, extra, tuple(checks), sql)


def _emitted(scope: Scope, entity_map: EntityMap) -> str | None:
    """Which lines give the entity, as SQL; a tombstone gives every entity that its record may have given."""
    filled = " AND ".join(f"{scope.needs.raw_name(key)} IS NOT NULL" for key in entity_map.only_when)
    if not filled or scope.contract.api is None:
        return filled or None
    return f"({IS_DELETED} OR ({filled}))"


def failure_name(number: int) -> str:
    """Name of the result's column that tells where check `number` fails."""
    return f"_f{number}"


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
