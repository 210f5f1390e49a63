"""Making the people: who works where, with what power, need and addresses."""

import math
import random
import unicodedata
from collections.abc import Callable

from tests.sample_company.vocabulary.channels import Channel
from tests.sample_company.vocabulary.chinese_names import ENGLISH_GIVEN, GIVEN, SURNAMES
from tests.sample_company.vocabulary.needs import URGENCIES
from tests.sample_company.vocabulary.overseas_names import GIVEN as GIVEN_ABROAD
from tests.sample_company.vocabulary.overseas_names import HK_CHARACTERS
from tests.sample_company.vocabulary.overseas_names import SURNAMES as SURNAMES_ABROAD
from tests.sample_company.vocabulary.products import PRODUCTS
from tests.sample_company.vocabulary.staff import OWNERS, Owner
from tests.sample_company.vocabulary.titles import TITLES
from tests.sample_company.world.draw import pick
from tests.sample_company.world.model import Company, Person
from tests.sample_company.world.phones import mobile
from tests.sample_company.world.scoring import fit_points, size_points

FREE_MAIL: dict[str, tuple[str, ...]] = {
    "CN": ("qq.com", "163.com", "126.com", "foxmail.com"),
    "abroad": ("gmail.com", "outlook.com", "yahoo.com"),
}
# How strongly the hidden quality of a lead shows in each of its traits; with these about one lead in
# seven is of grade A and two in five are of grade C.
QUALITY_PULL = 1.25
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SPELT_OUT = str.maketrans({"ß": "ss", "đ": "d"})


class PeopleMaker:
    """Makes people one at a time, keeping their e-mail addresses and mobile numbers unique."""

    def __init__(self, rng: random.Random, companies: list[Company]) -> None:
        self._rng = rng
        self._companies = companies
        self._taken: set[str] = set()
        self._count = 0

    def make(self, channel: Channel, abroad: bool | None, may_hold_new: bool) -> Person:
        """Return a new person.

        `channel` shifts the quality; `abroad` asks for someone outside (True) or inside (False) the
        mainland; `may_hold_new` tells whether the owner who has left was still here.
        """
        rng = self._rng
        quality = rng.gauss(channel.quality, 1.0)
        company = self._company(quality, abroad)
        title = pick(rng, TITLES, lambda item: item.weight * _pull(quality, item.power))
        urgency = pick(rng, URGENCIES, lambda item: item.weight * _pull(quality, item.level))
        product = pick(rng, PRODUCTS, lambda item: item.weight * _pull(quality, fit_points(company, item)))
        surname_zh, given_zh, surname_en, given_en = self._name(company.place.country)
        self._count += 1
        return Person(
            person_id=f"P{self._count:05d}",
            company=company,
            surname_zh=surname_zh,
            given_zh=given_zh,
            surname_en=surname_en,
            given_en=given_en,
            english_name=rng.choice(ENGLISH_GIVEN),
            title=title,
            urgency=urgency,
            product=product,
            work_email=self._unused(lambda: self._work_email(surname_en, given_en, company.domain)),
            free_email=self._unused(lambda: self._free_email(surname_en, given_en, company)),
            mobile=self._unused(lambda: mobile(rng, company.place.country)),
            extension=str(rng.randint(8001, 8999)),
            owner=self._owner(company, may_hold_new),
        )

    def _company(self, quality: float, abroad: bool | None) -> Company:
        while True:
            options = [
                company for company in self._rng.choices(self._companies, k=8) if _fits(company, abroad)
            ]
            if options:
                return pick(
                    self._rng,
                    options,
                    lambda company: (
                        _pull(quality, size_points(company)) * (6 if company.has_shared_desk else 1)
                    ),
                )

    def _name(self, country: str) -> tuple[str, str, str, str]:
        rng = self._rng
        if country == "CN":
            surname = pick(rng, SURNAMES, lambda item: item[2])
            parts = rng.sample(GIVEN, 1 if rng.random() < 0.28 else 2)
            given_zh = "".join(part[0] for part in parts)
            return surname[0], given_zh, surname[1], "".join(part[1] for part in parts).capitalize()
        surname_en, given_en = rng.choice(SURNAMES_ABROAD[country]), rng.choice(GIVEN_ABROAD[country])
        if country == "HK":
            return HK_CHARACTERS[surname_en], HK_CHARACTERS[given_en], surname_en, given_en
        return "", "", surname_en, given_en

    def _work_email(self, surname: str, given: str, domain: str) -> str:
        first, last = _ascii(given), _ascii(surname)
        form = self._rng.choice((f"{first}.{last}", f"{last}.{first}", f"{first[0]}{last}", f"{last}{first}"))
        number = "" if f"{form}@{domain}" not in self._taken else str(self._rng.randint(2, 99))
        return f"{form}{number}@{domain}"

    def _free_email(self, surname: str, given: str, company: Company) -> str:
        kind = "CN" if company.place.country == "CN" else "abroad"
        local = f"{_ascii(given)[:6]}{_ascii(surname)[:1]}." + "".join(self._rng.choices(LETTERS, k=7))
        return f"{local}@{self._rng.choice(FREE_MAIL[kind])}"

    def _unused(self, draw: Callable[[], str]) -> str:
        while (value := draw()) in self._taken:
            pass
        self._taken.add(value)
        return value

    def _owner(self, company: Company, may_hold_new: bool) -> Owner:
        team = [o for o in OWNERS if o.team == company.place.team and (o.is_active or may_hold_new)]
        return self._rng.choice(team)


def _fits(company: Company, abroad: bool | None) -> bool:
    return abroad is None or (company.place.country != "CN") == abroad


def _pull(quality: float, points: float) -> float:
    """How much likelier a trait of 0 to 10 points is for a lead of this quality."""
    return math.exp(QUALITY_PULL * quality * (points - 5) / 10)


def _ascii(name: str) -> str:
    """The name as the local part of an address has it: ASCII letters only, accents taken off."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(SPELT_OUT))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
