"""Loads a company's contracts from a folder of YAML files, or says everything that is wrong with them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ingestion.contracts import globs
from ingestion.contracts.check import check_contract
from ingestion.contracts.model import (
    ApiSpec,
    ColumnSpec,
    CompanyDefaults,
    Contract,
    EntityMap,
    FieldMap,
    FormatSpec,
    Title,
    VolumeRule,
)
from ingestion.contracts.problems import ContractErrors, Problems, did_you_mean
from ingestion.contracts.yaml_text import YamlFault, read_yaml

__all__ = ["ContractErrors", "load_contracts"]

_SUFFIXES = (".yml", ".yaml")

_Location = tuple[int | str, ...]
_PARTS: dict[str, type[BaseModel]] = {
    "title": Title,
    "api": ApiSpec,
    "format": FormatSpec,
    "volume": VolumeRule,
    "columns": ColumnSpec,
}

# What is said instead of the validator's own words, by its error type: what is wrong, what to do.
_PLAIN_WORDS = {
    "missing": ("is missing", "add it"),
    "tuple_type": ("is no list", "write it as [a, b]"),
    "dict_type": ("is no mapping", "write it as key: value pairs"),
    "model_type": ("is no mapping", "write it as key: value pairs"),
    "string_type": ("is no text", "write a single word or text"),
    "bool_parsing": ("is neither true nor false", "write true or false"),
    "int_parsing": ("is no whole number", "write e.g. 1"),
    "float_parsing": ("is no number", "write e.g. 0.3"),
    "decimal_parsing": ("is no number", "write e.g. 10000"),
}


def load_contracts(folder: Path, defaults: CompanyDefaults) -> list[Contract]:
    """Return the contracts of `folder` (*.yml, *.yaml), sorted by source.

    What a contract does not say about time zone and currency comes from `defaults`. Raises ContractErrors
    with all problems of all files, each a sentence "file: key: what is wrong; what to do".
    """
    problems: list[str] = []
    loaded: list[tuple[str, Contract]] = []
    files = sorted(path for path in folder.glob("*") if path.suffix in _SUFFIXES and path.is_file())
    if not files:
        problems.append(f"{folder.name}: holds no contract; add one YAML file for each source")
    for path in files:
        of_file = Problems(path.name)
        contract = _load(path, defaults, of_file)
        problems += of_file.sentences
        if contract is not None:
            loaded.append((path.name, contract))
    problems += _conflicts(loaded)
    if problems:
        raise ContractErrors(problems)
    return sorted((contract for _, contract in loaded), key=lambda contract: contract.source)


def _load(path: Path, defaults: CompanyDefaults, problems: Problems) -> Contract | None:
    """Read and check one file; None when its shape is so wrong that its content cannot be judged."""
    try:
        raw = read_yaml(path)
    except YamlFault as fault:
        problems.add("", str(fault), fault.remedy)
        return None
    if not isinstance(raw, dict):
        problems.add("", "is no mapping", "begin with source:, files: or api:, columns: and entities:")
        return None
    raw = {**defaults.model_dump(), **raw}
    faulty = _record_shape(raw, problems)
    for location in sorted(faulty, reverse=True):  # from behind, so that places in lists stay true
        with suppress(KeyError, TypeError):  # what a shorthand stands for is not there to be removed
            _at(raw, location[:-1]).pop(location[-1])
    try:
        contract = Contract.model_validate(raw)
    except ValidationError:
        return None
    content = Problems(path.name)
    check_contract(contract, content)
    # What lost a faulty key also looks incomplete; the fault says it all.
    named = {"", *problems.found, *(key.rpartition(".")[0] for key in problems.found)}
    problems.found |= {key: said for key, said in content.found.items() if key not in named}
    return contract


def _record_shape(raw: dict[Any, Any], problems: Problems) -> list[_Location]:
    """Record every fault of the shape; return the places of what is there but wrong."""
    faulty: list[_Location] = []
    if raw.get("files") is None and raw.get("api") is None:
        problems.add("files", "is missing", "add it, or api for a system that is pulled")
    try:
        Contract.model_validate(raw)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            location = error["loc"]
            key = _readable(raw, location)
            if error["type"] != "missing":
                faulty.append(location)
            if error["type"] == "extra_forbidden":
                problems.add(key, "is no known key", did_you_mean(str(location[-1]), _keys_beside(location)))
            elif error["type"] == "literal_error":
                expected = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
                advice = did_you_mean(str(error["input"]), expected.split(", "))
                problems.add(key, f'"{error["input"]}" is none of {expected}', advice)
            else:
                wrong, remedy = _PLAIN_WORDS.get(error["type"], (error["msg"], "correct it"))
                problems.add(key, wrong, remedy)
    return faulty


def _keys_beside(location: _Location) -> list[str]:
    """The keys that the mapping at this place may have."""
    if len(location) == 1:
        return list(Contract.model_fields)
    if location[0] == "entities":
        return list(FieldMap.model_fields if len(location) > 3 else EntityMap.model_fields)
    return list(_PARTS[str(location[0])].model_fields)


def _at(raw: Any, location: _Location) -> Any:
    """The part of the raw contract at a place."""
    for step in location:
        raw = raw[step]
    return raw


def _readable(raw: Any, location: _Location) -> str:
    """A place as people write it: entities[lead].fields.created_at.formats."""
    text = ""
    for depth, step in enumerate(location):
        if isinstance(step, int):
            item = _at(raw, location[: depth + 1])
            text += f"[{item.get('entity', step) if isinstance(item, dict) else step}]"
        else:
            text += f".{step}" if text else str(step)
    return text


def _conflicts(loaded: list[tuple[str, Contract]]) -> list[str]:
    """Sources with the same name, and globs that can claim the same file."""
    found = []
    for index, (name, contract) in enumerate(loaded):
        problems = Problems(name)
        for other_name, other in loaded[:index]:
            if other.source == contract.source:
                wrong = f'"{contract.source}" is also the source of {other_name}'
                problems.add("source", wrong, "give each contract its own name")
            if other.files and contract.files and globs.overlap(other.files, contract.files):
                wrong = f'"{contract.files}" can claim the same file as "{other.files}" in {other_name}'
                problems.add("files", wrong, "narrow one of them, e.g. to a folder of its own")
        found += problems.sentences
    return found
