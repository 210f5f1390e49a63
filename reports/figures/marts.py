"""Read-only access to one generation of the published marts, and what every report needs from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

import duckdb

from reports.figures.model import MISSING, Label, Publication, Quality

Dimension = Literal["dim_channels", "dim_stages", "dim_loss_reasons"]
Row = dict[str, Any]


class FiguresError(Exception):
    """Marts that no report can be made of, or a report that they cannot give; the message says what to do."""


@dataclass(frozen=True)
class Names:
    """The labels of one dimension in display order."""

    labels: Mapping[str, Label]

    def label(self, code: str | None) -> Label:
        """Return the label of a code; a blank one counts as missing, one the dimension lacks names itself."""
        known = code or MISSING
        return self.labels.get(known, Label.plain(known))

    def order(self, code: str | None) -> tuple[int, str]:
        """Return a sort key: the dimension's order, then codes it lacks by name."""
        known = code or MISSING
        codes = list(self.labels)
        return (codes.index(known) if known in self.labels else len(codes), known)


class Marts:
    """One open publication; use it as a context manager. All reports read through it."""

    def __init__(self, path: Path) -> None:
        """Open the file read-only; raises FiguresError when nothing has been published there."""
        if not path.is_file():
            raise FiguresError(f"there are no published marts at {path}; run `leadmill run` first")
        self._con = duckdb.connect(str(path), read_only=True)
        self._con.execute("set TimeZone = 'UTC'")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._con.close()

    def rows(self, sql: str, **parameters: object) -> list[Row]:
        """Run one query with named parameters ($name) and return its rows as dictionaries."""
        cursor = self._con.execute(sql, parameters or None)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def names(self, dimension: Dimension) -> Names:
        """Return the labels of a dimension in display order; a missing name falls back to the code."""
        order = "ordinal" if dimension == "dim_stages" else "sort_order"
        found = self.rows(f"select code, name_en, name_zh from {dimension} order by {order}, code")
        labels = (
            Label(row["code"], row["name_en"] or row["code"], row["name_zh"] or row["code"]) for row in found
        )
        return Names({label.code: label for label in labels})

    def publication(self) -> Publication:
        """Return what the publication says about itself."""
        found = self.rows(
            "select * replace (epoch_us(as_of::timestamptz) as as_of, "
            "epoch_us(published_at::timestamptz) as published_at) from meta_publication"
        )
        if len(found) != 1:
            raise FiguresError(
                f"meta_publication has {len(found)} rows instead of one; publish the marts again"
            )
        row = found[0]
        return Publication(
            as_of=_instant(row["as_of"]),
            time_zone=row["time_zone"],
            currency=row["currency"],
            company=Label("company", row["company_name_en"], row["company_name_zh"]),
            run_id=row["run_id"],
            published_at=_instant(row["published_at"]),
            is_made_up=row["is_made_up"],
            conversion_window_days=row["conversion_window_days"],
        )

    def quality(self) -> Quality:
        """Return the data-quality metrics."""
        found = self.rows("select metric, value from rpt_data_quality where value is not null")
        return Quality({row["metric"]: Decimal(row["value"]) for row in found})

    def first_day(self) -> date | None:
        """Return the first day with a lead; a period that began earlier is incomplete, so no base."""
        first: date | None = self.rows("select min(created_on) as first_on from fct_leads")[0]["first_on"]
        return first


def as_of_day(publication: Publication) -> date:
    """Return the company's calendar day that the publication's instant falls on."""
    return publication.as_of.astimezone(ZoneInfo(publication.time_zone)).date()


def _instant(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
