"""Refresh tokens that are replaced at each renewal."""

from pathlib import Path

import pytest

from ingestion.http.errors import CredentialsRefused
from ingestion.sources.refresh_token import RefreshToken


def test_the_newest_token_outlives_the_run(tmp_path: Path) -> None:
    file = tmp_path / "state" / "token.json"
    first = RefreshToken("configured", file)
    assert first.current == "configured"
    first.replace("second")
    first.replace("third")
    assert RefreshToken("configured", file).current == "third"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "configured" not in file.read_text()


def test_a_newly_configured_token_counts_again(tmp_path: Path) -> None:
    file = tmp_path / "token.json"
    RefreshToken("configured", file).replace("second")
    assert RefreshToken("configured anew", file).current == "configured anew"


def test_without_a_file_the_newest_ends_with_the_run() -> None:
    token = RefreshToken("configured", None)
    token.replace("second")
    assert token.current == "second"
    assert RefreshToken("configured", None).current == "configured"


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "token.json"
    file.write_text("{")
    with pytest.raises(CredentialsRefused, match=r"token file token\.json is damaged; remove it"):
        _ = RefreshToken("configured", file).current
