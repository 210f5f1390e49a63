"""The dbt project as one installation runs it: the repository's, with the company's seeds laid over it.

It is a folder in LEADMILL_HOME whose entries are links into the repository, except `seeds/`, which holds
copies. Naming an outside folder in dbt's seed-paths would be simpler, but dbt derives the place of a compiled
test from the path of its .yml, and wrote outside its target folder then (dbt-core 1.11.16, tried 2026-11-23).
"""

from pathlib import Path

from orchestration.seeds import DEFAULT_SEEDS, company_files

_NOT_LINKED = {"seeds", "target", "logs"}


def write_overlay(company_seeds: Path, target: Path, project: Path = DEFAULT_SEEDS.parent) -> None:
    """Make `target` the dbt project at `project` with the company's seeds.

    A file that is already right is left alone: its time decides whether the project is parsed anew.
    """
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    entries = {
        path.name: path
        for path in project.iterdir()
        if path.name not in _NOT_LINKED and not path.name.startswith(".")
    }
    for stale in (path for path in target.iterdir() if path.is_symlink() and path.name not in entries):
        stale.unlink()
    for name, path in entries.items():
        link = target / name
        if not link.is_symlink() or link.readlink() != path:
            link.unlink(missing_ok=True)
            link.symlink_to(path)
    _write_seeds(company_seeds, target / "seeds", project / "seeds")


def _write_seeds(company_seeds: Path, target: Path, defaults: Path) -> None:
    wanted = {
        path.relative_to(defaults): path.read_bytes()
        for path in defaults.rglob("*")
        if path.suffix in (".csv", ".yml")
    }
    by_name = {relative.name: relative for relative in wanted}
    for path in company_files(company_seeds):
        if path.name in by_name:
            # dbt's reader takes a BOM for a part of the first header.
            wanted[by_name[path.name]] = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    target.mkdir(exist_ok=True)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(target) not in wanted:
            path.unlink()
    for relative, content in wanted.items():
        path = target / relative
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
