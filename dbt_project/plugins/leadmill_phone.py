"""Phone numbers for the warehouse: the phonenumbers library itself, and its patterns as SQL macros.

How a number is written belongs to macros/dialect/phones.sql; what a valid number is belongs to the library.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import phonenumbers
import pyarrow as pa
from phonenumbers.phonemetadata import PhoneMetadata

# The kinds of number by which the library calls a number valid.
_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)


def e164(number: str, region: str | None) -> str | None:
    """`number` in E.164 as the phonenumbers library gives it; None when it is not a valid number.

    `region` is the ISO 3166 country that a national number belongs to. E.164 has no extension: it is dropped.
    """
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def e164_library(numbers: pa.Array, regions: pa.Array) -> pa.Array:
    """`e164` over two columns; a null number stays null."""
    pairs = zip(numbers.to_pylist(), regions.to_pylist(), strict=True)
    return pa.array([None if n is None else e164(n, r) for n, r in pairs], pa.string())


def _patterns(region: str) -> Iterator[str]:
    """The region's patterns of valid national numbers, one for each kind of number it has."""
    metadata = PhoneMetadata.metadata_for_region(region)
    for kind in _KINDS:
        description = getattr(metadata, kind)
        if description is not None and description.national_number_pattern:
            yield description.national_number_pattern


def _macro(name: str, regions: Iterable[str]) -> str:
    # Countries of one code share most of their patterns: each is asked once, in a stable order.
    patterns = dict.fromkeys(pattern for region in regions for pattern in _patterns(region))
    return (
        f"create or replace macro {name}(national_number) as "
        f"regexp_full_match(national_number, '{'|'.join(patterns)}')"
    )


@cache
def phone_macros() -> tuple[str, ...]:
    """The SQL that defines is_valid_national_number_cn and is_valid_national_number_nanp.

    The patterns come from the installed library's metadata, so that an upgrade cannot leave them behind.
    """
    return (
        _macro("is_valid_national_number_cn", ("CN",)),
        _macro("is_valid_national_number_nanp", phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]),
    )
