"""Making the customer companies."""

import random

from tests.sample_company.vocabulary import companies as words
from tests.sample_company.vocabulary.places import PLACES, Place
from tests.sample_company.world.draw import pick, stream
from tests.sample_company.world.model import Company
from tests.sample_company.world.phones import switchboard

SHARED_DESK_SHARE = 0.012


def make_companies(seed: int, count: int) -> list[Company]:
    """Return `count` companies with unique names and unique `.example` domains."""
    rng = stream(seed, "companies")
    names: set[str] = set()
    domains: set[str] = set()
    companies: list[Company] = []
    while len(companies) < count:
        company = _company(rng, len(companies) + 1, domains)
        if company.name_en in names:
            continue
        names.add(company.name_en)
        domains.add(company.domain)
        companies.append(company)
    return companies


def _company(rng: random.Random, number: int, taken_domains: set[str]) -> Company:
    place = pick(rng, PLACES, lambda item: item.weight)
    industry = pick(rng, words.INDUSTRIES, lambda item: item.weight)
    words_zh, words_en = rng.choice(industry.words)
    low, high, _ = pick(rng, words.HEAD_COUNTS, lambda band: band[2])
    brand_zh, brand_en, legal_zh, legal_en = _brand(rng, place)
    slug = "".join(letter for letter in brand_en.lower() if letter.isalnum())
    domain = f"{slug}-{industry.code.replace('_', '')}.example"
    if domain in taken_domains:
        domain = f"{slug}-{industry.code.replace('_', '')}{number}.example"
    return Company(
        number=number,
        place=place,
        industry=industry,
        employees=int(low * (high / low) ** rng.random()),
        brand_zh=brand_zh,
        brand_en=brand_en,
        words_zh=words_zh,
        words_en=words_en,
        legal_zh=legal_zh,
        legal_en=legal_en,
        domain=domain,
        switchboard=switchboard(rng, place.country, place.area_code),
        has_shared_desk=place.country == "CN" and rng.random() < SHARED_DESK_SHARE,
    )


def _brand(rng: random.Random, place: Place) -> tuple[str, str, str, str]:
    """Brand in both scripts and the legal forms; only Greater China companies have characters."""
    if place.country in ("CN", "HK"):
        first, second = rng.choice(words.BRAND_FIRST), rng.choice(words.BRAND_SECOND)
        legal_en = words.LEGAL_EN_CN if place.country == "CN" else rng.choice(words.LEGAL_EN["HK"])
        legal_zh = rng.choice(words.LEGAL_ZH) if place.country == "CN" else "有限公司"
        return first[0] + second[0], (first[1] + second[1]).capitalize(), legal_zh, legal_en
    return "", rng.choice(words.OVERSEAS_BRANDS), "", rng.choice(words.LEGAL_EN[place.country])
