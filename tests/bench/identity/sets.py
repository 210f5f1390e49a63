"""The sets: where their files are, which configuration maps them onto leads, and who is whom in them."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.bench.children import PROJECT, run_measured
from tests.bench.workload import bench_folder


@dataclass(frozen=True)
class LabelledSet:
    """A set of lead files with its truth.

    Attributes:
        name: what `--only` calls it.
        title: what it is, in words.
        files: folder with the files as they lie in an inbox.
        config: the company's configuration folder.
        truth: SQL that gives lead_record_id and person_id.
        splink: the kind of data that it is to Splink (`splink_tutorial.KINDS`).
        raw: the file that Splink reads; None for the standardised records of the warehouse.
        companies: SQL that gives entity (account or lead), record_id and company_id; empty when unknown.
    """

    name: str
    title: str
    files: Path
    config: Path
    truth: str
    splink: str = "leads"
    raw: Path | None = None
    companies: str = ""


def labelled_sets(rows: int, seed: int, work: Path, only: str | None = None) -> list[LabelledSet]:
    """Return all sets that can be had here, or the one of that name `only`."""
    config = PROJECT / "tests" / "bench"
    found = []
    generator = bench_folder() / "generate.py"
    if only in (None, "generated") and generator.is_file():
        files = work / "generated"
        run_measured([str(generator), str(rows), str(files), str(seed)], work)
        truth = work / "generated_truth.parquet"
        (files / "truth.parquet").rename(truth)
        select = f"select 'bench:' || lead_id as lead_record_id, cluster_id as person_id from '{truth}'"
        title = f"{rows:,} generated leads, seed {seed}"
        found.append(LabelledSet("generated", title, files, config / "config", select))
    public = Path(os.environ.get("LEADMILL_DATA") or PROJECT.parent / "shared" / "data") / "dedupe_truth"
    persons = {
        "fake_1000": ("unique_id", "cluster"),
        "febrl3": ("rec_id", "regexp_extract(rec_id, '[0-9]+')"),
    }
    for name, (key, person) in persons.items():
        if only in (None, name) and (public / f"{name}.csv").is_file():
            files = work / name
            files.mkdir()
            (files / f"{name}.csv").write_bytes((public / f"{name}.csv").read_bytes())
            select = (
                f"select '{name}:' || {key} as lead_record_id, {person} as person_id "
                f"from read_csv('{files / name}.csv', all_varchar = true)"
            )
            found.append(
                LabelledSet(
                    name, name, files, config / "identity" / name, select, name, public / f"{name}.csv"
                )
            )
    if only not in (None, "sample"):
        return found
    made = work / "sample"
    run_measured(["-m", "tests.sample_company", str(made)], work)
    select = (
        f"select system || ':' || lead_id as lead_record_id, person_id from '{made}/truth/people.parquet'"
    )
    companies = (
        "select entity, system || ':' || id as record_id, company_id "
        f"from '{made}/truth/companies.parquet' where entity in ('account', 'lead')"
    )
    sample = PROJECT / "tests" / "sample_company" / "config"
    title = "the sample company"
    return [*found, LabelledSet("sample", title, made / "inbox", sample, select, companies=companies)]
