"""The result of a benchmark: medians, ratios, the table that is printed and the JSON that is kept."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Run:
    """One repeat: the CPU seconds and peaks of the yardsticks and of Leadmill, and of Leadmill's parts.

    `floor_s` and `floor_mb` are None where there is no floor.
    """

    scan_s: float
    scan_mb: float
    floor_s: float | None
    floor_mb: float | None
    total_s: float
    total_mb: float
    parts_s: Mapping[str, float]


@dataclass(frozen=True)
class Line:
    """One line of the table; a part of Leadmill has no peak of its own."""

    name: str
    cpu_s: float
    per_scan: float
    per_floor: float | None
    peak_mb: float | None


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """Return the table's lines: medians over the repeats; each ratio is that of its own repeat."""
    first = runs[0]
    lines = [_line("plain scan", runs, [run.scan_s for run in runs], [run.scan_mb for run in runs])]
    if first.floor_s is not None:
        floors = [run.floor_s or 0.0 for run in runs]
        lines.append(_line("floor", runs, floors, [run.floor_mb or 0.0 for run in runs]))
    lines.append(
        _line("Leadmill", runs, [run.total_s for run in runs], [run.total_mb for run in runs]),
    )
    lines += [_line(f"  {part}", runs, [run.parts_s[part] for run in runs], None) for part in first.parts_s]
    return lines


def _line(name: str, runs: Sequence[Run], cpu: Sequence[float], peaks: Sequence[float] | None) -> Line:
    per_scan = [used / run.scan_s for used, run in zip(cpu, runs, strict=True)]
    per_floor = [used / run.floor_s for used, run in zip(cpu, runs, strict=True) if run.floor_s]
    return Line(
        name,
        statistics.median(cpu),
        statistics.median(per_scan),
        statistics.median(per_floor) if per_floor else None,
        statistics.median(peaks) if peaks else None,
    )


def table(title: str, lines: Sequence[Line]) -> str:
    """Return the table as text."""
    rows = [f"{'':<38}{'CPU s':>9}{'x scan':>9}{'x floor':>9}{'peak MB':>9}"]
    for line in lines:
        floor = f"{line.per_floor:9.2f}" if line.per_floor is not None else f"{'':>9}"
        peak = f"{line.peak_mb:9,.0f}" if line.peak_mb is not None else ""
        rows.append(f"{line.name:<38}{line.cpu_s:9.2f}{line.per_scan:9.1f}{floor}{peak}".rstrip())
    return "\n".join([title, "", *rows])


def as_json(title: str, about: Mapping[str, Any], lines: Sequence[Line]) -> dict[str, Any]:
    """Return the result as one JSON object."""
    return {
        "title": title,
        **about,
        "lines": [
            {
                "name": line.name.strip(),
                "cpu_s": round(line.cpu_s, 3),
                "per_scan": round(line.per_scan, 3),
                "per_floor": None if line.per_floor is None else round(line.per_floor, 3),
                "peak_mb": None if line.peak_mb is None else round(line.peak_mb, 1),
            }
            for line in lines
        ],
    }
