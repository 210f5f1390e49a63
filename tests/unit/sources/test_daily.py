"""The window of a report by day: which days are asked for, and which rows may be taken as gone."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingestion.pulling.resource import Forgetting, Window
from ingestion.sources.daily import DailyReport

UNTIL = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)  # 01:30 of the 24th in Shanghai


class Report(DailyReport):
    """Rows as (day, id, name)."""

    def pages(self, first: dt.date, last: dt.date) -> Iterator[list[dict[str, Any]]]:
        yield [{"day": first.isoformat(), "last": last.isoformat()}]

    def day_and_campaign(self, row: Mapping[str, Any]) -> tuple[str, str, str]:
        return row["day"], "1", "a|b"

    def row_of(self, day: str, campaign_id: str, name: str) -> Mapping[str, Any]:
        return {"day": day, "id": campaign_id, "name": name}


def test_a_day_is_one_of_the_accounts_zone_and_today_is_asked_for() -> None:
    report = Report("Asia/Shanghai", history_days=10, days_per_request=4)
    since = dt.datetime(2026, 11, 22, 15, 59, tzinfo=dt.UTC)  # 23:59 of the 22nd in Shanghai
    assert list(report.ranges(Window(since, UNTIL))) == [(dt.date(2026, 11, 22), dt.date(2026, 11, 24))]


def test_a_full_window_goes_back_as_far_as_the_system_answers() -> None:
    report = Report("Asia/Shanghai", history_days=10, days_per_request=4)
    ranges = list(report.ranges(Window(None, UNTIL)))
    assert ranges[0][0] == dt.date(2026, 11, 15)
    assert sum((last - first).days + 1 for first, last in ranges) == 10


@given(st.integers(1, 800), st.integers(1, 100))
def test_ranges_cover_each_day_once(history: int, step: int) -> None:
    ranges = list(Report("UTC", history, step).ranges(Window(None, UNTIL)))
    days = [first + dt.timedelta(days=n) for first, last in ranges for n in range((last - first).days + 1)]
    assert len(days) == len(set(days)) == history
    assert max((last - first).days for first, last in ranges) < step


def test_only_days_of_the_window_may_be_taken_as_gone() -> None:
    report = Report("UTC", history_days=731, days_per_request=31)
    assert isinstance(report, Forgetting)
    window = Window(UNTIL - dt.timedelta(days=28), UNTIL)
    assert report.would_list("2026-10-26|1|a", window)
    assert not report.would_list("2026-10-25|1|a", window)


def test_a_tombstone_holds_what_the_key_is_made_of() -> None:
    report = Report("UTC", history_days=731, days_per_request=31)
    assert report.tombstone("2026-10-26|77|a|b") == {"day": "2026-10-26", "id": "77", "name": "a|b"}
