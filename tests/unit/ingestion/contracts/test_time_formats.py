"""Date formats: which are usable, which text they are for, and which contradict each other."""

import re

import pytest

from ingestion.contracts.time_formats import contradictions, fault, has_zone, shape


@pytest.mark.parametrize(
    ("fmt", "clause"),
    [
        ("%Y-%m", "does not give year, month and day"),
        ("%H:%M:%S", "does not give year, month and day"),
        ("%Y-%m-%dT%H:%M:%SZ", "has a plain Z"),
        ("%Y-%m-%d %I:%M", "mixes %H, %I and %p"),
        ("%Y-%m-%d %H:%M %p", "mixes %H, %I and %p"),
        ("%Y-%m-%d %Y", "uses a directive twice"),
        ("%d.%m.%Y %Z", "uses %Z"),
        ("%Y-%-m-%-d", "uses %-"),
        ("%Y%m%d%", "is neither one of"),
        ("ISO", "is neither one of iso, epoch_s, epoch_ms, excel_serial"),
    ],
)
def test_unusable_formats_say_why(fmt: str, clause: str) -> None:
    assert clause in (fault(fmt) or "")


@pytest.mark.parametrize(
    "fmt",
    ["iso", "epoch_ms", "%Y年%m月%d日", "%d %b %Y", "%Y-%m-%d %H:%M:%S.%f%z", "%y%m%d", "%Y/%m/%d %p%I:%M"],
)
def test_usable_formats(fmt: str) -> None:
    assert fault(fmt) is None


@pytest.mark.parametrize(
    ("fmt", "text", "fits"),
    [
        ("%Y-%m-%d", "2026-1-2", True),
        ("%Y-%m-%d", "26-1-2", False),
        ("%Y-%m-%d", "2026-1-2 ", False),
        ("%Y%m%d", "20260112", True),
        ("%Y%m%d", "2026112", False),
        ("%d.%m.%y", "1.2.26", True),
        ("%d.%m.%y", "1.2.2026", False),
        ("iso", "2026-01-02T03:04:05.123Z", True),
        ("iso", "2026-01-02 03:04+0800", True),
        ("iso", "2026-01-02T03:04:05+99:00", False),
        ("iso", "2026-1-2", False),
        ("epoch_s", "1700000000", True),
        ("epoch_s", "1700000000000", False),
        ("epoch_ms", "1700000000000", True),
        ("excel_serial", "46000.5", True),
        ("%Y/%m/%d %p%I:%M", "2026/3/5 下午3:04", True),
    ],
)
def test_a_format_reads_text_of_its_own_shape_only(fmt: str, text: str, fits: bool) -> None:
    assert (re.fullmatch(shape(fmt), text) is not None) is fits


@pytest.mark.parametrize(
    "formats",
    [
        ("%d/%m/%Y", "%m/%d/%Y"),
        ("%Y-%m-%d", "%Y-%d-%m"),
        ("%Y-%d-%m", "iso"),
        ("%y%m%d", "%d%m%y"),
        ("%y%m%d", "excel_serial"),
        ("%d.%m.%y", "%y.%m.%d"),
    ],
)
def test_formats_that_read_one_text_as_two_days_contradict(formats: tuple[str, ...]) -> None:
    assert len(contradictions(formats)) == 1


@pytest.mark.parametrize(
    "formats",
    [
        ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d", "iso"),
        ("%d/%m/%Y", "%d/%m/%y"),
        ("%Y%m%d", "excel_serial", "epoch_s", "epoch_ms"),
        ("%Y/%m/%d %I:%M %p", "%Y/%m/%d %H:%M"),
        ("%d %b %Y", "%d %B %Y"),
    ],
)
def test_formats_that_never_disagree_may_stand_together(formats: tuple[str, ...]) -> None:
    assert contradictions(formats) == []


def test_only_an_offset_makes_a_format_absolute() -> None:
    assert has_zone("%Y-%m-%d %H:%M %z")
    assert not has_zone("%Y-%m-%d %H:%M%%z")
