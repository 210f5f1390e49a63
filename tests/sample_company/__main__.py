"""`python -m tests.sample_company OUT_DIR [--seed 7] [--date 2026-11-23]`: write the made-up files."""

import argparse
from datetime import date
from pathlib import Path

from tests.sample_company.generate import DEFAULT_DATE, DEFAULT_SEED, generate


def main() -> None:
    """Parse the arguments, generate, and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.sample_company", description=__doc__)
    parser.add_argument(
        "out_dir", type=Path, metavar="OUT_DIR", help="folder to write inbox/ and truth/ into"
    )
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="default: %(default)s")
    parser.add_argument(
        "--date",
        type=date.fromisoformat,
        default=DEFAULT_DATE,
        help="the day after the last day of business, YYYY-MM-DD (default: %(default)s)",
    )
    arguments = parser.parse_args()
    truth = generate(arguments.out_dir, arguments.seed, arguments.date)
    totals = truth.totals
    print(
        f"{len(totals['files'])} files, {totals['lead_records']['total']} lead records of {totals['people']} "
        f"made-up people, {totals['rows']['opportunities']} opportunities: {truth.inbox}"
    )


if __name__ == "__main__":
    main()
