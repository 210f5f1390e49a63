"""What a canonical field and a canonical entity are. The entities themselves are in `entities.py`."""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa


class Kind(StrEnum):
    """The type of a canonical field; it decides how a source's text is parsed."""

    TEXT = "text"
    TIMESTAMP = "timestamp"  # an instant; stored in UTC with microseconds
    DATE = "date"  # a calendar day in the source's own zone
    MONEY = "money"  # decimal(18, 2) in the row's currency, never a float
    INTEGER = "integer"
    BOOLEAN = "boolean"


ARROW_TYPES: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    Kind.DATE: pa.date32(),
    Kind.MONEY: pa.decimal128(18, 2),
    Kind.INTEGER: pa.int64(),
    Kind.BOOLEAN: pa.bool_(),
}


@dataclass(frozen=True)
class Field:
    """One canonical field: its name, type and meaning in both languages."""

    name: str
    kind: Kind
    en: str
    zh: str


@dataclass(frozen=True)
class Entity:
    """One canonical entity.

    `key` names the fields that identify a row inside its system; a row with a blank key is quarantined.
    """

    name: str
    plural: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    en: str
    zh: str

    def field(self, name: str) -> Field:
        """Return the field called `name`; raises KeyError when there is none."""
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)


# Every landed row carries these beside its entity's fields: where it came from, and when it arrived.
PROVENANCE: tuple[Field, ...] = (
    Field("_load_id", Kind.TEXT, "Load that landed the row", "载入该行的批次"),
    Field("_source", Kind.TEXT, "Contract (source) name", "数据源（契约）名称"),
    Field("_system", Kind.TEXT, "System that issued the ids", "编号所属系统"),
    Field("_file", Kind.TEXT, "File name below the inbox", "收件箱内的文件名"),
    Field("_file_hash", Kind.TEXT, "SHA-256 of the raw file", "原始文件的 SHA-256"),
    Field("_line", Kind.INTEGER, "First physical line of the row in the file", "该行在文件中的起始行号"),
    Field("_landed_at", Kind.TIMESTAMP, "When the row was landed (UTC)", "落地时间（UTC）"),
    Field("_record_id", Kind.TEXT, "Id of the pulled record; not for files", "拉取记录的编号；文件为空"),
    Field("_changed_at", Kind.TIMESTAMP, "When the system changed it", "系统变更时间；文件为空"),
    Field("_is_deleted", Kind.BOOLEAN, "The record is gone, deleted or merged", "该记录已被删除或合并"),
    Field("_merged_into", Kind.TEXT, "Id of the record it was merged into", "合并后保留的记录编号"),
    Field("_extra", Kind.TEXT, "Unmapped columns as JSON", "未映射的列（JSON）"),
)


def arrow_schema(entity: Entity) -> pa.Schema:
    """Return the Parquet schema of a landed entity: its fields, then the provenance columns."""
    return pa.schema([(f.name, ARROW_TYPES[f.kind]) for f in (*entity.fields, *PROVENANCE)])
