"""Globs: what they claim, and whether two of them can claim the same file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.contracts.globs import fault, matches, overlap

_GLOBS = st.lists(st.sampled_from(["a", "b", "/", "?", "*", "**", "**/"]), min_size=1, max_size=6).map(
    "".join
)
_NAMES = st.text(alphabet="ab/c", min_size=1, max_size=7)


@pytest.mark.parametrize(
    ("glob", "name", "is_claimed"),
    [
        ("web/*.csv", "web/a.csv", True),
        ("web/*.csv", "web/2026/a.csv", False),
        ("web/**/*.csv", "web/2026/11/a.csv", True),
        ("web/**/*.csv", "web/a.csv", True),
        ("web/**", "web/x/y", True),
        ("web/?.csv", "web/a.csv", True),
        ("web/?.csv", "web/ab.csv", False),
        ("*.csv", "web/a.csv", False),
        ("a.csv", "axcsv", False),
        ("报名[1]*.xlsx", "报名[1]表.xlsx", True),
        ("é.csv", "e\u0301.csv", True),
        ("*.csv", "a.csv\n", False),
    ],
)
def test_what_a_glob_claims(glob: str, name: str, is_claimed: bool) -> None:
    assert matches(glob, name) is is_claimed


@pytest.mark.parametrize(
    ("first", "second", "is_shared"),
    [
        ("a/*.csv", "a/x*.csv", True),
        ("a/*.csv", "b/*.csv", False),
        ("a/*.csv", "a/*.xlsx", False),
        ("a/**/b.csv", "a/b.csv", True),
        ("a/**/b.csv", "a/xb.csv", False),
        ("**/*.csv", "a/b/c.csv", True),
        ("*.csv", "a/b.csv", False),
        ("sales_pipeline*.csv", "sales_teams*.csv", False),
        ("a/?b*.csv", "a/c*.csv", True),
        ("*a", "*b", False),
    ],
)
def test_whether_two_globs_share_a_name(first: str, second: str, is_shared: bool) -> None:
    assert overlap(first, second) is is_shared
    assert overlap(second, first) is is_shared


@settings(max_examples=200, deadline=None)
@given(first=_GLOBS, second=_GLOBS, name=_NAMES)
def test_a_name_claimed_by_both_is_always_seen_as_an_overlap(first: str, second: str, name: str) -> None:
    assert overlap(first, first)
    if matches(first, name) and matches(second, name):
        assert overlap(first, second)


@settings(max_examples=200, deadline=None)
@given(glob=_GLOBS, name=_NAMES)
def test_a_name_without_wildcards_overlaps_exactly_where_it_is_claimed(glob: str, name: str) -> None:
    assert overlap(glob, name) is matches(glob, name)


@pytest.mark.parametrize("glob", ["", "/a", "C:/a", "a\\b", "../a", "a//b", "a/./b", "a\nb", "a/"])
def test_globs_that_leave_the_inbox_or_confuse_are_faulty(glob: str) -> None:
    assert fault(glob) is not None


def test_a_plain_glob_is_not_faulty() -> None:
    assert fault("web_forms/**/报名*.csv") is None
