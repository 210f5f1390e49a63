"""The forms in which a moment is written on the command line."""

from datetime import UTC, datetime

import pytest

from orchestration.moment import parse_as_of


def test_a_day_is_its_first_moment_in_the_companys_zone() -> None:
    assert parse_as_of("2026-11-23", "Asia/Shanghai").astimezone(UTC) == datetime(
        2026, 11, 22, 16, tzinfo=UTC
    )


def test_a_time_without_a_zone_is_the_companys() -> None:
    parsed = parse_as_of("2026-11-23T18:00", "Asia/Shanghai")
    assert parsed.astimezone(UTC) == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_a_time_with_a_zone_is_itself() -> None:
    parsed = parse_as_of("2026-11-23T18:00:00+00:00", "Asia/Shanghai")
    assert parsed == datetime(2026, 11, 23, 18, tzinfo=UTC)


def test_anything_else_says_what_is_understood() -> None:
    with pytest.raises(ValueError, match="write 2026-11-23 or 2026-11-23T18:00"):
        parse_as_of("yesterday", "Asia/Shanghai")
