"""The many ways in which one person, company, address or head count is written down."""

import random

from tests.sample_company.vocabulary.companies import TRADITIONAL
from tests.sample_company.vocabulary.places import COUNTRY_FORMS
from tests.sample_company.world.model import Company, Person

Forms = tuple[tuple[str, int], ...]  # (how it is written, weight)

_TRADITIONAL = str.maketrans(TRADITIONAL)


def written_name(rng: random.Random, person: Person, language: str) -> str:
    """Return the person's name as a source in `language` (zh or en) may have it."""
    if person.surname_zh and language == "zh":
        forms: Forms = (
            (person.name_zh, 85),
            (f"{person.surname_zh} {person.given_zh}", 4),
            (f"{person.name_zh}先生", 2),
            (f"{person.surname_zh}总", 1),
            (f"{person.surname_en} {person.given_en}", 4),
            (f"{person.surname_en.upper()} {person.given_en}", 2),
            (f"{person.name_zh} ({person.english_name})", 2),
        )
    elif person.company.place.country == "CN":
        forms = (
            (f"{person.given_en} {person.surname_en}", 48),
            (f"{person.surname_en} {person.given_en}", 24),
            (f"{person.english_name} {person.surname_en}", 16),
            (f"{person.surname_en.upper()}, {person.given_en}", 6),
            (person.name_zh, 6),
            (f"{person.given_en.lower()} {person.surname_en.lower()}", 2),
            (f"Mr. {person.surname_en}", 1),
        )
    else:
        forms = (
            (person.name_en, 78),
            (f"{person.surname_en}, {person.given_en}", 8),
            (person.name_en.upper(), 5),
            (f"{person.given_en[0]}. {person.surname_en}", 4),
            (f"{person.given_en}  {person.surname_en}", 3),
            (f" {person.name_en}", 2),
            (person.name_zh, 2),
        )
    return _one(rng, forms)


def written_company(rng: random.Random, company: Company, language: str) -> str:
    """Return the company's name with or without legal form, region and brackets, in either script."""
    country = company.place.country
    if company.brand_zh and language == "zh":
        core = f"{company.brand_zh}{company.words_zh}"
        brackets = rng.choice(("（{}）", "({})")).format(company.place.city_zh)
        forms: Forms = (
            (company.name_zh, 58),
            (f"{company.place.city_zh}{core}", 16),
            (f"{core}{brackets}{company.legal_zh}", 8),
            (core, 7),
            (f"{company.place.region_zh}{core}{company.legal_zh}", 2),
            (f"{company.name_zh} ", 2),
            (company.name_en, 4),
        )
        written = _one(rng, forms)
        return written.translate(_TRADITIONAL) if country == "HK" and rng.random() < 0.5 else written
    core = f"{company.brand_en} {company.words_en}"
    forms = (
        (company.name_en, 56),
        (f"{company.place.city_en} {core}" if country == "CN" else core, 22),
        (company.name_en.upper().replace(", ", ","), 8),
        (
            f"{core} ({company.place.city_en}) {company.legal_en}"
            if country == "CN"
            else f"{core}, {company.legal_en}",
            8,
        ),
        (core, 6),
    )
    return _one(rng, forms)


def written_email(rng: random.Random, address: str, typos: float) -> str:
    """Return the address as typed; `typos` is the chance of a slip that makes it another address."""
    if rng.random() < typos:
        local, domain = address.split("@")
        place = rng.randrange(1, len(local)) if len(local) > 1 else 0
        slips = (f"{local[:place]}{local[place + 1 :]}@{domain}", f"{local}@{domain.replace('.com', '.con')}")
        return slips[0] if domain.endswith(".example") else rng.choice(slips)
    local, domain = address.split("@")
    forms = (
        (address, 80),
        (address.upper(), 7),
        (f"{local.capitalize()}@{domain}", 5),
        (f" {address} ", 4),
        (f"{local}＠{domain}", 1),
        (f"<{address}>", 1),
    )
    return _one(rng, forms)


def written_size(rng: random.Random, company: Company, language: str) -> str:
    """Return the head count as a number, an estimate or a band."""
    count = company.employees
    low, high = next(
        (low, high)
        for low, high in ((1, 49), (50, 199), (200, 499), (500, 999), (1000, 4999), (5000, 0))
        if high == 0 or count <= high
    )
    if language == "zh":
        band = f"{low}人以上" if high == 0 else f"{low}-{high}人"
        forms: Forms = (
            (str(count), 34),
            (f"{count}人", 14),
            (f"约{max(10, round(count, -1))}人", 8),
            (band, 44),
        )
    else:
        band = f"{low:,}+" if high == 0 else f"{low:,}-{high:,} employees"
        forms = ((str(count), 34), (f"{count:,}", 16), (band, 50))
    return _one(rng, forms)


def written_country(rng: random.Random, company: Company, language: str) -> str:
    """Return the country in the source's language, or a sloppy form of it."""
    zh, en, sloppy = COUNTRY_FORMS[company.place.country]
    return _one(rng, ((zh if language == "zh" else en, 88), (sloppy, 12)))


def written_region(rng: random.Random, company: Company, language: str) -> str:
    """Return province or city, with or without their administrative endings."""
    place = company.place
    if language == "en":
        return _one(rng, ((place.region_en, 50), (place.city_en, 50)))
    if place.country != "CN":
        return place.city_zh
    ending = "市" if place.region_zh == place.city_zh else "省"
    forms = (
        (place.region_zh, 38),
        (f"{place.region_zh}{ending}", 32),
        (place.city_zh, 15),
        (f"{place.city_zh}市", 15),
    )
    return _one(rng, forms)


def _one(rng: random.Random, forms: Forms) -> str:
    return rng.choices([form for form, _ in forms], [weight for _, weight in forms])[0]
