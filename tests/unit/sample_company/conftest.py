"""The whole world once for all tests, and a small one that is generated into files in half a second."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.sample_company.generate import DEFAULT_DATE, DEFAULT_SEED, generate
from tests.sample_company.truth import Truth
from tests.sample_company.world import build
from tests.sample_company.world.whole import World

# A tenth of the people: all kinds of files and dirt, in a fifth of the time.
SMALL = {"COMPANIES": 300, "PEOPLE": 340}


class Generate:
    """Generates a small world."""

    def __call__(self, out_dir: Path, seed: int = DEFAULT_SEED, day: date = DEFAULT_DATE) -> Truth:
        with pytest.MonkeyPatch.context() as patch:
            for name, size in SMALL.items():
                patch.setattr(build, name, size)
            return generate(out_dir, seed, day)


@pytest.fixture(scope="session")
def world() -> World:
    return build.build_world(DEFAULT_SEED, DEFAULT_DATE)


@pytest.fixture(scope="session")
def generate_small() -> Generate:
    return Generate()


@pytest.fixture(scope="session")
def small(generate_small: Generate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    """A small world's files, to be read only."""
    yield generate_small(tmp_path_factory.mktemp("small"))
