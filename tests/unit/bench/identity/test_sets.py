"""Which labelled sets there are, and whether their truth names the records as landing does."""

from pathlib import Path

import duckdb
import pytest

from tests.bench.children import Usage
from tests.bench.identity import sets
from tests.bench.identity.splink_tutorial import KINDS

CSV = {
    "fake_1000": "unique_id,first_name,cluster\n7,Ann,3\n8,An,3\n",
    "febrl3": "rec_id, given_name\nrec-12-org, ann\nrec-12-dup-1, an\n",
}


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of public sets; nothing is generated and no sample company made."""
    folder = tmp_path / "data" / "dedupe_truth"
    folder.mkdir(parents=True)
    monkeypatch.setenv("LEADMILL_DATA", str(folder.parent))
    monkeypatch.setenv("LEADMILL_BENCH", str(tmp_path / "no_generator"))
    monkeypatch.setattr(sets, "run_measured", lambda arguments, scratch: Usage(0, 0, ""))
    return folder


def test_sets_that_are_absent_are_left_out(public: Path, tmp_path: Path) -> None:
    assert [found.title for found in sets.labelled_sets(10, 1, tmp_path)] == ["the sample company"]


@pytest.mark.parametrize(
    ("name", "records"), [("fake_1000", ["7", "8"]), ("febrl3", ["rec-12-org", "rec-12-dup-1"])]
)
def test_a_public_set_has_its_configuration_and_truth(
    name: str, records: list[str], public: Path, tmp_path: Path
) -> None:
    (public / f"{name}.csv").write_text(CSV[name], encoding="utf-8")
    found = sets.labelled_sets(10, 1, tmp_path)[0]
    assert (found.title, found.splink, found.raw) == (name, name, public / f"{name}.csv")
    assert found.splink in KINDS
    assert (found.config / "company.yml").is_file()
    assert (found.files / f"{name}.csv").is_file()
    rows = duckdb.sql(found.truth).fetchall()
    assert [record for record, _ in rows] == [f"{name}:{record}" for record in records]
    assert len({person for _, person in rows}) == 1
