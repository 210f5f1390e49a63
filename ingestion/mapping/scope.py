"""Collects the parts of the generated statement: text expressions, value-map joins, computed values.

The statement is built in layers, each reading the names of the one below: prepared columns and joined
texts (t0…), value maps (w0, g0…), computed values (x0…). The same part asked for twice exists once.
"""

from dataclasses import dataclass, field

from ingestion.contracts.model import Contract, FieldMap
from ingestion.mapping.prepare import Needs
from ingestion.sql import quote_identifier, quote_literal
from ingestion.words import fold_word

Words = dict[str, str | None]


@dataclass
class Scope:
    """The statement's parts so far, for one contract."""

    contract: Contract
    needs: Needs = field(init=False)
    _texts: dict[str, str] = field(default_factory=dict)
    _maps: dict[tuple[str, tuple[tuple[str, str | None], ...]], int] = field(default_factory=dict)
    _computed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.needs = Needs(self.contract)

    def raw(self, field_map: FieldMap, whole: bool = False) -> str:
        """Name of the field's trimmed text. `whole`: joined columns give NULL when any of them is blank."""
        names = [self.needs.raw_name(key) for key in field_map.source_columns]
        return self._joined(names, field_map, whole)

    def plain(self, field_map: FieldMap) -> str:
        """Name of the field's text, ready for number and date parsing."""
        names = [self.needs.plain_name(key) for key in field_map.source_columns]
        return self._joined(names, field_map, whole=False)

    def folded(self, field_map: FieldMap) -> str:
        """Name of the field's text, ready for comparison."""
        names = [self.needs.folded_name(key) for key in field_map.source_columns]
        return self._joined(names, field_map, whole=False)

    def mapped(self, key: str, words: Words) -> tuple[str, str]:
        """Look the text named `key` up in `words`; return the names of the word found and of its meaning."""
        folded = tuple(sorted({fold_word(word): target for word, target in words.items()}.items()))
        number = self._maps.setdefault((key, folded), len(self._maps))
        return f"w{number}", f"g{number}"

    def computed(self, sql: str) -> str:
        """Name of the value of an expression over texts and value maps."""
        return self._computed.setdefault(sql, f"x{len(self._computed)}")

    def from_clause(self, table: str) -> str:
        """Return the statement's source: all layers over `table`, in parentheses."""
        texts = "".join(f", {sql} AS {name}" for sql, name in self._texts.items())
        source = f"(SELECT *{texts} FROM {quote_identifier(table)})"
        joins = ""
        meanings = ""
        for (key, words), number in self._maps.items():
            rows = ", ".join(f"({quote_literal(word)}, {_literal(target)})" for word, target in words)
            joins += f" LEFT JOIN (VALUES {rows}) AS m{number}(word, meaning) ON m{number}.word = b.{key}"
            meanings += f", m{number}.word AS w{number}, CAST(m{number}.meaning AS VARCHAR) AS g{number}"
        source = f"(SELECT b.*{meanings} FROM {source} AS b{joins})"
        values = "".join(f", {sql} AS {name}" for sql, name in self._computed.items())
        return f"(SELECT *{values} FROM {source})"

    def _joined(self, names: list[str], field_map: FieldMap, whole: bool) -> str:
        if len(names) == 1:
            return names[0]
        mark = quote_literal(field_map.separator)
        sql = f"nullif(concat_ws({mark}, {', '.join(names)}), '')"
        if whole:
            sql = f" || {mark} || ".join(names)
        elif field_map.first_name is not None:
            chinese = f"concat({', '.join(reversed(names))})"
            sql = f"CASE WHEN regexp_full_match({chinese}, '[\\p{{Han}}·]+') THEN {chinese} ELSE {sql} END"
        return self._texts.setdefault(sql, f"t{len(self._texts)}")


def _literal(text: str | None) -> str:
    return "NULL" if text is None else quote_literal(text)
