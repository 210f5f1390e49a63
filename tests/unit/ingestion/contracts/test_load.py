"""Loading: good contracts, and every kind of problem as a clear sentence, all at once."""

from pathlib import Path

import pytest

from ingestion.contracts.load import ContractErrors, load_contracts
from ingestion.contracts.model import CompanyDefaults
from tests.unit.ingestion.contracts.faults import FAULTS
from tests.unit.ingestion.contracts.made import SOUND, load, problems, spoiled, write


def test_a_sound_contract_loads(tmp_path: Path) -> None:
    (contract,) = load(tmp_path, web=SOUND)
    assert contract.source == "web_forms"
    assert contract.columns["id"].names == ("提交编号", "submission_id")
    assert contract.columns["name"].header == "姓名"
    assert contract.entities[0].fields["lead_id"].column == "id"
    assert contract.entities[0].fields["status"].values == {"新建": "new", "No": "contacted", "no-show": None}


def test_contracts_come_sorted_by_source_from_both_suffixes(tmp_path: Path) -> None:
    other = spoiled("source: web_forms", "source: a_forms").replace("web_forms/*.csv", "a/*.csv")
    write(tmp_path, z=SOUND)
    (tmp_path / "b.yaml").write_text(other)
    (tmp_path / "README.md").write_text("not a contract")
    assert [c.source for c in load_contracts(tmp_path, CompanyDefaults())] == ["a_forms", "web_forms"]


def test_what_a_contract_does_not_say_comes_from_the_company(tmp_path: Path) -> None:
    text = spoiled("time_zone: Asia/Shanghai\ncurrency: CNY\n", "")
    (contract,) = load_contracts(
        write(tmp_path, web=text), CompanyDefaults(time_zone="Europe/Berlin", currency="EUR")
    )
    assert (contract.time_zone, contract.currency) == ("Europe/Berlin", "EUR")


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS)
def test_each_fault_is_one_clear_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    (problem,) = problems(tmp_path, web=spoiled(old, new))
    assert problem.startswith("web.yml: ")
    assert sentence in problem
    what, remedy = problem.rsplit("; ", 1)
    assert what and remedy, "says what to do"


def test_all_problems_of_all_files_are_reported_together(tmp_path: Path) -> None:
    first = spoiled("owner: web@example.com", "owner: nobody").replace("新建: new", "新建: fresh")
    second = spoiled("email: mail", "emial: mail").replace("delivery: increment", "delivery: sometimes")
    second = second.replace("CNY", "YUAN")
    found = problems(tmp_path, first=first, second=second, third="source: [x")
    assert [problem.split(";")[0] for problem in found] == [
        'first.yml: owner: "nobody" is no e-mail address',
        'first.yml: entities[lead].fields.status.values.新建: "fresh" is no status code',
        'second.yml: delivery: "sometimes" is none of increment, snapshot',
        'second.yml: currency: "YUAN" is unknown',
        'second.yml: entities[lead].require_any[0]: "email" is no field mapped here',
        "second.yml: entities[lead].fields.emial: lead has no such field",
        "third.yml: line 1: expected ',' or ']', but got '<stream end>'",
        'second.yml: source: "web_forms" is also the source of first.yml',
        'second.yml: files: "web_forms/*.csv" can claim the same file as "web_forms/*.csv" in first.yml',
    ]


def test_missing_parts_are_named(tmp_path: Path) -> None:
    found = problems(tmp_path, web="source: x\nentities: []\n")
    assert [problem.split(";")[0] for problem in found] == [
        "web.yml: files: is missing",
        "web.yml: format: is missing",
        "web.yml: columns: is missing",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no mapping"),
        ("- a\n- b\n", "is no mapping"),
        ("source: x\n  files: y\n", "line 2: mapping values are not allowed here"),
        ("source: x\nsource: y\n", 'line 2: "source" stands here a second time'),
        ("source: *nothing\n", "line 1: found undefined alias"),
        ("source: !!python/object/apply:os.system [ls]\n", "line 1: could not determine a constructor"),
        ('source: "a\\0b"\n', "line 1: holds a NUL character"),
        ("? [a, b]\n: c\n", "line 1: a key is not a plain word"),
    ],
)
def test_bad_yaml_names_the_line(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems(tmp_path, bad=text)
    assert problem.startswith(f"bad.yml: {said}")


def test_a_file_that_is_no_utf8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "gbk.yml").write_bytes("source: 网站".encode("gb18030"))
    with pytest.raises(ContractErrors, match=r"gbk\.yml: is not UTF-8 text \(byte 9\); save it as UTF-8"):
        load_contracts(tmp_path, CompanyDefaults())


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert "holds no contract" in problem


def test_words_of_yaml_stay_words(tmp_path: Path) -> None:
    """`no`, `yes`, 007 and dates are what the source writes, not booleans, numbers and dates."""
    text = spoiled(
        "新建: new, No: contacted", "no: new, yes: contacted, 007: qualified, 2026-01-02: converted"
    )
    (contract,) = load(tmp_path, web=text)
    assert list(contract.entities[0].fields["status"].values or {}) == [
        "no", "yes", "007", "2026-01-02", "no-show",
    ]  # fmt: skip


def test_typed_files_may_leave_formats_out(tmp_path: Path) -> None:
    """Their cells carry dates as dates, which arrive as ISO text."""
    text = spoiled('type: csv\n  delimiter: ","\n  encodings: [utf-8, gb18030]', "type: xlsx")
    text = text.replace('{column: at, formats: ["%Y-%m-%d %H:%M:%S"]}', "at")
    assert len(load(tmp_path, web=text)) == 1
