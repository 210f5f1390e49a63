"""Mapping a batch: rows in the landed schema, a line wholly or not at all, and nothing lost."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import arrow_schema
from ingestion.mapping.batch import map_batch
from tests.unit.ingestion.mapping.made import LANDED_AT, NO_TESTS, STAMP, batch, contract, mapped

_LEAD = {
    "entity": "lead",
    "fields": {
        "lead_id": "id",
        "created_at": {"column": "at", "formats": ["%Y-%m-%d"]},
        "channel": {"value": "web"},
        "full_name": "name",
    },
    "required": ["created_at"],
}
_DEAL = {
    "entity": "opportunity",
    "only_when": ["deal"],
    "fields": {"opportunity_id": "deal", "stage": {"value": "won"}, "amount": "amount"},
}
_COLUMNS = ["id", "at", "name", "deal", "amount"]


def test_rows_have_exactly_the_landed_schema_and_say_where_they_come_from() -> None:
    made = contract([_LEAD, _DEAL], _COLUMNS)
    result = mapped(made, [{"id": "1", "at": "2026-11-20", "name": "张三", "deal": "d1", "amount": "5"}])
    assert result.rejected == []
    assert list(result.tables) == ["lead", "opportunity"]
    for name, table in result.tables.items():
        assert table.schema == arrow_schema(ENTITIES[name])
        table.validate(full=True)
    (lead,) = result.tables["lead"].to_pylist()
    given = {name: value for name, value in lead.items() if value is not None}
    assert given == {
        "lead_id": "1",
        "created_at": datetime(2026, 11, 19, 16, 0, tzinfo=UTC),
        "channel": "web",
        "full_name": "张三",
        "_load_id": "load-1",
        "_source": "web",
        "_system": "website",
        "_file": "web/a.csv",
        "_file_hash": "f" * 64,
        "_line": 2,
        "_landed_at": LANDED_AT,
        "_is_deleted": False,
    }
    (deal,) = result.tables["opportunity"].to_pylist()
    assert (deal["opportunity_id"], deal["stage"], deal["amount"], deal["currency"]) == (
        "d1", "won", Decimal(5), "CNY",
    )  # fmt: skip


def test_an_entity_is_given_only_when_its_columns_are_filled() -> None:
    made = contract([_LEAD, _DEAL], _COLUMNS)
    rows = [
        {"id": str(n), "at": "2026-11-20", "deal": deal} for n, deal in enumerate(["d0", " ", None, "d3"])
    ]
    result = mapped(made, rows)
    assert result.tables["lead"].num_rows == 4
    assert result.tables["opportunity"]["opportunity_id"].to_pylist() == ["d0", "d3"]


def test_a_line_is_loaded_wholly_or_not_at_all() -> None:
    made = contract([_LEAD, _DEAL], _COLUMNS)
    rows = [
        {"id": "1", "at": "2026-11-20", "deal": "d1", "amount": "5"},
        {"id": "2", "at": "2026-11-20", "deal": "d2", "amount": "five"},
        {"id": "3", "at": "2026-11-20", "amount": "five"},
    ]
    result = mapped(made, rows)
    assert [(item.line, item.rule) for item in result.rejected] == [(3, "bad_money")]
    assert result.tables["lead"]["lead_id"].to_pylist() == ["1", "3"], "an entity not given is not checked"
    assert result.tables["opportunity"]["opportunity_id"].to_pylist() == ["d1"]


def test_one_line_may_give_several_rows_of_one_entity() -> None:
    stages = [
        {
            "entity": "stage_event",
            "only_when": [stage],
            "fields": {
                "opportunity_id": "id",
                "stage": {"value": stage},
                "entered_at": {"column": stage, "formats": ["%Y-%m-%d"]},
            },
        }
        for stage in ("qualified", "won")
    ]
    made = contract(stages, ["id", "qualified", "won"])
    rows = [
        {"id": "1", "qualified": "2026-01-01", "won": "2026-02-01"},
        {"id": "2", "qualified": "2026-01-05"},
    ]
    events = mapped(made, rows).tables["stage_event"]
    assert list(zip(events["opportunity_id"].to_pylist(), events["stage"].to_pylist(), strict=True)) == [
        ("1", "qualified"), ("2", "qualified"), ("1", "won"),
    ]  # fmt: skip


def test_a_line_that_gives_nothing_is_rejected_and_not_lost() -> None:
    made = contract([_DEAL], _COLUMNS)
    result = mapped(made, [{"id": "1", "deal": "d"}, {"id": "2"}])
    assert [(item.line, item.rule) for item in result.rejected] == [(3, "no_entity")]
    assert "gives no row" in result.rejected[0].reason


def test_text_is_trimmed_and_otherwise_kept() -> None:
    made = contract([_LEAD], _COLUMNS)
    texts = ["\u3000张 三\u00a0", "００7", "007", "👩‍👩‍👧 שלום", "a\nb", "ﬁ①"]
    rows: list[dict[str, str | None]] = [{"id": "x", "at": "2026-11-20", "name": text} for text in texts]
    assert mapped(made, rows).tables["lead"]["full_name"].to_pylist() == [
        "张 三", "００7", "007", "👩‍👩‍👧 שלום", "a\nb", "ﬁ①",
    ]  # fmt: skip


def test_null_values_are_blank_after_trimming_and_case_counts() -> None:
    made = contract([_LEAD], _COLUMNS, format={"type": "csv", "null_values": ["NULL", "-"]})
    rows: list[dict[str, str | None]] = [
        {"id": "x", "at": "2026-11-20", "name": text} for text in ["NULL", " - ", "", "null", None, "--"]
    ]
    assert mapped(made, rows).tables["lead"]["full_name"].to_pylist() == [
        None,
        None,
        None,
        "null",
        None,
        "--",
    ]


def test_defaults_stand_in_for_blanks_of_every_kind() -> None:
    fields = {
        "activity_id": "id",
        "note": {"column": "a", "default": "none"},
        "duration_minutes": {"column": "a", "default": 15},
        "next_step_on": {"column": "a", "formats": ["iso"], "default": "2026-12-01"},
        "occurred_at": {"column": "a", "formats": ["iso"], "default": "2026-12-01T00:00:00+08:00"},
    }
    made = contract([{"entity": "activity", "fields": fields, "required": ["note"]}], ["id", "a"])
    (row,) = mapped(made, [{"id": "1", "a": " "}]).tables["activity"].to_pylist()
    assert (row["note"], row["duration_minutes"]) == ("none", 15)
    assert row["next_step_on"].isoformat() == "2026-12-01"
    assert row["occurred_at"] == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_columns_are_joined_without_their_blanks_but_ids_need_every_part() -> None:
    fields = {
        "lead_id": {"columns": ["id", "name"], "separator": "-"},
        "full_name": {"columns": ["name", "deal"]},
        "updated_at": {"columns": ["at", "amount"], "formats": ["%Y-%m-%d %H:%M", "%Y-%m-%d"]},
    }
    made = contract([{"entity": "lead", "fields": fields}], _COLUMNS)
    rows = [
        {"id": "1", "name": "Li", "deal": "Lei", "at": "2026-11-20", "amount": "09:30"},
        {"id": "2", "name": "Wu", "at": "2026-11-20"},
        {"id": "3", "deal": "Lei"},
    ]
    result = mapped(made, rows)
    lead = result.tables["lead"]
    assert lead["lead_id"].to_pylist() == ["1-Li", "2-Wu"]
    assert lead["full_name"].to_pylist() == ["Li Lei", "Wu"]
    assert [at.hour for at in lead["updated_at"].to_pylist()] == [1, 16]
    assert [(item.line, item.rule, item.column) for item in result.rejected] == [
        (4, "blank_key", "id + name")
    ]


def test_first_and_last_name_are_joined_as_names_are_written() -> None:
    fields = {"lead_id": "id", "full_name": {"first_name": "name", "last_name": "deal"}}
    made = contract([{"entity": "lead", "fields": fields}], _COLUMNS)
    names = [
        ("Lei", "Li", "Lei Li"),
        ("伟晨", "魏", "魏伟晨"),
        ("古丽·娜扎", "买买提", "买买提古丽·娜扎"),
        ("David", "王", "David 王"),
        ("伟", None, "伟"),
        (None, "Li", "Li"),
        (None, None, None),
    ]
    rows = [{"id": str(n), "name": first, "deal": last} for n, (first, last, _) in enumerate(names)]
    result = mapped(made, rows)
    assert result.tables["lead"]["full_name"].to_pylist() == [whole for _, _, whole in names]


def test_declared_columns_that_no_field_reads_are_kept_as_extra() -> None:
    made = contract([_LEAD], {**dict.fromkeys(_COLUMNS), "memo": '备注 "x"'})
    rows: list[dict[str, str | None]] = [
        {"id": "1", "at": "2026-11-20", "memo": 'say "hi"', "deal": "d"},
        {"id": "2", "at": "2026-11-20"},
        {"id": "3", "at": "2026-11-20"},
    ]
    extras = (
        mapped(made, rows, extra=['{"fax": "1"}', '{"fax": "2"}', None]).tables["lead"]["_extra"].to_pylist()
    )
    assert [extra and json.loads(extra) for extra in extras] == [
        {"fax": "1", "deal": "d", '备注 "x"': 'say "hi"'}, {"fax": "2"}, None,
    ]  # fmt: skip


def test_the_currency_is_the_row_s_own_then_the_contract_s() -> None:
    fields = {"opportunity_id": "id", "stage": {"value": "won"}, "currency": "name"}
    made = contract([{"entity": "opportunity", "fields": fields}], _COLUMNS, currency="EUR")
    rows: list[dict[str, str | None]] = [{"id": "1", "name": text} for text in ["usd", "ＣＮＹ", None, "RMB"]]
    result = mapped(made, rows)
    assert result.tables["opportunity"]["currency"].to_pylist() == ["USD", "CNY", "EUR"]
    assert [(item.line, item.rule) for item in result.rejected] == [(5, "unmapped_value")]


def test_rows_keep_the_order_of_a_large_batch_with_value_maps() -> None:
    fields = {"lead_id": "id", "status": {"column": "name", "values": {"a": "new", "b": "contacted"}}}
    made = contract([{"entity": "lead", "fields": fields}], _COLUMNS)
    many = 30_000
    ids: list[str | None] = [str(n) for n in range(many)]
    rows = batch(made, [{}] * many).set_column(0, "id", pa.array(ids)).set_column(
        2, "name", pa.array(["a", "b", "c"] * (many // 3))
    )  # fmt: skip
    result = map_batch(duckdb.connect(), made, rows, STAMP, NO_TESTS)
    wanted = [n for n in range(many) if n % 3 < 2]
    assert result.tables["lead"]["lead_id"].to_pylist() == [str(n) for n in wanted]
    assert result.tables["lead"]["_line"].to_pylist() == [n + 2 for n in wanted]
    assert [item.line for item in result.rejected] == [n + 2 for n in range(many) if n % 3 == 2]


@pytest.mark.parametrize("chunks", [[0], [3], [1, 0, 2]])
def test_batches_of_any_chunking_also_empty_ones(chunks: list[int]) -> None:
    made = contract([_LEAD], _COLUMNS)
    rows = batch(made, [{"id": str(n), "at": "2026-11-20", "name": "Ｎ"} for n in range(3)])
    parts = [rows.slice(sum(chunks[:n]), size) for n, size in enumerate(chunks)]
    result = map_batch(duckdb.connect(), made, pa.concat_tables(parts), STAMP, NO_TESTS)
    assert result.tables["lead"].num_rows == sum(chunks)
    assert result.tables["lead"].schema == arrow_schema(ENTITIES["lead"])


def test_the_connection_is_left_as_it_was() -> None:
    con = duckdb.connect()
    made = contract([_LEAD], _COLUMNS)
    mapped(made, [{"id": "1", "at": "2026-11-20"}, {"id": "2", "at": "x"}], con=con)
    assert con.sql("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [(0,)]
    assert con.sql("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
