"""Quoting: whatever text goes in, the engine reads exactly that text back."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.sql import quote_identifier, quote_literal

_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=60, deadline=None)
@given(_TEXT)
def test_a_literal_is_read_back_as_it_was(text: str) -> None:
    assert duckdb.sql(f"SELECT {quote_literal(text)}").fetchall() == [(text,)]


@settings(max_examples=60, deadline=None)
@given(_TEXT.filter(bool))
def test_an_identifier_is_read_back_as_it_was(name: str) -> None:
    assert duckdb.sql(f"SELECT 1 AS {quote_identifier(name)}").columns == [name]


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_what_is_no_identifier_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        quote_identifier(name)


def test_a_literal_with_a_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        quote_literal("a\0b")
