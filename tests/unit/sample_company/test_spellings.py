"""However a thing is written, it can be read back as the same thing."""

import random
import re
import unicodedata

import phonenumbers
import pytest

from tests.sample_company.world.phones import written_landline, written_mobile
from tests.sample_company.world.spellings import written_company, written_email, written_name, written_size
from tests.sample_company.world.whole import World


def parsed(text: str, country: str) -> str:
    plain = unicodedata.normalize("NFKC", text).split("(微信同号)")[0]
    number = phonenumbers.parse(plain, country)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def test_mobile_numbers_are_valid_unique_and_from_quiet_ranges(world: World) -> None:
    numbers = [person.mobile for person in world.people]
    assert len(set(numbers)) == len(numbers)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)
    assert all(number[6:10] == "0000" for number in numbers if number.startswith("+86"))
    assert all(re.fullmatch(r"\+1\d{3}55501\d\d", number) for number in numbers if number.startswith("+1"))


@pytest.mark.parametrize("country", ["CN", "US"])
def test_written_mobiles_read_back(world: World, country: str) -> None:
    rng = random.Random(1)
    people = [person for person in world.people if person.company.place.country == country][:200]
    written = [written_mobile(rng, person) for person in people]
    assert [parsed(text, country) for text in written] == [person.mobile for person in people]
    assert len({re.sub(r"\d", "9", text) for text in written}) >= 4  # many forms


def test_landlines_name_the_switchboard_and_mostly_the_extension(world: World) -> None:
    rng = random.Random(2)
    people = [person for person in world.people if person.company.switchboard][:100]
    written = [(person, written_landline(rng, person.company, person.extension)) for person in people]
    digits = [(person, re.sub(r"\D", "", text)) for person, text in written]
    assert all(person.company.switchboard[5:9] in text for person, text in digits)
    assert 0.6 < sum(person.extension in text for person, text in digits) / len(digits) < 1


def test_e_mail_addresses_are_unique_and_work_ones_reserved(world: World) -> None:
    work = [person.work_email for person in world.people]
    free = [person.free_email for person in world.people]
    assert len(set(work + free)) == 2 * len(world.people)
    assert all(address.endswith(".example") and address.isascii() for address in work)
    assert all(re.fullmatch(r"[a-z]+\.[a-z2-9]{7}@[a-z0-9]+\.com", address) for address in free)


def test_an_e_mail_without_a_slip_is_the_same_address() -> None:
    rng = random.Random(3)
    for _ in range(100):
        text = unicodedata.normalize("NFKC", written_email(rng, "li.wei@made-up.example", 0.0))
        assert text.strip().strip("<>").lower() == "li.wei@made-up.example"


def test_a_slip_gives_another_address() -> None:
    rng = random.Random(4)
    for address in ("li.wei@made-up.example", "weil.abc2345@qq.com"):
        assert written_email(rng, address, 1.0) != address


def test_names_and_companies_come_in_both_scripts(world: World) -> None:
    rng = random.Random(5)
    person = next(p for p in world.people if p.company.place.country == "CN" and len(p.given_zh) == 2)
    zh = {written_name(rng, person, "zh") for _ in range(200)}
    en = {written_name(rng, person, "en") for _ in range(200)}
    assert {person.name_zh, f"{person.surname_en} {person.given_en}"} <= zh
    assert {person.name_en, f"{person.english_name} {person.surname_en}"} <= en
    companies = {written_company(rng, person.company, "zh") for _ in range(300)}
    assert {person.company.name_zh, person.company.name_en} <= companies
    assert any("（" in name for name in companies)


def test_head_counts_hold_the_real_one(world: World) -> None:
    rng = random.Random(6)
    for person in world.people[:200]:
        text = written_size(rng, person.company, "zh")
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        count = person.company.employees
        if len(numbers) == 2:
            assert numbers[0] <= count <= numbers[1] or (count < 50 and numbers == [1, 49])
        elif "以上" in text:
            assert count >= numbers[0]
        else:
            assert abs(numbers[0] - count) <= 10
