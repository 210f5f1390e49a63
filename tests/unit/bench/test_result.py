"""Medians and ratios, the table and the JSON."""

from tests.bench.result import Run, as_json, lines_of, table


def run(scan: float, floor: float | None, total: float) -> Run:
    parts = {"landing": total / 4, "the rest": total * 3 / 4}
    return Run(scan, 100, floor, 200 if floor else None, total, 1500, parts)


class TestLinesOf:
    def test_a_ratio_is_that_of_its_own_run(self) -> None:
        # The machine was twice as slow in the second run; the ratio to the floor is 3 in each.
        lines = {line.name: line for line in lines_of([run(1, 2, 6), run(2, 4, 12), run(1, 2, 6)])}
        assert lines["Leadmill"].cpu_s == 6
        assert lines["Leadmill"].per_floor == 3
        assert lines["Leadmill"].per_scan == 6
        assert lines["  landing"].per_floor == 0.75
        assert lines["floor"].per_floor == 1

    def test_without_a_floor_there_is_no_ratio_to_it(self) -> None:
        lines = lines_of([run(1, None, 6)])
        assert [line.name for line in lines] == ["plain scan", "Leadmill", "  landing", "  the rest"]
        assert all(line.per_floor is None for line in lines)


class TestTable:
    def test_every_line_is_there_with_its_figures(self) -> None:
        text = table("1,000 leads", lines_of([run(0.5, 1, 6)]))
        assert text.splitlines()[0] == "1,000 leads"
        assert "Leadmill                                   6.00     12.0     6.00    1,500" in text
        assert "  landing                                  1.50      3.0     1.50" in text.splitlines()

    def test_json_says_the_same(self) -> None:
        kept = as_json("1,000 leads", {"cores": 2}, lines_of([run(0.5, 1, 6)]))
        assert kept["cores"] == 2
        assert kept["lines"][2] == {
            "name": "Leadmill",
            "cpu_s": 6,
            "per_scan": 12,
            "per_floor": 6,
            "peak_mb": 1500,
        }
