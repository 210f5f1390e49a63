"""Masks hide the person and keep what the figures need."""

import duckdb
import pytest

from orchestration.publish.masking import masked


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        ("email", "zhang.wei@acme.cn", "z***@acme.cn"),
        ("email", "a@b@c.cn", "a***@c.cn"),
        ("email", "no address", "***"),
        ("email", "@acme.cn", "***"),
        ("phone", "+8613812345612", "+86138****12"),
        ("phone", "+49301234", "****34"),
        ("phone", "12", "****12"),
        ("name", "张伟", "张**"),
        ("name", " Jane Roe", "J**"),
        ("name", "😀 Party", "😀**"),
        ("name", "", ""),
        ("phone", None, None),
    ],
)
def test_a_mask_shows(mask: str, value: str | None, shown: str | None) -> None:
    with duckdb.connect() as con:
        query = f"select {masked('v', mask)} from (select ?::varchar as v)"
        assert con.execute(query, [value]).fetchall() == [(shown,)]


def test_an_unknown_mask_is_no_mask() -> None:
    with pytest.raises(KeyError):
        masked("v", "emial")
