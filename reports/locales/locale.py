"""One language and one currency: turns keys into text and values of the figures into their written form."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from reports.figures.model import Comparison, Label, Number, Quantity, Rate, Span, Takeaway, Unit
from reports.locales import numbers
from reports.locales.catalogue import CatalogueError, catalogue
from reports.period import Grain, Period

_COMPACT_FROM = Decimal(10) ** 8
NONE = "\N{EN DASH}"  # written where a value cannot be computed


class Locale:
    """Formats in one language. All methods return plain text: escaping for HTML is the template's work."""

    def __init__(self, language: str, currency: str = "CNY") -> None:
        """Raises CatalogueError for a language without a catalogue."""
        self.language = language
        self.currency = currency
        self._texts = catalogue(language)

    def text(self, key: str, **values: str) -> str:
        """Return the text of a dotted key, `{name}` filled in; raises CatalogueError for an unknown key."""
        if key not in self._texts:
            raise CatalogueError(f"the {self.language} catalogue has no {key!r}")
        return self._texts[key].format_map(values) if values else self._texts[key]

    def label(self, label: Label) -> str:
        """Return a coded value's name; a code that no dimension names is looked up as `label.<code>`."""
        name = label.zh if self.language.startswith("zh") else label.en
        if name == label.code and f"label.{label.code}" in self._texts:
            return self._texts[f"label.{label.code}"]
        return name or label.code

    def sentence(self, takeaway: Takeaway) -> str:
        """Return a takeaway as a sentence."""
        return self.text(f"takeaway.{takeaway.key}", **self._written(takeaway.values))

    def _written(self, values: Mapping[str, Label | Quantity | Span]) -> dict[str, str]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: Label | Quantity | Span) -> str:
        if isinstance(value, Label):
            return self.label(value)
        return self.span(value) if isinstance(value, Span) else self.number(value.value, value.unit)

    # Numbers. `number` is for headlines (compact money), `exact` for tables.

    def count(self, value: int) -> str:
        """'1,234'."""
        return numbers.grouped(value)

    def money(self, value: Decimal) -> str:
        """Compact: '¥12.3万', '¥123K'."""
        sign = numbers.MINUS if value < 0 else ""
        return f"{sign}{numbers.symbol(self.currency)}{numbers.compact(abs(value), self.language)}"

    def money_exact(self, value: Decimal) -> str:
        """To the cent: '¥123,456.00'."""
        sign = numbers.MINUS if value < 0 else ""
        return f"{sign}{numbers.symbol(self.currency)}{numbers.grouped(abs(value), 2)}"

    def whole(self, value: Decimal | None) -> str:
        """Return an amount without currency for a table: '123,456', a dash for None.

        From a hundred million on it is compact: more digits would not fit on a phone beside other columns.
        """
        if value is None:
            return NONE
        if abs(value) < _COMPACT_FROM:
            return numbers.grouped(value)
        return f"{numbers.MINUS if value < 0 else ''}{numbers.compact(abs(value), self.language)}"

    def percent(self, ratio: float | None, places: int = 1) -> str:
        """'12.3%', or a dash for None."""
        return NONE if ratio is None else numbers.percent(ratio, places)

    def number(self, value: Number | None, unit: Unit) -> str:
        """Return a value in the form of its unit, compact; a dash for None."""
        if value is None:
            return NONE
        match unit:
            case Unit.COUNT:
                return numbers.grouped(value)
            case Unit.MONEY:
                return self.money(Decimal(value))
            case Unit.SHARE | Unit.ROI:
                return numbers.percent(float(value), 1 if abs(float(value)) < 10 else 0)
            case Unit.DAYS:
                return self.text("unit.days", days=numbers.grouped(value))

    def exact(self, value: Number | None, unit: Unit) -> str:
        """Like `number`, but money to the cent."""
        if value is not None and unit is Unit.MONEY:
            return self.money_exact(Decimal(value))
        return self.number(value, unit)

    def change(self, comparison: Comparison, unit: Unit) -> str:
        """Return the change alone with its sign: '+12.3%', '−1.5 pp', '±0.0%'; a dash when the base was 0."""
        if comparison.change is None:
            return NONE
        points = unit in (Unit.SHARE, Unit.ROI)
        size = numbers.grouped(abs(Decimal(str(comparison.change)) * 100), 1)
        sign = "±" if size == "0.0" else "+" if comparison.change > 0 else numbers.MINUS
        return sign + (self.text("unit.points", points=size) if points else f"{size}%")

    def rate(self, rate: Rate) -> str:
        """Return '12.3%', or the counts '2 of 7' when there are too few cases for a percentage."""
        if rate.is_firm:
            return self.percent(rate.share)
        return self.counts(rate) if rate.total else NONE

    def counts(self, rate: Rate) -> str:
        """Return the counts behind a rate: '2 of 7'."""
        return self.text("unit.of", hits=self.count(rate.hits), total=self.count(rate.total))

    def interval(self, rate: Rate) -> str:
        """Return the 95 % interval '9.8–15.1%'; empty when there are too few cases for a percentage."""
        if not rate.is_firm or rate.interval is None:
            return ""
        low, high = (numbers.grouped(Decimal(str(end)) * 100, 1) for end in rate.interval)
        return f"{low}\N{EN DASH}{high}%"

    # Days and periods.

    def day(self, day: date) -> str:
        """'2026年11月16日', '16 Nov 2026'."""
        return self.text("date.day", year=str(day.year), month=self._month(day), day=str(day.day))

    def short_day(self, day: date) -> str:
        """'11月16日', '16 Nov'."""
        return self.text("date.short_day", month=self._month(day), day=str(day.day))

    def span(self, span: Span) -> str:
        """Return first and last day; whole months are written as months."""
        months = span.start_on.day == 1 and Period.containing(span.end_on, Grain.MONTH).end_on == span.end_on
        if not months:
            return f"{self.day(span.start_on)} \N{EN DASH} {self.day(span.end_on)}"
        first, last = self.month(span.start_on), self.month(span.end_on)
        return first if first == last else f"{first} \N{EN DASH} {last}"

    def range(self, span: Span) -> str:
        """Return first and last day, the year once if it is the same: '16 Nov – 22 Nov 2026'."""
        if span.start_on.year != span.end_on.year:
            return f"{self.day(span.start_on)} – {self.day(span.end_on)}"
        return self.text(
            "date.range",
            first=self.day(span.start_on),
            short_first=self.short_day(span.start_on),
            last=self.day(span.end_on),
            short_last=self.short_day(span.end_on),
        )

    def month(self, day: date) -> str:
        """'2026年11月', 'Nov 2026'."""
        return self.text("date.month", year=str(day.year), month=self._month(day))

    def period(self, period: Period) -> str:
        """'2026年第47周', 'Week 47, 2026', '2026年10月', 'Oct 2026'."""
        if period.grain is Grain.MONTH:
            return self.month(period.start_on)
        year, week, _ = period.start_on.isocalendar()
        return self.text("date.week", year=str(year), week=str(week))

    def moment(self, moment: datetime, time_zone: str) -> str:
        """Return an instant on the wall clock of `time_zone`, to the minute: '2026-11-23 00:00'."""
        return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"

    def _month(self, day: date) -> str:
        return self.text("date.month_names").split()[day.month - 1]
