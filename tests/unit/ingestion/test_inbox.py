"""What the inbox scan takes, leaves and refuses."""

import contextlib
import os
from pathlib import Path

import pytest

from ingestion.inbox import name_fault, scan
from tests.unit.ingestion.landing.made import contract

WEB = contract()
ALL = contract(source="all", files="**/*.csv")


def put(inbox: Path, *names: str, age: float = 0, now: float = 1_000_000) -> None:
    for name in names:
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        os.utime(path, (now - age, now - age))


def names(inbox: Path, paths: list[Path]) -> list[str]:
    return [path.relative_to(inbox).as_posix() for path in paths]


def test_an_absent_inbox_is_empty(tmp_path: Path) -> None:
    assert scan(tmp_path / "none", [WEB]).claimed == []


def test_files_are_claimed_by_their_contract_in_the_order_of_names(tmp_path: Path) -> None:
    put(tmp_path, "web/b.csv", "web/a.csv", "web/sub/c.csv", "other/d.csv", "web/注册.csv")
    found = scan(tmp_path, [WEB])
    assert names(tmp_path, [path for path, _ in found.claimed]) == ["web/a.csv", "web/b.csv", "web/注册.csv"]
    assert {owner.source for _, owner in found.claimed} == {"web"}
    assert names(tmp_path, found.unclaimed) == ["other/d.csv", "web/sub/c.csv"]


def test_a_file_that_two_contracts_claim_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "web/a.csv")
    found = scan(tmp_path, [WEB, ALL])
    assert found.claimed == []
    assert found.refused == [
        (tmp_path / "web" / "a.csv", "It is claimed by more than one contract: web, all.")
    ]


@pytest.mark.parametrize(
    "name",
    ["web/a.csv.part", "web/a.csv.TMP", "web/.a.csv", "web/~$a.csv", "web/.cache/a.csv", "web/a.crdownload"],
)
def test_unfinished_files_are_left_alone(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    found = scan(tmp_path, [WEB, ALL])
    assert names(tmp_path, found.incomplete) == [name]
    assert (found.claimed, found.unclaimed) == ([], [])


def test_a_file_must_have_settled(tmp_path: Path) -> None:
    put(tmp_path, "web/old.csv", age=60)
    put(tmp_path, "web/new.csv", age=5)
    found = scan(tmp_path, [WEB], settle_seconds=30, now=1_000_000)
    assert names(tmp_path, [path for path, _ in found.claimed]) == ["web/old.csv"]
    assert names(tmp_path, found.incomplete) == ["web/new.csv"]


def test_links_pipes_and_bad_names_are_refused_with_a_reason(tmp_path: Path) -> None:
    put(tmp_path, "web/a.csv", "web/line\nfeed.csv", "web/back\\slash.csv")
    (tmp_path / "web" / "link.csv").symlink_to(tmp_path / "web" / "a.csv")
    (tmp_path / "linked").symlink_to(tmp_path / "web")
    os.mkfifo(tmp_path / "web" / "pipe.csv")
    undecodable = Path(os.fsdecode(os.fsencode(tmp_path / "web") + b"/bad\xff.csv"))
    with contextlib.suppress(OSError):  # macOS does not let such a name exist
        undecodable.write_text("x")
    found = scan(tmp_path, [WEB])
    assert names(tmp_path, [path for path, _ in found.claimed]) == ["web/a.csv"]
    found.refused.extend(
        [] if undecodable.exists() else [(undecodable, f"It {name_fault(undecodable.name)}.")]
    )
    reasons = {os.fsencode(path.name): reason for path, reason in found.refused}
    assert reasons == {
        b"line\nfeed.csv": "It has control characters or undecodable bytes in its name.",
        b"bad\xff.csv": "It has control characters or undecodable bytes in its name.",
        b"back\\slash.csv": "It has a backslash in its name.",
        b"link.csv": "It is a symbolic link; deliver the file itself.",
        b"linked": "It is a symbolic link; deliver the file itself.",
        b"pipe.csv": "It is no regular file; deliver a plain file.",
    }


@pytest.mark.parametrize("name", ["/a.csv", "a/../b.csv", "..", "a//b", "C:/x", "a\x7fb", "x" * 1100])
def test_name_faults(name: str) -> None:
    assert name_fault(name)


def test_ordinary_names_are_fine() -> None:
    assert name_fault("展会/2026 春季 (最终版)..xlsx") is None
