"""The seed that training writes: its template's rows, levels and labels, with the learnt numbers."""

import csv
from pathlib import Path

from orchestration.matching.parameters import LevelShares, Parameters
from orchestration.matching.seed import seed_text
from orchestration.seeds import DEFAULT_SEEDS

TEMPLATE = """comparison,level,label_en,label_zh,m_probability,u_probability,weight,model_version
prior,0,Prior,先验,,,-18,old
phone,1,"Same, or nearly",相同,0.5,0.5,0,old
phone,0,Other,不同,0.5,0.5,0,old
"""
PARAMETERS = Parameters(prior=1 / 1025, shares={"phone": {1: LevelShares(0.8, 0.0001)}})


def written(tmp_path: Path) -> list[dict[str, str]]:
    template = tmp_path / "template.csv"
    template.write_text(TEMPLATE, encoding="utf-8")
    return list(csv.DictReader(seed_text(template, PARAMETERS, "2026-11").splitlines()))


def test_labels_and_order_are_the_templates_and_numbers_are_new(tmp_path: Path) -> None:
    prior, same, _ = written(tmp_path)
    assert prior["weight"] == "-10.00"  # log2 of 1 : 1024
    assert same == {
        **{"comparison": "phone", "level": "1", "label_en": "Same, or nearly", "label_zh": "相同"},
        **{"m_probability": "0.8", "u_probability": "0.0001", "weight": "12.97", "model_version": "2026-11"},
    }


def test_a_level_that_was_not_learnt_is_worth_nothing(tmp_path: Path) -> None:
    other = written(tmp_path)[2]
    assert (other["m_probability"], other["u_probability"], other["weight"]) == ("", "", "0.00")


def test_the_default_seed_keeps_its_columns() -> None:
    default = DEFAULT_SEEDS / "match_parameters.csv"
    header = default.read_text(encoding="utf-8").splitlines()[0]
    assert seed_text(default, PARAMETERS, "x").splitlines()[0] == header
