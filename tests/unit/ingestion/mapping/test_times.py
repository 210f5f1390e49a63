"""Dates and times: read exactly as declared, in the declared zone, or refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.ingestion.mapping.made import contract, mapped, one_field

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_INSTANTS = st.datetimes(min_value=datetime(1971, 1, 2), max_value=datetime(2199, 12, 30))


def times(texts: list[str | None], *formats: str, **changes: Any) -> list[Any]:
    return one_field("lead", "updated_at", texts, {"formats": formats}, **changes)


def days(texts: list[str | None], *formats: str, **changes: Any) -> list[Any]:
    return one_field("lead", "planned_purchase_on", texts, {"formats": formats}, **changes)


def test_local_times_become_utc() -> None:
    texts = ["2026-11-20 09:30:00", "2026/1/2 9:05", "２０２６/１/２ ９：０５", None, "  "]
    assert times(texts, "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M") == [
        datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        datetime(2026, 1, 2, 1, 5, tzinfo=UTC),
        datetime(2026, 1, 2, 1, 5, tzinfo=UTC),
        None,
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30", "2026-13-01", "26-01-02", "2026-01-02 00:00:00", "2026-01", "0000-00-00", "1900-01-01",
        "9999-12-31", "epoch", "infinity", "now", "２０２６年", "2026-01-02x", "-2026-01-02", "2026-01-0²",
        "46000", "0000-01-01", "0001-01-01",
    ],
)  # fmt: skip
def test_text_that_is_no_declared_date_is_refused(text: str) -> None:
    assert days([text], "%Y-%m-%d") == ["bad_date"]
    assert times([text], "%Y-%m-%d") == ["bad_timestamp"]


def test_compact_digits_are_read_at_full_width_only() -> None:
    assert days(["20260112", "2026112", "202601121"], "%Y%m%d") == [date(2026, 1, 12), "bad_date", "bad_date"]


def test_iso_text_with_and_without_an_offset() -> None:
    texts = [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.123+0000",
        "2026-01-02 03:04:05-03:30",
        "2026-01-02 03:04",
        "2026-01-02",
        "2026-01-02T03:04:05.123456789",
        "2026-01-02T03:04:05+99:00",
        "2026-02-30T00:00:00Z",
    ]
    assert times(texts, "iso") == [
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        datetime(2026, 1, 2, 3, 4, 5, 123000, tzinfo=UTC),
        datetime(2026, 1, 2, 6, 34, 5, tzinfo=UTC),
        datetime(2026, 1, 1, 19, 4, tzinfo=UTC),
        datetime(2026, 1, 1, 16, 0, tzinfo=UTC),
        datetime(2026, 1, 1, 19, 4, 5, 123456, tzinfo=UTC),
        "bad_timestamp",
        "bad_timestamp",
    ]


def test_formats_with_an_offset_stand_beside_local_ones() -> None:
    texts = ["Fri, 20 Nov 2026 09:30:00 +0100", "2026-11-20 09:30", "2026-11-20 09:30 +0000"]
    formats = ("%a, %d %b %Y %H:%M:%S %z", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M %z")
    assert times(texts, *formats) == [
        datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    ]


def test_chinese_dates_and_half_days() -> None:
    texts = ["2026年3月5日", "2026/3/5 下午3:04", "2026/3/5 上午12:04", "2026/3/5 PM3:04"]
    assert times(texts, "%Y年%m月%d日", "%Y/%m/%d %p%I:%M") == [
        datetime(2026, 3, 5, 0, 0, tzinfo=_SHANGHAI),
        datetime(2026, 3, 5, 15, 4, tzinfo=_SHANGHAI),
        datetime(2026, 3, 5, 0, 4, tzinfo=_SHANGHAI),
        datetime(2026, 3, 5, 15, 4, tzinfo=_SHANGHAI),
    ]


def test_epochs_and_excel_serials() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    seconds = int(at.timestamp())
    assert times([str(seconds), f"{seconds}.25", "12"], "epoch_s") == [
        at, at + timedelta(milliseconds=250), "bad_timestamp",
    ]  # fmt: skip
    assert times([f"{seconds}123", f"{seconds}123.0"], "epoch_ms") == [at + timedelta(milliseconds=123)] * 2
    # 46024.5 is noon of 2026-01-02 on the sheet: local time.
    assert times(["46024.5", "46024.1278356481"], "excel_serial") == [
        datetime(2026, 1, 2, 12, 0, tzinfo=_SHANGHAI),
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=_SHANGHAI),
    ]
    assert days(["46024", "46024.99"], "excel_serial") == [date(2026, 1, 2)] * 2


def test_cells_of_typed_files_are_read_as_iso_without_a_format() -> None:
    assert days(["2026-01-02 00:00:00", "2026/1/2"], format={"type": "xlsx"}) == [
        date(2026, 1, 2),
        "bad_date",
    ]


def test_a_date_is_the_calendar_day_in_the_zone() -> None:
    assert days(["2026-01-01T20:00:00Z", "2026-01-01T20:00:00"], "iso") == [
        date(2026, 1, 2),
        date(2026, 1, 1),
    ]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-08 01:59:59", "06:59:59"),
        ("2026-03-08 02:30:00", "07:30:00"),  # skipped: read as 03:30 after the change
        ("2026-03-08 03:00:00", "07:00:00"),
        ("2026-11-01 00:59:59", "04:59:59"),
        ("2026-11-01 01:30:00", "06:30:00"),  # twice: the later one, in standard time
        ("2026-11-01 02:00:00", "07:00:00"),
    ],
)
def test_clock_changes(text: str, utc: str) -> None:
    (found,) = times([text], "%Y-%m-%d %H:%M:%S", time_zone="America/New_York")
    assert found.astimezone(UTC).strftime("%H:%M:%S") == utc


def test_the_session_zone_of_the_connection_makes_no_difference() -> None:
    at = {"column": "at", "formats": ["iso"]}
    made = contract(
        [{"entity": "owner", "fields": {"owner_id": "id"}},
         {"entity": "activity", "fields": {"activity_id": "id", "occurred_at": at, "next_step_on": at}}],
        ["id", "at"],
    )  # fmt: skip
    con = duckdb.connect()
    con.execute("SET TimeZone = 'America/New_York'")
    rows: list[dict[str, str | None]] = [
        {"id": "1", "at": "2026-01-02T20:00:00Z"},
        {"id": "2", "at": "2026-01-02"},
    ]
    table = mapped(made, rows, con=con).tables["activity"]
    assert table["occurred_at"].to_pylist() == [
        datetime(2026, 1, 2, 20, 0, tzinfo=UTC), datetime(2026, 1, 1, 16, 0, tzinfo=UTC),
    ]  # fmt: skip
    assert table["next_step_on"].to_pylist() == [date(2026, 1, 3), date(2026, 1, 2)]
    assert con.sql("SELECT current_setting('TimeZone')").fetchall() == [("America/New_York",)]


@settings(max_examples=15, deadline=None)
@given(st.lists(_INSTANTS, min_size=1, max_size=40))
def test_whatever_is_written_in_a_format_is_read_back(instants: list[datetime]) -> None:
    """Shanghai changed its clocks from 1986 to 1991 only; in other years local times are unambiguous."""
    instants = [at.replace(microsecond=0) for at in instants if not 1986 <= at.year <= 1991]
    for fmt in ("%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒", "%Y%m%d%H%M%S", "%d.%m.%Y %I:%M:%S %p"):
        texts: list[str | None] = [at.strftime(fmt) for at in instants]
        assert times(texts, fmt) == [at.replace(tzinfo=_SHANGHAI) for at in instants]
    stamps: list[str | None] = [str(int(at.replace(tzinfo=UTC).timestamp() * 1000)) for at in instants]
    wanted = [at.replace(tzinfo=UTC) if len(str(stamp)) >= 12 else "bad_timestamp" for at, stamp in
              zip(instants, stamps, strict=True)]  # fmt: skip
    assert times(stamps, "epoch_ms") == wanted


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(_INSTANTS, st.integers(-14 * 60, 14 * 60)), min_size=1, max_size=40))
def test_iso_text_with_any_offset_is_the_same_instant_as_in_python(cases: list[tuple[datetime, int]]) -> None:
    instants = [at.replace(tzinfo=timezone(timedelta(minutes=offset))) for at, offset in cases]
    texts: list[str | None] = [at.isoformat(sep=" ") for at in instants]
    limit = datetime(2200, 1, 1, tzinfo=UTC)
    assert times(texts, "iso") == [at if at < limit else "bad_timestamp" for at in instants]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(alphabet="0123456789-/:. TZ年月日epochinf", max_size=20), min_size=1, max_size=50))
def test_no_text_is_read_as_a_date_that_it_does_not_spell(texts: list[str]) -> None:
    """Whatever is accepted as %Y-%m-%d is year, month and day as written, and a real date."""
    for text, found in zip(texts, days(list(texts), "%Y-%m-%d"), strict=True):
        if isinstance(found, date):
            assert date(*map(int, text.strip().split("-"))) == found
        else:
            assert found in (None, "bad_date")
            assert (found is None) is (not text.strip())


@pytest.mark.parametrize(
    ("fmt", "texts"),
    [
        ("epoch_s", ["9999999999", "9999999999.999999", "999999999"]),
        ("epoch_ms", ["9999999999999", "999999999999.000"]),
        ("excel_serial", ["999999", "999999.99999999999999999999", "000"]),
        ("%Y-%m-%d %H:%M", ["9999-12-31 23:59", "0000-01-01 00:00"]),
        ("iso", ["9999-12-31T23:59:59-14:00", "0000-01-01T00:00:00+14:00", "0000-01-01"]),
    ],
)
def test_extremes_are_refused_and_never_fail_the_batch(fmt: str, texts: list[str | None]) -> None:
    found = times([*texts, None], fmt, time_zone="Pacific/Kiritimati")
    assert all(value == "bad_timestamp" or value.year < 2200 for value in found[:-1])
    assert found[-1] is None
