"""What the dbt manifest says of the marts."""

from typing import Any

import pytest

from orchestration.publish.marts import marts_of


def _node(name: str, schema: str, columns: dict[str, Any]) -> dict[str, Any]:
    return {"resource_type": "model", "schema": schema, "name": name, "description": name, "columns": columns}


def test_marts_and_their_masks_are_found_in_either_place_of_meta() -> None:
    manifest = {
        "nodes": {
            "model.b": _node("fct_b", "marts", {"x": {"meta": {"mask": "email"}}, "y": {"description": "Y"}}),
            "model.a": _node("fct_a", "marts", {"x": {"config": {"meta": {"mask": "name"}}}}),
            "model.s": _node("stg_s", "staging", {}),
        }
    }
    marts = marts_of(manifest)
    assert [mart.name for mart in marts] == ["fct_a", "fct_b"]
    assert marts[0].masks == {"x": "name"}
    assert marts[1].masks == {"x": "email"}
    assert marts[1].columns == {"x": "", "y": "Y"}


def test_a_misspelt_mask_stops_everything() -> None:
    manifest = {"nodes": {"model.a": _node("fct_a", "marts", {"x": {"meta": {"mask": "emial"}}})}}
    with pytest.raises(
        ValueError,
        match=r"fct_a\.x: there is no mask 'emial'; use one of account_evidence, email, lead_value, name, ",
    ):
        marts_of(manifest)
