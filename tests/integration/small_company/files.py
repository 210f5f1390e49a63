"""The small company's files: rows of leads, deals and spend, written into an inbox. No assertions here.

Days are counted back from a given day, so that a run by the clock finds them in the last week and month.
"""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

CONFIG = Path(__file__).parent / "config"

Row = Mapping[str, str]

_DEAL = {
    **{"id": "", "name": "", "lead": "", "lead_system": "web", "account": "", "stage": "", "amount": ""},
    **{"opened": "", "updated": "", "expected": "", "closed": "", "reason": "", "competitor": ""},
}


def lead(number: int, created: date, **changes: str) -> Row:
    """Return one lead; every lead is somebody else."""
    return {
        "id": f"L{number}",
        "created": f"{created} 10:00",
        "name": f"Person {number}",
        "company": f"Company {number}",
        "email": f"person.{number}@company{number}.example",
        "campaign": "Spring mailing",
        "need": "A quotation for two machines",
        "status": "contacted",
        "note": "Called back",
        "owner": "U1",
        **changes,
    }


def deal(number: int, opened: date, **changes: str) -> Row:
    """Return one open deal that grew from the lead of the same number."""
    return {
        **_DEAL,
        "id": f"D{number}",
        "name": f"Deal {number}",
        "lead": f"L{number}",
        "stage": "qualified",
        "amount": "1000.00",
        "opened": f"{opened} 12:00",
        "updated": f"{opened} 12:00",
        **changes,
    }


def closed(number: int, opened: date, closed_on: date, **changes: str) -> Row:
    """Return one deal that was won; `changes` make it a lost one."""
    moment = f"{closed_on} 12:00"
    return deal(number, opened, stage="won", updated=moment, closed=moment, **changes)


def first_files(day: date) -> dict[str, Sequence[Row]]:
    """Return what the company delivers first: ten leads, of which some became deals, and its spend."""

    def ago(days: int) -> date:
        return day - timedelta(days=days)

    return {
        "web/leads_1.csv": [lead(n, ago(8 * n)) for n in range(1, 11)],
        "app/leads_1.ndjson": [lead(n, ago(9 * n)) for n in range(101, 103)],
        "crm/deals_1.csv": [
            deal(1, ago(7), expected=str(day + timedelta(days=2))),
            deal(2, ago(15)),
            closed(9, ago(70), ago(9), amount="5000.50"),
            closed(8, ago(60), ago(33), amount="2500.25"),
            {**closed(7, ago(50), ago(33)), "stage": "lost", "reason": "price", "competitor": "Rival"},
        ],
        "finance/spend_1.csv": [
            {"day": str(ago(n)), "campaign": "Spring mailing", "amount": "100.00"} for n in range(1, 90)
        ],
    }


def more_leads(day: date) -> dict[str, Sequence[Row]]:
    """Return what it delivers the next time: three more leads, two of them people it knows already."""
    return {
        "web/leads_2.csv": [
            lead(11, day - timedelta(days=3)),
            lead(12, day - timedelta(days=2), email="person.1@company1.example"),
            lead(13, day - timedelta(days=2), email="PERSON.2@company2.example"),
        ]
    }


def deliver(inbox: Path, files: Mapping[str, Sequence[Row]]) -> None:
    """Write files (name below the inbox -> rows) as their endings say, as if an hour ago."""
    for name, rows in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ndjson":
            path.write_text("".join(f"{json.dumps(dict(row))}\n" for row in rows), encoding="utf-8")
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), quoting=csv.QUOTE_ALL)
                writer.writeheader()
                writer.writerows(rows)
        hour_ago = path.stat().st_mtime - 3600
        os.utime(path, (hour_ago, hour_ago))
