"""What the benchmark runs on, with and without a generator; and the plain scan of it."""

from pathlib import Path

import pytest

from tests.bench import workload
from tests.bench.scan import scan

_GENERATOR = """
import pathlib, sys
out = pathlib.Path(sys.argv[2])
out.mkdir()
(out / "web_form.csv").write_text("lead_id\\n" + "W1\\n" * int(sys.argv[1]))
(out / "truth.parquet").write_text("who is whom")
"""


class TestPrepare:
    def test_generated_leads_without_the_truth(self, tmp_path: Path) -> None:
        (tmp_path / "generate.py").write_text(_GENERATOR)
        (tmp_path / "floor.py").write_text("")
        made = workload.prepare(tmp_path, 1000, tmp_path)
        assert [path.name for path in made.paths] == ["web_form.csv"]
        assert made.size_mb == pytest.approx(3008 / 1e6)
        assert made.floor == tmp_path / "floor.py"
        assert (made.config / "sources" / "web_form.yml").is_file()
        made.fill(tmp_path / "inbox")
        assert (tmp_path / "inbox" / "web_form.csv").read_text().count("W1") == 1000

    def test_without_a_generator_the_sample_company(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def generate(arguments: list[str], scratch: Path) -> None:
            inbox = Path(arguments[-1]) / "inbox" / "spend"
            inbox.mkdir(parents=True)
            (inbox / "spend.csv").write_text("day\n")

        monkeypatch.setattr(workload, "run_measured", generate)
        made = workload.prepare(tmp_path / "nowhere", 1000, tmp_path)
        assert made.floor is None
        assert [path.relative_to(made.files).as_posix() for path in made.paths] == ["spend/spend.csv"]
        assert (made.config / "company.yml").is_file()

    def test_the_environment_names_the_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LEADMILL_BENCH", str(tmp_path))
        assert workload.bench_folder() == tmp_path


class TestScan:
    def test_every_format_and_encoding_but_workbooks(self, tmp_path: Path) -> None:
        (tmp_path / "utf8.csv").write_text("姓名,电话\n王伟,1\n", encoding="utf-8")
        (tmp_path / "gbk.csv").write_text("姓名,电话\n王伟,1\n", encoding="gb18030")
        (tmp_path / "rows.ndjson").write_text('{"a": {"b": 1}}\nbroken\n')
        (tmp_path / "book.xlsx").write_bytes(b"PK")
        assert [path.name for path in scan(tmp_path)] == ["book.xlsx"]
