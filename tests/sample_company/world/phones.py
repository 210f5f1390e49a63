"""Made-up phone numbers, from ranges kept for fiction where a country has one, and how people write them."""

import random

from tests.sample_company.world.model import Company, Person

MOBILE_PREFIXES: tuple[str, ...] = (
    "130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "155", "156",
    "157", "158", "159", "166", "170", "173", "176", "177", "178", "180", "181", "182", "185", "186",
    "187", "188", "189", "191", "198", "199",
)  # fmt: skip
US_AREAS: tuple[str, ...] = ("212", "248", "313", "408", "415", "512", "617", "650", "734", "925")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def mobile(rng: random.Random, country: str) -> str:
    """Return an E.164 number. Mainland numbers have 0000 in the middle, the US ones are 555-01xx."""
    match country:
        case "CN":
            return f"+86{rng.choice(MOBILE_PREFIXES)}0000{rng.randint(100, 9999):04d}"
        case "US":
            return f"+1{rng.choice(US_AREAS)}55501{rng.randrange(100):02d}"
        case "DE":
            return f"+491713920{rng.randrange(10000):04d}"
        case "HK":
            return f"+8526{rng.randint(300, 399)}0{rng.randrange(1000):03d}"
        case "SG":
            return f"+659000{rng.randrange(10000):04d}"
        case "VN":
            return f"+849000{rng.randrange(100000):05d}"
        case "MY":
            return f"+60123000{rng.randrange(1000):03d}"
        case _:
            return f"+919000{rng.randrange(1000000):06d}"


def switchboard(rng: random.Random, country: str, area_code: str) -> str:
    """Return a mainland company's landline in E.164, or '' abroad (people there give their mobiles)."""
    if country != "CN":
        return ""
    local = "5000" if len(area_code) == 3 else "6000"
    return f"+86{area_code.lstrip('0')}{local}{rng.randrange(10000):04d}"


def written_mobile(rng: random.Random, person: Person) -> str:
    """Return the person's mobile number as somebody might type it."""
    number = person.mobile
    if not number.startswith("+86"):
        return _written_abroad(rng, number, person.company.place.country)
    local = number[3:]
    spaced = f"{local[:3]} {local[3:7]} {local[7:]}"
    dashed = spaced.replace(" ", "-")
    forms = (
        (local, 40),
        (spaced, 12),
        (dashed, 9),
        (f"+86 {spaced}", 9),
        (number, 8),
        (f"+86-{local}", 5),
        (f"0086 {local}", 4),
        (f"86{local}", 3),
        (f"(+86){local}", 3),
        (local.translate(FULL_WIDTH), 3),
        (f"＋86 {spaced}", 1),
        (f" {local} ", 2),
        (f"{local}(微信同号)", 1),
    )
    return rng.choices([form for form, _ in forms], [weight for _, weight in forms])[0]


def written_landline(rng: random.Random, company: Company, extension: str) -> str:
    """Return the company's switchboard with the person's extension, as written on a card."""
    area = company.place.area_code
    local = company.switchboard[3 + len(area.lstrip("0")) :]
    return rng.choice(
        (
            f"{area}-{local}转{extension}",
            f"{area}-{local}-{extension}",
            f"({area}){local} 转 {extension}",
            f"+86 {area[1:]} {local[:4]} {local[4:]} ext. {extension}",
            f"{area} {local}",
        )
    )


def _written_abroad(rng: random.Random, number: str, country: str) -> str:
    """Numbers abroad: mostly international form, sometimes as the country writes them at home."""
    match country:
        case "US":
            area, rest = number[2:5], number[5:]
            forms = (
                f"+1 {area} {rest[:3]} {rest[3:]}",
                f"({area}) {rest[:3]}-{rest[3:]}",
                f"1-{area}-{rest}",
                number,
            )
        case "DE":
            forms = (f"+49 171 {number[6:]}", f"0049 171 {number[6:]}", f"0171 / {number[6:]}", number)
        case "HK":
            forms = (f"+852 {number[4:8]} {number[8:]}", f"00852-{number[4:]}", f"(852) {number[4:]}", number)
        case _:
            forms = (number, f"{number[:3]} {number[3:]}", f"00{number[1:]}", number)
    return rng.choice(forms)
