"""SQL that recognises the company's own test leads. Which ones they are is configuration."""

import re
from collections.abc import Iterator

from ingestion.contracts.model import EntityMap, TestLeadRules
from ingestion.mapping.scope import Scope
from ingestion.sql import quote_literal
from ingestion.words import fold_word

_CHINA = "86"  # the country code that the same mainland number is written with or without


def conditions(scope: Scope, entity_map: EntityMap, rules: TestLeadRules) -> Iterator[tuple[str, str, str]]:
    """Give (field, SQL condition, what is said) for each kind of rule that the contract's lead can break."""
    sources = {name: entity_map.fields.get(name) for name in ("full_name", "email", "phone")}
    texts = {name: scope.folded(field) for name, field in sources.items() if field and field.source_columns}
    if rules.names and "full_name" in texts:
        names = ", ".join(quote_literal(fold_word(name)) for name in rules.names)
        yield "full_name", f"({texts['full_name']} IN ({names}))", "is the name of a declared test lead"
    if rules.email_domains and "email" in texts:
        domains = [fold_word(domain).lstrip("@") for domain in rules.email_domains]
        ends = [quote_literal(mark + domain) for domain in domains for mark in "@."]
        matched = " OR ".join(f"suffix({texts['email']}, {end})" for end in ends)
        condition = f"(contains({texts['email']}, '@') AND ({matched}))"
        yield "email", condition, "is an address in a declared test domain"
    if rules.phones and "phone" in texts:
        digits = f"regexp_replace({texts['phone']}, '[^0-9]', '', 'g')"
        written = ", ".join(
            sorted({quote_literal(text) for phone in rules.phones for text in _written(phone)})
        )
        yield "phone", f"({digits} IN ({written}))", "is a declared test number"


def _written(phone: str) -> set[str]:
    """The digits of a number with and without the Chinese country code."""
    digits = re.sub(r"[^0-9]", "", fold_word(phone)).removeprefix("00")
    national = digits.removeprefix(_CHINA) if len(digits) > 11 else digits
    return {digits, national, _CHINA + national, "00" + _CHINA + national}
