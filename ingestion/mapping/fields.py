"""How one canonical field is read: the SQL of its value, and what can be wrong with its text."""

from dataclasses import dataclass

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import Kind
from ingestion.canonical.vocabulary import codes_of
from ingestion.contracts.check_fields import read_formats
from ingestion.contracts.model import KEEP, QUARANTINE, FieldMap
from ingestion.mapping import numbers, times
from ingestion.mapping.scope import Scope, Words
from ingestion.sql import quote_literal

_SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.TIMESTAMP: "TIMESTAMPTZ",
    Kind.DATE: "DATE",
    Kind.MONEY: "DECIMAL(18, 2)",
    Kind.INTEGER: "BIGINT",
    Kind.BOOLEAN: "BOOLEAN",
}
_LISTED_WORDS = 12


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong with a field's text: when (SQL), and how to say it."""

    rule: str
    condition: str
    wrong: str
    remedy: str


@dataclass(frozen=True)
class Reading:
    """How a field is read, as SQL over the names of the statement.

    `value` is the name of its value, `blank` the condition that it has none, and not because its text could
    not be read; `raw` is the name of its text, None for a constant.
    """

    value: str
    blank: str
    raw: str | None
    faults: tuple[Fault, ...]


def read_field(scope: Scope, entity_name: str, name: str, field_map: FieldMap) -> Reading:
    """Return how field `name` of an entity is read; parts of the statement are added to `scope`."""
    entity = ENTITIES[entity_name]
    kind = entity.field(name).kind
    default = field_map.default
    if name == "currency" and default is None:
        default = scope.contract.currency
    if field_map.value is not None:
        return Reading(constant(scope, kind, field_map.value), "false", None, ())
    raw = scope.raw(field_map, whole=name in entity.key)
    if kind in (Kind.TEXT, Kind.BOOLEAN):
        reading = _worded(scope, entity_name, name, field_map, raw)
    else:
        reading = _parsed(scope, name, kind, field_map, raw)
    if default is None:
        return reading
    value = scope.computed(f"coalesce({reading.value}, {_constant(kind, default)})")
    return Reading(value, "false", raw, reading.faults)


def _worded(scope: Scope, entity_name: str, name: str, field_map: FieldMap, raw: str) -> Reading:
    """A text or truth value, mapped word by word where there is a map."""
    kind = ENTITIES[entity_name].field(name).kind
    words, rule = _words(entity_name, name, kind, field_map)
    if words is None:
        return Reading(raw, f"{raw} IS NULL", raw, ())
    word, meaning = scope.mapped(scope.folded(field_map), words)
    is_unmapped = f"({raw} IS NOT NULL AND {word} IS NULL)"
    faults: tuple[Fault, ...] = ()
    blank = "{} IS NULL"
    if field_map.unmapped == KEEP:
        meaning = scope.computed(f"CASE WHEN {word} IS NULL THEN {raw} ELSE {meaning} END")
    elif field_map.unmapped != QUARANTINE:
        other = quote_literal(field_map.unmapped)
        meaning = scope.computed(f"CASE WHEN {is_unmapped} THEN {other} ELSE {meaning} END")
    else:
        wrong = f"is none of the declared words ({_listed(words)})"
        remedy = f"correct it in the source, or add it to the values of {name} in the contract"
        faults = (Fault(rule, is_unmapped, wrong, remedy),)
        blank = f"({{}} IS NULL AND ({raw} IS NULL OR {word} IS NOT NULL))"
    if kind is Kind.BOOLEAN:
        meaning = scope.computed(f"CAST({meaning} AS BOOLEAN)")
    return Reading(meaning, blank.format(meaning), raw, faults)


def _words(entity_name: str, name: str, kind: Kind, field_map: FieldMap) -> tuple[Words | None, str]:
    """The words a field may say with their meanings, None for free text; and the rule for other words."""
    if field_map.values is not None:
        return field_map.values, "unmapped_value"
    if kind is Kind.BOOLEAN:
        return numbers.TRUTH_WORDS, "bad_boolean"
    codes = codes_of(entity_name, name)
    return (None if codes is None else {code: code for code in codes}), "unmapped_value"


def _parsed(scope: Scope, name: str, kind: Kind, field_map: FieldMap, raw: str) -> Reading:
    """A time, date or number, parsed as declared."""
    text = scope.plain(field_map)
    remedy = f"correct it in the source, or correct {name} in the contract"
    if kind in (Kind.TIMESTAMP, Kind.DATE):
        formats = read_formats(scope.contract, field_map)
        read = times.instant if kind is Kind.TIMESTAMP else times.day
        value = scope.computed(read(text, formats, scope.contract.time_zone))
        limits = [f"CAST('{limit}' AS DATE)" for limit in (times.EARLIEST, times.END)]
        if kind is Kind.TIMESTAMP:
            limits = [f"TIMESTAMPTZ '{limit} 00:00:00+00'" for limit in (times.EARLIEST, times.END)]
        outside = f" OR {value} < {limits[0]} OR {value} >= {limits[1]}"
        wrong = f"is no {'time' if kind is Kind.TIMESTAMP else 'date'} in {' or '.join(formats)}"
        wrong += f" from {times.EARLIEST[:4]} to {int(times.END[:4]) - 1}"
        fault = _unreadable(kind, raw, value, wrong, remedy, outside)
        return Reading(value, f"({value} IS NULL AND {raw} IS NULL)", raw, (fault,))
    read_number = numbers.money if kind is Kind.MONEY else numbers.integer
    value = scope.computed(read_number(text, field_map))
    faults = [_unreadable(kind, raw, value, _number_form(kind, field_map), remedy)]
    if not field_map.allow_negative:
        advice = f"correct it in the source, or set allow_negative for {name} in the contract"
        faults.append(Fault("negative_amount", f"({value} < 0)", "is negative", advice))
    return Reading(value, f"({value} IS NULL AND {raw} IS NULL)", raw, tuple(faults))


def _unreadable(kind: Kind, raw: str, value: str, wrong: str, remedy: str, outside: str = "") -> Fault:
    condition = f"({raw} IS NOT NULL AND ({value} IS NULL{outside}))"
    return Fault(f"bad_{kind}", condition, wrong, remedy)


def _number_form(kind: Kind, field_map: FieldMap) -> str:
    """What a number of this field looks like, as a clause."""
    marks = f'"{field_map.thousands}" between thousands' if field_map.thousands else "no thousands mark"
    if kind is Kind.INTEGER:
        return f"is no whole number ({marks})"
    decimals = "any decimals" if field_map.round else "at most 2 decimals"
    return f'is no amount ({marks}, "{field_map.decimal}" before {decimals}, below 10^16)'


def _listed(words: Words) -> str:
    listed = ", ".join(list(words)[:_LISTED_WORDS])
    return listed + (", …" if len(words) > _LISTED_WORDS else "")


def constant(scope: Scope, kind: Kind, text: str) -> str:
    """Name of a constant of the contract as a value of `kind`."""
    return scope.computed(_constant(kind, text))


def _constant(kind: Kind, text: str) -> str:
    return f"CAST({quote_literal(text)} AS {_SQL_TYPES[kind]})"
