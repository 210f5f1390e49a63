"""The header a contract promised against the header a file has. Records are in `rows`."""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingestion.contracts.model import ColumnSpec
from ingestion.readers.result import FileRefused


@dataclass(frozen=True)
class Header:
    """A header that fits its contract.

    `keys` holds, by position in the file, the contract's column key, or None for a column that the contract
    does not know; `names` holds what such a column is called in `_extra`.
    """

    keys: tuple[str | None, ...]
    names: tuple[str, ...]
    warnings: list[str] = field(default_factory=list)

    @property
    def extras(self) -> list[int]:
        """Positions of the columns that the contract does not know."""
        return [position for position, key in enumerate(self.keys) if key is None]


def normalise(name: str) -> str:
    """Return the form in which headers are compared: NFKC, trimmed, case folded."""
    return unicodedata.normalize("NFKC", name).strip().lstrip("\ufeff").strip().casefold()


def known_names(columns: Mapping[str, ColumnSpec]) -> dict[str, str]:
    """Return normalised header or alias -> column key; a promised header comes before any alias."""
    known: dict[str, str] = {}
    for key, spec in columns.items():
        known.setdefault(normalise(spec.header), key)
    for key, spec in columns.items():
        for alias in spec.aliases:
            known.setdefault(normalise(alias), key)
    return known


def count_known(fields: Sequence[str], columns: Mapping[str, ColumnSpec]) -> int:
    """Return how many of `fields` are promised headers or their aliases."""
    known = known_names(columns)
    return sum(normalise(name) in known for name in fields)


def match_header(fields: Sequence[str], columns: Mapping[str, ColumnSpec], where: str) -> Header:
    """Return where each promised column stands; `where` names the header's place in messages.

    The order of columns is free. An alias, an unknown column and an absent optional column are warnings.
    Raises FileRefused for a duplicate header, a missing required column, or no header at all.
    """
    known = known_names(columns)
    normalised = [normalise(name) for name in fields]
    _refuse_duplicates(fields, normalised, where)
    position_of: dict[str, int] = {}
    for position, name in enumerate(normalised):
        key = known.get(name)
        if key is None:
            continue
        earlier = position_of.get(key)
        # The promised header wins over an alias beside it; the alias column is kept as extra.
        if earlier is None or name == normalise(columns[key].header):
            position_of[key] = position
    _refuse_missing(fields, columns, position_of, where)

    keys: list[str | None] = [None] * len(fields)
    warnings: list[str] = []
    for key, position in position_of.items():
        keys[position] = key
        if normalised[position] != normalise(columns[key].header):
            warnings.append(
                f"Column '{columns[key].header}' was found under its alias '{fields[position].strip()}'."
            )
    names = _extra_names(fields, keys)
    if unknown := [name for name, key in zip(names, keys, strict=True) if key is None]:
        warnings.append(f"Columns not in the contract are kept in _extra: {listed(unknown)}.")
    if absent := [columns[key].header for key in columns if key not in position_of]:
        warnings.append(f"Optional columns are absent and read as blank: {listed(absent)}.")
    return Header(tuple(keys), names, warnings)


def _extra_names(fields: Sequence[str], keys: Sequence[str | None]) -> tuple[str, ...]:
    """Return a name for every column; one without a header is called by its place, column_4."""
    return tuple(
        name.strip().lstrip("\ufeff") if key is not None or name.strip() else f"column_{position}"
        for position, (name, key) in enumerate(zip(fields, keys, strict=True), start=1)
    )


def _refuse_duplicates(fields: Sequence[str], normalised: Sequence[str], where: str) -> None:
    seen: set[str] = set()
    for name, shown in zip(normalised, fields, strict=True):
        if name and name in seen:
            raise FileRefused(
                "duplicate_header",
                f"Column '{shown.strip()}' stands twice in the header ({where}).",
                "Rename or remove one of the two columns in the export.",
            )
        seen.add(name)


def _refuse_missing(
    fields: Sequence[str], columns: Mapping[str, ColumnSpec], found: Mapping[str, int], where: str
) -> None:
    if not found:
        raise FileRefused(
            "no_header",
            f"No header was found: {where} should hold {_promised(columns)}, but holds {_hidden(fields)}.",
            "Export the file with its header as the first row, or declare title_rows in the contract.",
        )
    missing = [spec for key, spec in columns.items() if spec.required and key not in found]
    if missing:
        spare = [name for position, name in enumerate(fields) if position not in found.values()]
        raise missing_column(missing, columns, spare, where)


def missing_column(
    missing: Sequence[ColumnSpec], columns: Mapping[str, ColumnSpec], spare: Sequence[str], where: str
) -> FileRefused:
    """Return the refusal of a file without its required columns.

    `spare` are the file's columns that the contract does not know: among them is the one that was renamed.
    """
    found = f"found {listed(spare)} in their place" if spare else "and no other column stands in their place"
    return FileRefused(
        "missing_column",
        f"Required columns are missing from {where}: {listed([spec.header for spec in missing])}; "
        f"expected {_promised(columns)}, {found}.",
        _hint(missing, spare),
    )


def _hidden(fields: Sequence[str]) -> str:
    """Return the beginnings of fields: what is no header may be a person, and reasons are published."""
    shown = [name if len(name.strip()) < 2 else f"{name.strip()[:2]}…" for name in fields]
    return listed(shown)


def _promised(columns: Mapping[str, ColumnSpec]) -> str:
    return listed([spec.header for spec in columns.values()])


def _hint(missing: Sequence[ColumnSpec], spare: Sequence[str]) -> str:
    """Say which column of the file is probably meant, or what else to do."""
    by_normalised = {normalise(name): name.strip() for name in spare if name.strip()}
    guesses = []
    for spec in missing:
        close = difflib.get_close_matches(normalise(spec.header), by_normalised, n=1, cutoff=0.6)
        if close:
            guesses.append(f"'{by_normalised[close[0]]}' for '{spec.header}'")
    if guesses:
        return f"Did you mean {', '.join(guesses)}? Then add it to the contract's aliases; else export it."
    return "Export the columns again, or set required: false for them in the contract."


def listed(names: Sequence[str]) -> str:
    """Return at most 20 names in quotes, each cut to 60 characters, for a message."""
    shown = [f"'{name.strip()[:60]}'" for name in names[:20]]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")
