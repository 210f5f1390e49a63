"""Comparing and normalising words: the same for a column as for one word."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.words import fold, fold_word, plain, plain_word


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("１２，３４５．６０", "12,345.60"),
        ("２０２６年１月", "2026年1月"),
        ("\u22125", "-5"),
        ("1\u00a0234", "1 234"),
        ("5²", "5²"),
        ("½", "½"),
        ("①", "①"),
        ("plain", "plain"),
    ],
)
def test_plain_is_nfkc_except_where_it_would_change_the_number(text: str, wanted: str) -> None:
    assert plain_word(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [(" ＮＥＷ　Lead ", "new lead"), ("É", "é"), ("e\u0301", "é"), ("新建", "新建")]
)
def test_fold_forgets_width_case_and_outer_blanks(text: str, wanted: str) -> None:
    assert fold_word(text) == wanted


@settings(max_examples=50, deadline=None)
@given(st.lists(st.none() | st.text(max_size=8), max_size=12), st.integers(0, 12))
def test_columns_and_single_words_agree(texts: list[str | None], cut: int) -> None:
    trimmed = [None if text is None else text.strip() for text in texts]
    column = pa.chunked_array([pa.array(trimmed[:cut], pa.string()), pa.array(trimmed[cut:], pa.string())])
    assert fold(column).to_pylist() == [None if text is None else fold_word(text) for text in trimmed]
    assert plain(column).to_pylist() == [None if text is None else plain_word(text) for text in trimmed]
