"""The calendar of the trade: growth, the Spring Festival dip, fair-season peaks, working days and hours."""

import calendar
import random
from datetime import date, datetime, timedelta

from tests.sample_company.world.model import Span

# First day of the Spring Festival; other years fall back on 5 February.
SPRING_FESTIVALS: dict[int, tuple[int, int]] = {
    2023: (1, 22),
    2024: (2, 10),
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
}
MONTHS = 18
GROWTH = 0.7  # the last day brings 1.7 times as many leads as the first


def span_before(day: date) -> Span:
    """Return the 18 months that end the day before `day`."""
    month = day.month - MONTHS % 12
    year = day.year - MONTHS // 12 - (month < 1)
    month += 12 * (month < 1)
    first = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return Span(first, day - timedelta(days=1))


def days_to_spring_festival(day: date) -> int:
    """Days since (negative: until) the first day of the year's Spring Festival."""
    return (day - date(day.year, *SPRING_FESTIVALS.get(day.year, (2, 5)))).days


def season(day: date) -> float:
    """Return how busy a day is, 1.0 for an ordinary working day."""
    distance = days_to_spring_festival(day)
    weight = 1.0
    if -4 <= distance <= 8:
        weight *= 0.08
    elif -14 <= distance <= 16:
        weight *= 0.5
    if day.month == 10 and day.day <= 7:
        weight *= 0.15  # National Day week
    if (day.month, day.day) >= (4, 8) and (day.month, day.day) <= (5, 10):
        weight *= 1.45  # spring fair season
    if (day.month, day.day) >= (10, 12) and (day.month, day.day) <= (11, 12):
        weight *= 1.45  # autumn fair season
    if day.month in (7, 8):
        weight *= 0.88
    return weight


def day_weights(span: Span, weekend: float) -> list[float]:
    """Return the weight of each day of the span; `weekend` is the share of a working day's weight."""
    weights = []
    for offset in range(span.days):
        day = span.first + timedelta(days=offset)
        growth = 1 + GROWTH * offset / span.days
        weights.append(growth * season(day) * (weekend if day.weekday() >= 5 else 1.0))
    return weights


def office_time(rng: random.Random, day: date) -> datetime:
    """Return a moment in office hours of the day, busiest in the late morning."""
    minutes = int(rng.triangular(8 * 60 + 30, 18 * 60 + 30, 10 * 60 + 45))
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, rng.randrange(60))


def any_time(rng: random.Random, day: date) -> datetime:
    """Return a moment of the day as people use their phones: until late in the evening."""
    minutes = int(rng.triangular(7 * 60, 23 * 60 + 30, 20 * 60))
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, rng.randrange(60))


def to_working_time(moment: datetime) -> datetime:
    """Move a moment out of nights, weekends and the festival to the next working day's office hours."""
    if moment.hour >= 19:
        moment = moment.replace(hour=9) + timedelta(days=1)
    elif moment.hour < 8:
        moment = moment.replace(hour=9)
    while moment.weekday() >= 5 or 0 <= days_to_spring_festival(moment.date()) <= 6:
        moment += timedelta(days=1)
    return moment
