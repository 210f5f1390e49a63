"""Value maps: the source's words become codes, whatever their case and width; others do as declared."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingestion.canonical.vocabulary import STAGES
from ingestion.words import fold_word
from tests.unit.ingestion.mapping.made import one_field

_WORDS = st.text(alphabet="abAB ＡｂｃÉé新建-'\"%_\\;", min_size=1, max_size=5).filter(
    lambda w: fold_word(w) != ""
)


def status(texts: list[str | None], **field_map: Any) -> list[Any]:
    return one_field("lead", "status", texts, field_map)


def test_case_width_and_outer_blanks_make_no_difference() -> None:
    texts = ["new lead", " NEW LEAD ", "ＮＥＷ　ＬＥＡＤ", "New\u00a0Lead", "新建", "newlead", None]
    found = status(texts, values={"New Lead": "new", "新建": "new"})
    assert found == ["new", "new", "new", "new", "new", "unmapped_value", None]


@pytest.mark.parametrize(
    ("unmapped", "wanted"),
    [("quarantine", ["new", "unmapped_value", None]), ("contacted", ["new", "contacted", None])],
)
def test_other_words_do_as_declared(unmapped: str, wanted: list[str | None]) -> None:
    assert status(["a", "b", " "], values={"a": "new"}, unmapped=unmapped) == wanted


def test_free_text_may_keep_other_words() -> None:
    words = {"IT": "信息技术"}
    found = one_field("lead", "industry", [" it ", " Ｍedia ", None], {"values": words, "unmapped": "keep"})
    assert found == ["信息技术", "Ｍedia", None]


def test_without_a_map_the_column_holds_the_codes_themselves() -> None:
    texts: list[str | None] = [*STAGES, " WON ", "Closed Won"]
    assert one_field("opportunity", "stage", texts, {}) == [*STAGES, "won", "unmapped_value"]
    assert one_field("opportunity", "stage", ["odd"], {"unmapped": "new_lead"}) == ["new_lead"]


def test_a_default_is_for_blanks_and_not_for_unknown_words() -> None:
    found = status(["a", None, "b", "-"], values={"a": "new", "-": None}, default="contacted")
    assert found == ["new", "contacted", "unmapped_value", "contacted"]


def test_a_long_map() -> None:
    words = {f"campaign {n}": f"code {n}" for n in range(500)}
    texts: list[str | None] = [f"Campaign {n}" for n in (0, 499, 500)]
    assert one_field("lead", "campaign", texts, {"values": words}) == ["code 0", "code 499", "unmapped_value"]


@settings(max_examples=25, deadline=None)
@given(words=st.dictionaries(_WORDS, _WORDS, min_size=1, max_size=5), texts=st.lists(_WORDS, max_size=12))
def test_a_map_is_a_lookup_by_folded_word(words: dict[str, str], texts: list[str]) -> None:
    folded = {fold_word(word): meaning for word, meaning in words.items()}
    assume(len(folded) == len(words))
    texts = [*texts, *words]
    wanted = [folded.get(fold_word(text), "unmapped_value") for text in texts]
    assert one_field("lead", "industry", list(texts), {"values": words}) == wanted
    kept = [folded.get(fold_word(text), text.strip()) for text in texts]
    assert one_field("lead", "industry", list(texts), {"values": words, "unmapped": "keep"}) == kept
