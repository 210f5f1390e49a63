"""The rules that a line must pass, as SQL conditions in a fixed order, with what is said when one fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingestion.canonical.entities import ENTITIES
from ingestion.contracts.model import Contract, EntityMap, FieldMap, TestLeadRules
from ingestion.mapping import known_tests
from ingestion.mapping.fields import Reading
from ingestion.mapping.prepare import MAX_FIELD_BYTES
from ingestion.mapping.scope import Scope
from ingestion.readers.envelope import IS_DELETED
from ingestion.sql import quote_literal

# When a line fails several rules, the first of these is its reason.
RULES = (
    "nul_character",
    "oversized_field",
    "no_entity",
    "blank_key",
    "missing_required",
    "missing_any",
    "bad_timestamp",
    "bad_date",
    "bad_money",
    "bad_integer",
    "bad_boolean",
    "negative_amount",
    "unmapped_value",
    "future_created_at",
    "test_lead",
)

# A clock an hour or a zone ahead is no reason to hold a lead back; a day is.
FUTURE_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True)
class Check:
    """One rule for one place of the line.

    `condition` is SQL that is true when the rule is broken; `column` is the header the reader of the
    message knows it by; `found` is the SQL name of the text to quote, None when it must not or cannot be.
    With `names_column` that text is the key of the column instead.
    """

    rule: str
    condition: str
    column: str
    found: str | None
    wrong: str
    remedy: str
    names_column: bool = False


@dataclass(frozen=True)
class EntityReading:
    """An entity map with the readings of its fields; `emitted` is SQL, or None when every line gives it."""

    entity_map: EntityMap
    emitted: str | None
    readings: dict[str, Reading]


def all_checks(
    scope: Scope, entities: list[EntityReading], landed_at: datetime, test_leads: TestLeadRules
) -> list[Check]:
    """Return every check of a contract, in the order in which they are reported.

    A tombstone passes them all: it says that a record is gone, and of the record no more than its id.
    """
    checks = list(_line_checks(entities))
    for entity in entities:
        of_entity = [*_presence_checks(scope.contract, entity), *_value_checks(scope.contract, entity)]
        of_entity += _future_checks(scope.contract, entity, landed_at)
        of_entity += _test_lead_checks(scope, entity, test_leads)
        checks += [_only_when(check, entity.emitted) for check in of_entity]
    if scope.contract.api is not None:
        checks = [_only_when(check, f"NOT {IS_DELETED}") for check in checks]
    return sorted(checks, key=lambda check: RULES.index(check.rule))


def label(contract: Contract, name: str, field_map: FieldMap) -> str:
    """The headers a field comes from, as the source's owner knows them; the field's name for a constant."""
    return " + ".join(contract.columns[key].header for key in field_map.source_columns) or name


def _line_checks(entities: list[EntityReading]) -> Iterator[Check]:
    """Rules about the line as a whole."""
    nul = "holds a NUL character, which no text has; the file may be damaged"
    yield Check("nul_character", "_nul IS NOT NULL", "", "_nul", nul, "export the file again", True)
    large = f"is longer than {MAX_FIELD_BYTES} bytes"
    remedy = "shorten it in the source, or look for an unclosed quote above"
    yield Check("oversized_field", "_large IS NOT NULL", "", "_large", large, remedy, True)
    conditions = [entity.emitted for entity in entities if entity.emitted is not None]
    if len(conditions) == len(entities):
        blank = " AND ".join(f"NOT ({condition})" for condition in conditions)
        wrong = "the line gives no row: the columns of every only_when are blank"
        yield Check(
            "no_entity", f"({blank})", "", None, wrong, "fill them in the source, or correct only_when"
        )


def _presence_checks(contract: Contract, entity: EntityReading) -> Iterator[Check]:
    """Key fields, required fields, and groups of which one must be filled."""
    key = ENTITIES[entity.entity_map.entity].key
    for name in dict.fromkeys((*key, *entity.entity_map.required)):
        blank = entity.readings[name].blank
        column = label(contract, name, entity.entity_map.fields[name])
        if name in key:
            wrong = f"{name} is blank, but identifies the {entity.entity_map.entity}"
            yield Check("blank_key", blank, column, None, wrong, "fill it in the source")
        else:
            yield Check("missing_required", blank, column, None, f"{name} is blank", "fill it in the source")
    for group in entity.entity_map.require_any:
        blank = " AND ".join(entity.readings[name].blank for name in group)
        column = ", ".join(label(contract, name, entity.entity_map.fields[name]) for name in group)
        wrong = f"all of {', '.join(group)} are blank; one is needed"
        yield Check("missing_any", f"({blank})", column, None, wrong, "fill one of them in the source")


def _value_checks(contract: Contract, entity: EntityReading) -> Iterator[Check]:
    """Text that cannot be read as what its field is."""
    for name, reading in entity.readings.items():
        if reading.faults:
            column = label(contract, name, entity.entity_map.fields[name])
            for fault in reading.faults:
                yield Check(fault.rule, fault.condition, column, reading.raw, fault.wrong, fault.remedy)


def _future_checks(contract: Contract, entity: EntityReading, landed_at: datetime) -> Iterator[Check]:
    """A row created after it was landed."""
    reading = entity.readings.get("created_at")
    if reading is not None and reading.raw is not None:
        latest = (landed_at + FUTURE_TOLERANCE).isoformat()
        condition = f"({reading.value} > CAST({quote_literal(latest)} AS TIMESTAMPTZ))"
        column = label(contract, "created_at", entity.entity_map.fields["created_at"])
        wrong = f"is more than a day after the file was landed ({landed_at:%Y-%m-%d %H:%M} UTC)"
        remedy = "correct it in the source, or the time zone and formats in the contract"
        yield Check("future_created_at", condition, column, reading.raw, wrong, remedy)


def _test_lead_checks(scope: Scope, entity: EntityReading, test_leads: TestLeadRules) -> Iterator[Check]:
    """The company's own test leads. The matching text is a person's data, so it is not quoted."""
    if entity.entity_map.entity != "lead":
        return
    for name, condition, wrong in known_tests.conditions(scope, entity.entity_map, test_leads):
        column = label(scope.contract, name, entity.entity_map.fields[name])
        remedy = "nothing, if it is one; otherwise correct test_leads in the company's configuration"
        yield Check("test_lead", condition, column, None, wrong, remedy)


def _only_when(check: Check, emitted: str | None) -> Check:
    """The check, made only for lines that fulfil a condition, such as giving the entity."""
    if emitted is None:
        return check
    condition = f"(({emitted}) AND {check.condition})"
    return Check(check.rule, condition, check.column, check.found, check.wrong, check.remedy)
