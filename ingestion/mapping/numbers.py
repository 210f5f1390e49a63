"""SQL that reads money, whole numbers and truth values, with the marks that the contract declares.

Text of any other form gives NULL: no mark is guessed, and nothing is cut off or rounded unasked.
"""

import re

from ingestion.contracts.model import FieldMap
from ingestion.sql import quote_literal
from ingestion.words import plain_word

# The words of a truth value, as `words.fold` leaves them, where the contract maps none.
TRUTH_WORDS: dict[str, str | None] = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "是"), "true"),
    **dict.fromkeys(("false", "f", "no", "n", "0", "否"), "false"),
}


def money(text: str, field_map: FieldMap) -> str:
    """Return SQL of type DECIMAL(18, 2) for the SQL expression `text`.

    More than two decimals give NULL unless they are zeros or the contract says `round`; then half a cent
    is rounded away from zero. With `scale` that holds for the scaled amount.
    """
    text = _stripped(text, field_map)
    if field_map.scale is None:
        decimals = r"\d*" if field_map.round else r"\d{0,2}0*"
        return _number(text, field_map, decimals, "DECIMAL(18, 2)")
    # 17 + 9 digits before the point and 6 + 6 behind it: the product cannot overflow its 38 digits.
    unscaled = _number(text, field_map, r"\d{0,6}0*", "DECIMAL(23, 6)")
    product = f"{unscaled} * CAST({quote_literal(format(field_map.scale, 'f'))} AS DECIMAL(15, 6))"
    amount = f"TRY_CAST({product} AS DECIMAL(18, 2))"
    return amount if field_map.round else f"CASE WHEN {product} = round({product}, 2) THEN {amount} END"


def integer(text: str, field_map: FieldMap) -> str:
    """Return SQL of type BIGINT for the SQL expression `text`; decimals may only be zeros."""
    return _number(_stripped(text, field_map), field_map, "0*", "BIGINT")


def _number(text: str, field_map: FieldMap, decimals: str, sql_type: str) -> str:
    """Test the form of the whole text, then cast it without its thousands marks."""
    point = plain_word(field_map.decimal)
    whole = r"\d+"
    bare = text
    if field_map.thousands is not None:
        mark = plain_word(field_map.thousands)
        whole = rf"(?:\d+|\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+)"
        bare = f"replace({bare}, {quote_literal(mark)}, '')"
    if point != ".":
        bare = f"replace({bare}, {quote_literal(point)}, '.')"
    pattern = rf"[+-]?{whole}(?:{re.escape(point)}{decimals})?"
    fits = f"regexp_full_match({text}, {quote_literal(pattern)})"
    return f"CASE WHEN {fits} THEN TRY_CAST({bare} AS {sql_type}) END"


def _stripped(text: str, field_map: FieldMap) -> str:
    """Cut one declared sign off each end, such as ¥ (also behind a minus) or 元."""
    if not field_map.strip:
        return text
    signs = "|".join(re.escape(plain_word(sign)) for sign in field_map.strip)
    pattern = rf"^([+-]?)\s*(?:{signs})\s*|\s*(?:{signs})$"
    return rf"regexp_replace({text}, {quote_literal(pattern)}, '\1', 'g')"
