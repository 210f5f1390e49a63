"""Checks the entity and field maps of a contract.

Do the entities, fields, columns and codes exist, do the options fit the kind of the field, and are all
constants readable?
"""

from collections.abc import Iterable
from decimal import Decimal

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import Entity, Field, Kind
from ingestion.canonical.vocabulary import codes_of
from ingestion.contracts import time_formats
from ingestion.contracts.constants import constant_fault
from ingestion.contracts.model import KEEP, QUARANTINE, Contract, EntityMap, FieldMap
from ingestion.contracts.problems import Problems, did_you_mean
from ingestion.words import fold_word

TIME_KINDS = (Kind.TIMESTAMP, Kind.DATE)
NUMBER_KINDS = (Kind.MONEY, Kind.INTEGER)
# Options that only some kinds of field can have; those not named here fit every kind.
_KINDS_WITH: dict[str, tuple[Kind, ...]] = {
    "formats": TIME_KINDS,
    "thousands": NUMBER_KINDS,
    "decimal": NUMBER_KINDS,
    "strip": NUMBER_KINDS,
    "allow_negative": NUMBER_KINDS,
    "scale": (Kind.MONEY,),
    "round": (Kind.MONEY,),
    "first_name": (Kind.TEXT,),
    "values": (Kind.TEXT, Kind.BOOLEAN),
    "unmapped": (Kind.TEXT, Kind.BOOLEAN),
}
# File types whose cells may carry a date as a date: it reaches the mapping as ISO text.
TYPED_FORMATS = ("xlsx", "parquet")


def check_entities(contract: Contract, problems: Problems) -> None:
    """Record every problem of every entity map of `contract`."""
    if not contract.entities:
        problems.add("entities", "is empty", "say which entity a line gives, e.g. entity: lead")
    for entity_map in contract.entities:
        key = f"entities[{entity_map.entity}]"
        entity = ENTITIES.get(entity_map.entity)
        if entity is None:
            problems.add(key, "there is no such entity", did_you_mean(entity_map.entity, ENTITIES))
            continue
        _check_references(contract, entity_map, entity, key, problems)
        for name, field_map in entity_map.fields.items():
            field_key = f"{key}.fields.{name}"
            field = next((field for field in entity.fields if field.name == name), None)
            if field is None:
                known = [field.name for field in entity.fields]
                problems.add(field_key, f"{entity.name} has no such field", did_you_mean(name, known))
                continue
            _check_source(contract, field_map, field_key, problems)
            _check_options(contract, field, field_map, field_key, problems)
            _check_words(entity, field, field_map, field_key, problems)


def _check_references(
    contract: Contract, entity_map: EntityMap, entity: Entity, key: str, problems: Problems
) -> None:
    """The columns of `only_when`, the fields of `required` and `require_any`, and the key fields."""
    _check_known_columns(entity_map.only_when, contract, f"{key}.only_when", problems)
    groups = {"required": entity_map.required}
    groups |= {f"require_any[{n}]": group for n, group in enumerate(entity_map.require_any)}
    for name, fields in groups.items():
        if name != "required" and not fields:
            problems.add(f"{key}.{name}", "is empty", "name the fields of which one must be filled")
        for field in fields:
            if field not in entity_map.fields:
                advice = did_you_mean(field, entity_map.fields)
                problems.add(f"{key}.{name}", f'"{field}" is no field mapped here', f"map it, or {advice}")
    for field in entity.key:
        if field not in entity_map.fields:
            wrong = f"{field} is not mapped, but identifies a row of {entity.name}"
            problems.add(f"{key}.fields", wrong, "map it to a column, or to several with columns: [a, b]")


def _check_source(contract: Contract, field_map: FieldMap, key: str, problems: Problems) -> None:
    """Exactly one of column, columns, value and the parts of a name, and the columns are declared."""
    sources = ("column", "columns", "value", "first_name")
    given = [name for name in sources if getattr(field_map, name) is not None]
    if (field_map.first_name is None) != (field_map.last_name is None):
        problems.add(key, "gives one of first_name and last_name", "give both, or column for a single one")
        return
    if len(given) != 1:
        wrong = f"gives {' and '.join(given)}" if given else "gives neither column, columns nor value"
        problems.add(key, wrong, "give exactly one of them")
    if field_map.columns is not None and len(field_map.columns) < 2:
        problems.add(key, "columns joins fewer than two columns", "use column for a single one")
    _check_known_columns(field_map.source_columns, contract, key, problems)


def _check_known_columns(names: Iterable[str], contract: Contract, key: str, problems: Problems) -> None:
    """Each name is a declared column."""
    for name in names:
        if name not in contract.columns:
            problems.add(key, f'column "{name}" is not declared', did_you_mean(name, contract.columns))


def _check_options(
    contract: Contract, field: Field, field_map: FieldMap, key: str, problems: Problems
) -> None:
    """Options that the kind of field cannot have, and number and time options with unusable content."""
    for option in sorted(field_map.model_fields_set):
        kinds = _KINDS_WITH.get(option)
        if kinds and field.kind not in kinds:
            wrong = f"{option} makes no sense for a {field.kind} field"
            problems.add(f"{key}.{option}", wrong, "remove it")
    if field.kind in TIME_KINDS and field_map.source_columns:
        _check_formats(contract, field_map, f"{key}.formats", problems)
    marks = [mark for mark in (field_map.thousands, field_map.decimal) if mark is not None]
    if any(len(mark) != 1 or mark.isalnum() or mark in "+-" for mark in marks) or len(set(marks)) < len(
        marks
    ):
        problems.add(key, "thousands and decimal are not two different marks", 'use e.g. "," and "."')
    if any(not fold_word(word) or any(c.isdigit() for c in word) for word in field_map.strip):
        problems.add(f"{key}.strip", "holds an empty text or a digit", 'list signs such as "¥" or "元"')
    if field_map.scale is not None and not _is_power_of_ten(field_map.scale):
        wrong = f"{field_map.scale} is no power of ten from 0.000001 to 100000000"
        problems.add(f"{key}.scale", wrong, "use e.g. 10000 for 万元 or 0.01 for cents")


def _check_formats(contract: Contract, field_map: FieldMap, key: str, problems: Problems) -> None:
    """Formats are declared, usable, and do not contradict each other."""
    formats = read_formats(contract, field_map)
    if not formats:
        problems.add(key, "is missing", 'declare how the text is written, e.g. ["%Y-%m-%d"] or [iso]')
    faults = [(fmt, time_formats.fault(fmt)) for fmt in formats]
    for fmt, fault in faults:
        if fault:
            problems.add(key, f'"{fmt}" {fault}', "correct the format")
    usable = tuple(fmt for fmt, fault in faults if not fault)
    for contradiction in time_formats.contradictions(usable):
        problems.add(key, contradiction, "keep the one that the source really uses")


def read_formats(contract: Contract, field_map: FieldMap) -> tuple[str, ...]:
    """Return the formats a time field is read with: those declared, and iso where cells carry real dates."""
    typed = ("iso",) if contract.format.type in TYPED_FORMATS else ()
    return tuple(dict.fromkeys((*field_map.formats, *typed)))


def _check_words(entity: Entity, field: Field, field_map: FieldMap, key: str, problems: Problems) -> None:
    """Value maps, codes, constants and defaults against the field's kind and vocabulary."""
    codes = ("true", "false") if field.kind is Kind.BOOLEAN else codes_of(entity.name, field.name)
    reads_column = bool(field_map.source_columns)
    if field_map.values is not None and not reads_column:
        problems.add(f"{key}.values", "a constant has no values to map", "remove values, or name a column")
    if field.name == "channel" and reads_column and (field_map.values is None or field_map.unmapped == KEEP):
        wrong = "the source's own words would pass as channel codes"
        remedy = "map them with values (or list them, if they are codes), and leave unmapped or give a code"
        problems.add(key, wrong, remedy)
    if field_map.values is None and codes is None and "unmapped" in field_map.model_fields_set:
        problems.add(f"{key}.unmapped", "there are no values to miss", "add values, or remove it")
    if codes is not None and field_map.unmapped == KEEP:
        problems.add(f"{key}.unmapped", "keep would let unknown codes through", "use quarantine or a code")
    given = {f"values.{word}": target for word, target in (field_map.values or {}).items()}
    given |= {"value": field_map.value, "default": field_map.default}
    if field_map.unmapped not in (QUARANTINE, KEEP):
        given["unmapped"] = field_map.unmapped
    for name, code in given.items():
        if code is None:
            continue
        if codes is not None and code not in codes:
            problems.add(f"{key}.{name}", f'"{code}" is no {field.name} code', did_you_mean(code, codes))
        fault = None if codes is not None else constant_fault(field.kind, code)
        if fault:
            problems.add(f"{key}.{name}", f'"{code}" {fault[0]}', fault[1])
    _check_same_words(field_map, key, problems)


def _check_same_words(field_map: FieldMap, key: str, problems: Problems) -> None:
    """Two words that compare as equal must not mean different things."""
    meanings: dict[str, tuple[str, str | None]] = {}
    for word, target in (field_map.values or {}).items():
        other, meaning = meanings.setdefault(fold_word(word), (word, target))
        if meaning != target:
            wrong = f'"{word}" and "{other}" are the same word with two meanings'
            problems.add(f"{key}.values", wrong, "keep one (case, width and outer blanks make no difference)")


def _is_power_of_ten(scale: Decimal) -> bool:
    return scale in {Decimal(10) ** exponent for exponent in range(-6, 9)}
