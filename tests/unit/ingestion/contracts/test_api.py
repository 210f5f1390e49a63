"""Contracts of sources that are pulled: api in place of files and format."""

from pathlib import Path

import pytest

from tests.unit.ingestion.contracts.made import load, problems

PULLED = """\
source: crm_leads
system: crm
api:
  connection: crm
  resource: Lead
  options: {fields: [Id, Email]}
  overlap_minutes: 30
columns: {id: Id, mail: Contact.Email}
entities:
  - entity: lead
    fields: {lead_id: id, email: mail}
"""


def test_a_pulled_source_says_where_and_what(tmp_path: Path) -> None:
    (contract,) = load(tmp_path, crm=PULLED)
    assert contract.files is None
    assert contract.api is not None
    assert (contract.api.connection, contract.api.resource) == ("crm", "Lead")
    assert contract.api.options == {"fields": ["Id", "Email"]}
    assert contract.api.overlap_minutes == 30
    assert contract.format.type == "ndjson"
    assert not contract.columns["mail"].required, "systems leave out empty keys"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("system: crm\n", 'system: crm\nfiles: "crm/*.ndjson"\n', "api: stands beside files"),
        ("system: crm\n", "system: crm\nformat: {type: csv}\n", "format.type: a pull writes ndjson, not csv"),
        ("system: crm\n", "system: crm\ndelivery: snapshot\n", "delivery: a pull lands what changed"),
        ("system: crm\n", "system: crm\nvolume: {min_share: 0.5}\n", "volume: a pull lands what changed"),
        ("resource: Lead", "resource: ''", "api.resource: is empty"),
        ("resource: Lead", "resorce: Lead", 'resorce: is no known key; did you mean "resource"?'),
        ("overlap_minutes: 30", "overlap_minutes: soon", "api.overlap_minutes: is no whole number"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in PULLED
    found = problems(tmp_path, crm=PULLED.replace(old, new))
    assert any(sentence in problem for problem in found), found


def test_neither_files_nor_api(tmp_path: Path) -> None:
    text = (
        "source: x\nformat: {type: csv}\ncolumns: [id]\nentities: [{entity: lead, fields: {lead_id: id}}]\n"
    )
    (problem,) = problems(tmp_path, x=text)
    assert problem == "x.yml: files: is missing; add it, or api for a system that is pulled"


def test_two_pulled_sources_do_not_claim_the_same_files(tmp_path: Path) -> None:
    other = PULLED.replace("crm_leads", "crm_contacts").replace("resource: Lead", "resource: Contact")
    assert [contract.source for contract in load(tmp_path, a=PULLED, b=other)] == [
        "crm_contacts",
        "crm_leads",
    ]


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("resource: Lead", "resource: Contact", True),
        ("overlap_minutes: 30", "overlap_minutes: 5", True),
        ("Contact.Email", "Email", False),
    ],
)
def test_what_is_pulled_does_not_change_how_lines_are_read(
    tmp_path: Path, old: str, new: str, is_same: bool
) -> None:
    (before,) = load(tmp_path, crm=PULLED)
    (after,) = load(tmp_path, crm=PULLED.replace(old, new))
    assert (before.fingerprint == after.fingerprint) is is_same
