"""A measured child: its CPU seconds and memory count, its descendants' too, and its failure is not silent."""

from pathlib import Path

import pytest

from tests.bench.children import ChildFailed, run_measured

_BURN = "import time\nwhile time.process_time() < 0.3: pass"


class TestRunMeasured:
    def test_counts_the_cpu_of_descendants(self, tmp_path: Path) -> None:
        program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_BURN!r}])"
        assert run_measured(["-c", program], tmp_path).cpu_s >= 0.3

    def test_waiting_is_not_counted(self, tmp_path: Path) -> None:
        assert run_measured(["-c", "import time; time.sleep(1)"], tmp_path).cpu_s < 0.9

    def test_peak_is_that_of_the_largest_process(self, tmp_path: Path) -> None:
        # No upper limit: a child starts with its parent's peak, and here that is all of pytest's.
        hold = "held = b'x' * 1_200_000_000"
        program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
        assert run_measured(["-c", program], tmp_path).peak_mb > 1200

    def test_returns_what_was_said(self, tmp_path: Path) -> None:
        assert run_measured(["-c", "print('线索')"], tmp_path).output == "线索\n"

    def test_the_installations_settings_are_kept_from_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LEADMILL_SMTP_HOST", "mail.example.com")
        program = "import os; print([name for name in os.environ if name.startswith('LEADMILL_')])"
        assert run_measured(["-c", program], tmp_path).output == "[]\n"

    def test_a_failure_says_why(self, tmp_path: Path) -> None:
        with pytest.raises(ChildFailed, match=r"ended with 1:[\s\S]*no such lead"):
            run_measured(["-c", "raise LookupError('no such lead')"], tmp_path)
