"""Whether one slip parts two texts: the cheap tests before the count of slips decide nothing wrongly."""

import random

import duckdb
import jinja2
import pyarrow as pa

from tests.unit.dbt.landed import PROJECT

_ALPHABETS = ("01", "0123456789", "abcdefghij", "中文名字")


def _slip(text: str, letters: str, chance: random.Random) -> str:
    at, letter = chance.randrange(len(text)), chance.choice(letters)
    return chance.choice(
        (
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        )
    )


def test_the_cheap_tests_agree_with_the_count_of_slips() -> None:
    chance = random.Random(4)
    pairs = {"one": ["", "a"], "other": ["a", ""]}
    for length in range(1, 31):
        for letters in _ALPHABETS:
            for _ in range(20):
                text = "".join(chance.choices(letters, k=length))
                once = _slip(text, letters, chance)
                pairs["one"] += [text, text]
                pairs["other"] += [once, _slip(once + letters[0], letters, chance)]
    source = (PROJECT / "macros" / "dialect" / "text.sql").read_text(encoding="utf-8")
    is_slip = jinja2.Environment(autoescape=False).from_string(source).module.duckdb__is_slip("one", "other")
    with duckdb.connect() as connection:
        connection.register("pairs", pa.table(pairs))
        found = connection.execute(
            "select one, other, answer, slips from "
            f"(select *, {is_slip} as answer, damerau_levenshtein(one, other) as slips from pairs) "
            "where answer <> (slips <= 1) or answer is null"
        ).fetchall()
    assert found == []
