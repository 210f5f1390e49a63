"""Fixtures that every kind of test may use."""

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of public data sets; a test that needs it is skipped, and says so, where it is absent."""
    folder = Path(os.environ.get("LEADMILL_PUBLIC_DATA") or _DEFAULT)
    if not folder.is_dir():
        pytest.skip(f"public data sets are not at {folder}; set LEADMILL_PUBLIC_DATA to run this test")
    return folder
