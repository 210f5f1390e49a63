"""Masks: how personal data looks in what analysts and reports read.

A mask is materialised: what must not be seen is not in the published file. Which column wears which mask is
said beside the mart, as dbt `meta: {mask: …}`.
"""

from collections.abc import Callable


def _email(column: str) -> str:
    """`zhang@acme.cn` -> `z***@acme.cn`: the domain tells the company, which the mart shows anyway."""
    hidden = f"left({column}, 1) || '***@' || split_part({column}, '@', -1)"
    return f"case when {column} like '_%@%' then {hidden} else '***' end"


def _phone(column: str) -> str:
    """`+8613812345612` -> `+86138****12`; of a short number only the last two digits stay."""
    return (
        f"case when length({column}) >= 11 then left({column}, 6) || '****' || right({column}, 2) "
        f"else '****' || right({column}, 2) end"
    )


def _name(column: str) -> str:
    """`张伟` -> `张**`, `Jane Roe` -> `J**`."""
    return f"left(trim({column}), 1) || '**'"


def _lead_value(column: str) -> str:
    """The value of the lead field that the row's column `field` names, under that field's own mask."""
    return (
        f"case when \"field\" in ('full_name', 'referrer_name') then {_name(column)} "
        f"when \"field\" = 'email' then {_email(column)} "
        f"when \"field\" = 'phone_e164' then {_phone(column)} else {column} end"
    )


def _account_evidence(column: str) -> str:
    """What two company records have in common; what the row's column `rule` says decides what it may hold.

    That is a number where it says phone, and where a person decided, the reason in the person's own words: in
    those, what looks like an address or a number is left out.
    """
    told = f"regexp_replace({column}, '\\S+@\\S+|[+0-9][0-9 ()-]{{5,}}[0-9]', '***', 'g')"
    return (
        f"case when \"rule\" = 'phone' then {_phone(column)} "
        f"when \"rule\" in ('human_same', 'human_different') then {told} else {column} end"
    )


_MASKS: dict[str, Callable[[str], str]] = {
    "email": _email,
    "phone": _phone,
    "name": _name,
    "lead_value": _lead_value,
    "account_evidence": _account_evidence,
}
MASK_NAMES = frozenset(_MASKS)


def masked(column: str, mask: str) -> str:
    """Return the SQL expression of `column` (a quoted identifier) under `mask`; null stays null, '' stays ''.

    Raises:
        KeyError: when there is no such mask.
    """
    return f"case when {column} is null or {column} = '' then {column} else {_MASKS[mask](column)} end"
