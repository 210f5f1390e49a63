"""The contracts that come with the project are sound, and every one of them can be turned into SQL."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import arrow_schema
from ingestion.contracts.load import load_contracts
from ingestion.contracts.model import CompanyDefaults, Contract, TestLeadRules
from ingestion.mapping.batch import LoadStamp, map_batch

_TESTS = Path(__file__).parents[1]
_FOLDERS = sorted({path.parent for path in _TESTS.glob("**/sources/*.yml")})


def blank_line(contract: Contract) -> pa.Table:
    """One line of the source with every column blank."""
    columns = {key: pa.array([""], pa.string()) for key in contract.columns}
    places = {"_line": pa.array([2]), "_lines": pa.array([1], pa.int32()), "_extra": pa.nulls(1, pa.string())}
    return pa.table({**columns, **places})


def test_there_are_shipped_contracts() -> None:
    assert len(_FOLDERS) >= 2


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.parent.relative_to(_TESTS).as_posix())
def test_every_shipped_contract_loads_and_maps(folder: Path) -> None:
    """A blank line never passes, for its ids are blank; its tables have the landed schema all the same."""
    con = duckdb.connect()
    for contract in load_contracts(folder, CompanyDefaults()):
        stamp = LoadStamp("l", contract.source, contract.system, "f", "h", datetime(2026, 11, 23, tzinfo=UTC))
        result = map_batch(con, contract, blank_line(contract), stamp, TestLeadRules(names=("x",)))
        assert [item.rule for item in result.rejected] in (["blank_key"], ["no_entity"]), contract.source
        for name, table in result.tables.items():
            assert table.schema == arrow_schema(ENTITIES[name])
