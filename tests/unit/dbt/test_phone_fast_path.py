"""The SQL fast path for phone numbers gives what the phonenumbers library gives, wherever it decides."""

import random
import sys
from collections.abc import Iterable, Iterator

import duckdb
import jinja2
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.dbt.landed import PROJECT

sys.path.append(str(PROJECT / "plugins"))
leadmill_text = pytest.importorskip("leadmill_text")
leadmill_phone = pytest.importorskip("leadmill_phone")

Number = tuple[str, str]

CN_MOBILE_FORMS = (
    "{0}{1}{2}",
    "{0} {1} {2}",
    "{0}-{1}-{2}",
    "+86{0}{1}{2}",
    "+86 {0} {1} {2}",
    "+86-{0}-{1}-{2}",
    "(+86){0}{1}{2}",
    "(+86) {0} {1} {2}",
    "+(86){0}{1}{2}",
    "86{0}{1}{2}",
    "86-{0}{1}{2}",
    "0086{0}{1}{2}",
    "0086-{0}{1}{2}",
    "(0086){0}-{1}-{2}",
    "0{0}{1}{2}",
    "＋86{0}{1}{2}",
    " {0}.{1}.{2} ",
)
LANDLINE_FORMS = (
    "{0}{1}",
    "{0}-{1}",
    "({0}){1}",
    "({0}) {1}",
    "（{0}）{1}",
    "{0}-{1} ext. 12",
    "{0}{1}ext123456",
    "{0} {1}",
    "0086-{0}-{1}",
    "+86 {0} {1}",
)
NANP_FORMS = (
    "+1{0}{1}{2}",
    "+1 ({0}) {1}-{2}",
    "001{0}{1}{2}",
    "{0}-{1}-{2}",
    "({0}) {1}-{2}",
    "1-{0}-{1}-{2}",
)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        plugin = leadmill_text.Plugin(name="leadmill_text", plugin_config={})
        plugin.configure_connection(connection)
        yield connection


def macro_source() -> str:
    source = (PROJECT / "macros" / "dialect" / "phones.sql").read_text(encoding="utf-8")
    return str(
        jinja2.Environment(autoescape=False).from_string(source).module.duckdb__phone_fast_path("numbers")
    )


def decided(warehouse: duckdb.DuckDBPyConnection, numbers: Iterable[Number]) -> dict[Number, str | None]:
    """What the fast path decides; raises AssertionError where the library says otherwise."""
    rows = sorted(set(numbers))
    table = pa.table({"phone": [n for n, _ in rows], "phone_region": [r for _, r in rows]})
    warehouse.register("numbers", table)
    answers = warehouse.execute(
        f"select phone, phone_region, phone_fast from ({macro_source()}) where is_decided"
    ).fetchall()
    wrong = [
        (phone, region, fast, leadmill_phone.e164(phone, region))
        for phone, region, fast in answers
        if fast != leadmill_phone.e164(phone, region)
    ]
    assert not wrong, f"{len(wrong)} differ (number, region, fast path, library): {wrong[:5]}"
    return {(phone, region): fast for phone, region, fast in answers}


def test_every_chinese_mobile_prefix_in_every_form(warehouse: duckdb.DuckDBPyConnection) -> None:
    prefixes = [f"{n:04d}" for n in range(1300, 2000)]
    numbers = [
        (form.format(prefix[:3], prefix[3] + "123", "4567"), region)
        for i, prefix in enumerate(prefixes)
        for form in (CN_MOBILE_FORMS[i % len(CN_MOBILE_FORMS)], "{0}{1}{2}")
        for region in ("CN", "US")
    ]
    assert decided(warehouse, numbers)["13801234567", "CN"] == "+8613801234567"


@pytest.mark.parametrize("form", CN_MOBILE_FORMS)
def test_the_dozen_spellings_of_a_mobile_number_are_decided(
    warehouse: duckdb.DuckDBPyConnection, form: str
) -> None:
    number = (form.format("139", "1234", "5678"), "CN")
    full_width = (number[0].translate(str.maketrans("0123456789", "０１２３４５６７８９")), "CN")
    answers = decided(warehouse, [number, full_width])
    assert answers == {number: "+8613912345678", full_width: "+8613912345678"}


def test_landlines_of_every_area_code(warehouse: duckdb.DuckDBPyConnection) -> None:
    local = random.Random(7)
    numbers = [
        (
            LANDLINE_FORMS[i % len(LANDLINE_FORMS)].format(
                f"0{area}", f"{first}{local.randrange(10**6):06d}{tail}"
            ),
            "CN",
        )
        for i, area in enumerate([*range(10, 30), *range(300, 1000)])
        for first in (1, 2, 6, 9)
        for tail in ("", "8")
    ]
    answers = decided(warehouse, [*numbers, ("021-68881234", "CN"), ("(0512) 6288 1234", "CN")])
    assert answers["021-68881234", "CN"] == "+862168881234"
    assert answers["(0512) 6288 1234", "CN"] == "+8651262881234"


def test_every_north_american_area_code(warehouse: duckdb.DuckDBPyConnection) -> None:
    rest = random.Random(7)
    numbers = [
        (
            NANP_FORMS[area % len(NANP_FORMS)].format(
                area, rest.randrange(100, 1000), f"{rest.randrange(10**4):04d}"
            ),
            r,
        )
        for area in range(200, 1000)
        for r in ("CN", "US")
    ]
    assert (
        decided(warehouse, [*numbers, ("+1 415 555 2671", "CN")])["+1 415 555 2671", "CN"] == "+14155552671"
    )


DIGITS = st.text("0123456789", min_size=1, max_size=14)
WRITTEN = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(
            ["", "+", "＋", "(", "（", "(+", " ", "00", "0", "1", "86", "+86", "0086", "+1", "001", "+852"]
        ),
        st.lists(
            st.tuples(
                st.sampled_from(["", " ", "-", ".", "(", ")", "－", "）", "  ", "/", "x", " ext. "]), DIGITS
            ),
            max_size=5,
        ).map(lambda parts: "".join(mark + digits for mark, digits in parts)),
    ),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WRITTEN, st.sampled_from(["CN", "US", "HK", "DE"])), min_size=30, max_size=60))
def test_whatever_is_written(warehouse: duckdb.DuckDBPyConnection, numbers: list[Number]) -> None:
    decided(warehouse, numbers)


def test_what_is_left_to_the_library(warehouse: duckdb.DuckDBPyConnection) -> None:
    numbers = [
        ("+49 711 1234567", "CN"),  # another country
        ("021-68881234 #12", "CN"),  # another way to write an extension
        ("12593 13912345678", "CN"),  # a carrier code
        ("13912345678 / 13912345679", "CN"),  # two numbers
        ("020 7946 0958", "GB"),
        ("call me", "CN"),
        ("", "CN"),
    ]
    assert decided(warehouse, numbers) == {}
    table = pa.table({"n": [*(n for n, _ in numbers), None], "r": [*(r for _, r in numbers), "CN"]})
    warehouse.register("left_over", table)
    answers = dict(warehouse.execute("select n, e164_library(n, r) from left_over").fetchall())
    assert answers == {
        "+49 711 1234567": "+497111234567",
        "021-68881234 #12": "+862168881234",
        "12593 13912345678": "+8613912345678",
        "13912345678 / 13912345679": None,
        "020 7946 0958": "+442079460958",
        "call me": None,
        "": None,
        None: None,
    }
