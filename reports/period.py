"""The week or month a report is about. Calendar arithmetic only; no clock is read here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class Grain(StrEnum):
    """The length of a period; the values are those of the marts' `period_grain`."""

    WEEK = "week"
    MONTH = "month"


class PeriodError(ValueError):
    """A text that names no period; the message says which forms are understood."""


@dataclass(frozen=True, order=True)
class Period:
    """One ISO week (Monday to Sunday) or one calendar month, in the company's own time zone."""

    grain: Grain
    start_on: date

    def __post_init__(self) -> None:
        first = self.start_on.isoweekday() == 1 if self.grain is Grain.WEEK else self.start_on.day == 1
        if not first:
            raise PeriodError(f"{self.start_on} is not the first day of a {self.grain}")

    @classmethod
    def parse(cls, code: str) -> "Period":
        """Read '2026-W47' or '2026-10'; raises PeriodError for anything else, also for an impossible week."""
        try:
            if found := _WEEK.fullmatch(code):
                return cls(Grain.WEEK, date.fromisocalendar(int(found[1]), int(found[2]), 1))
            if found := _MONTH.fullmatch(code):
                return cls(Grain.MONTH, date(int(found[1]), int(found[2]), 1))
        except ValueError as error:
            raise PeriodError(f"{code!r} names no period: {error}") from error
        raise PeriodError(f"{code!r} names no period; write a week as 2026-W47 or a month as 2026-10")

    @classmethod
    def containing(cls, day: date, grain: Grain) -> "Period":
        """Return the week or month that `day` lies in."""
        if grain is Grain.WEEK:
            return cls(grain, day - timedelta(days=day.isoweekday() - 1))
        return cls(grain, day.replace(day=1))

    @classmethod
    def last_complete(cls, as_of_local_date: date, grain: Grain) -> "Period":
        """Return the latest period that ended before `as_of_local_date` (a date in the company's zone).

        A period is complete once its last day is over, so on a Monday the week before is complete.
        """
        return cls.containing(as_of_local_date, grain).previous()

    @property
    def code(self) -> str:
        """'2026-W47' or '2026-10': the form used in file names and on the command line."""
        if self.grain is Grain.WEEK:
            year, week, _ = self.start_on.isocalendar()
            return f"{year}-W{week:02d}"
        return f"{self.start_on:%Y-%m}"

    @property
    def end_on(self) -> date:
        """The last day that belongs to the period."""
        return self.next().start_on - timedelta(days=1)

    def next(self) -> "Period":
        """Return the period that follows."""
        days = 7 if self.grain is Grain.WEEK else 31
        return Period.containing(self.start_on + timedelta(days=days), self.grain)

    def previous(self, count: int = 1) -> "Period":
        """Return the period `count` weeks or months earlier."""
        period = self
        for _ in range(count):
            period = Period.containing(period.start_on - timedelta(days=1), self.grain)
        return period

    def a_year_ago(self) -> "Period":
        """Return the same week number or month one year earlier; week 53 gives week 52 of a short year."""
        if self.grain is Grain.MONTH:
            return Period(self.grain, self.start_on.replace(year=self.start_on.year - 1))
        year, week, _ = self.start_on.isocalendar()
        try:
            return Period(self.grain, date.fromisocalendar(year - 1, week, 1))
        except ValueError:
            return Period(self.grain, date.fromisocalendar(year - 1, 52, 1))

    def last(self, count: int) -> Iterator["Period"]:
        """Yield the `count` periods that end with this one, oldest first."""
        for back in range(count - 1, -1, -1):
            yield self.previous(back)

    def __str__(self) -> str:
        return self.code
