"""Every CPU second belongs to one part of the pipeline."""

import time

import pytest

from tests.bench.pipeline import PARTS, START_UP, Stopwatch, cpu_seconds, part_of


class TestStopwatch:
    def test_the_parts_add_up_to_the_whole(self) -> None:
        watch = Stopwatch()
        watch.ended(START_UP)
        until = time.process_time() + 0.1
        while time.process_time() < until:
            pass
        watch.ended("landing")
        assert watch.parts["landing"] >= 0.08
        assert sum(watch.parts.values()) == pytest.approx(cpu_seconds(), abs=0.05)


class TestPartOf:
    def test_sources_are_landing(self) -> None:
        assert part_of("landed__web_forms") == part_of("landing") == "landing"

    def test_an_unknown_step_is_no_part(self) -> None:
        with pytest.raises(KeyError):
            part_of("something_new")

    def test_every_part_is_shown_once(self) -> None:
        assert len(PARTS) == len(set(PARTS))
