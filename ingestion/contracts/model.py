"""The shape of a contract. Whether its content makes sense is in `check.py`; reading YAML is in `load.py`.

All models are frozen and forbid unknown keys. Shorthands of the YAML form are expanded here, so that code
sees one form only.
"""

import hashlib
import json
import re
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

FormatType = Literal["csv", "tsv", "ndjson", "xlsx", "parquet"]
Delivery = Literal["increment", "snapshot"]
Cadence = Literal["daily", "weekly", "monthly", "quarterly", "once"]

QUARANTINE = "quarantine"
KEEP = "keep"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class CompanyDefaults(_Model):
    """What a contract inherits when it says nothing: the company's IANA time zone and ISO 4217 currency."""

    time_zone: str = "Asia/Shanghai"
    currency: str = "CNY"


class TestLeadRules(_Model):
    """How the company recognises its own test leads; any one match quarantines the line.

    `names` equal the person's name (case and width ignored), `email_domains` are the domain or a parent
    domain of the e-mail address, `phones` equal the number's digits.
    """

    __test__ = False  # not a test class, whatever its name tells pytest

    names: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @field_validator("names", "email_domains", "phones")
    @classmethod
    def _can_match(cls, entries: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """An entry without substance would match blanks: half of all leads."""
        for entry in entries:
            substance = re.sub(r"\D" if info.field_name == "phones" else r"[\s@.]", "", entry)
            if not substance or "\0" in entry:
                raise ValueError(f'"{entry}" can match no test lead; remove it')
        return entries


class Title(_Model):
    """A name for people, in both languages."""

    en: str = ""
    zh: str = ""


class VolumeRule(_Model):
    """A load with fewer rows than this share of the median of the last loads is held for approval."""

    min_share: float = Field(gt=0, le=1)


class FormatSpec(_Model):
    """The declared dialect of a file. Nothing of it is ever guessed.

    `encodings` are tried strictly in order after a byte order mark was looked for. `title_rows` stand above
    the header, `footer_rows` below the last record. `quote` empty means that the file knows no quoting.
    `null_values` are the texts that mean "no value", compared after trimming; an empty text always does.
    """

    type: FormatType
    delimiter: str = ","
    quote: str = '"'
    encodings: tuple[str, ...] = ("utf-8",)
    title_rows: int = Field(default=0, ge=0, le=100)
    footer_rows: int = Field(default=0, ge=0, le=100)
    short_rows: Literal["refuse", "pad"] = "refuse"
    sheet: str | None = None
    null_values: tuple[str, ...] = ("",)

    @model_validator(mode="before")
    @classmethod
    def _tsv_means_tab(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("type") == "tsv":
            return {"delimiter": "\t", **data}
        return data


class ColumnSpec(_Model):
    """One promised column: its header, other headers it is known by, and whether a file must have it.

    Columns are required unless the contract says otherwise, because a renamed column that silently turns
    into blanks is the costliest fault of all. Only in ndjson, where systems leave out empty keys, is
    `required: false` the default. For ndjson `header` may be a dotted path into nested objects
    and arrays (`phones.0`).
    """

    header: str
    aliases: tuple[str, ...] = ()
    required: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """All headers the column answers to, the promised one first."""
        return (self.header, *self.aliases)


class FieldMap(_Model):
    """Where a canonical field comes from: a column, several columns joined, or a constant `value`.

    A person's `first_name` and `last_name` are joined as names are written: Chinese ones last name first and
    without a blank, all others first name first.

    `values` maps the source's words to canonical ones (compared without regard to case, width or outer
    blanks; a null target means blank), or lists words that are canonical already; `unmapped` says what
    becomes of any other word: `quarantine` the line, `keep` the word, or use this code. `default` stands in
    for a blank. `formats` are strptime formats or one of iso, epoch_s, epoch_ms, excel_serial. For numbers:
    `thousands` and `decimal` marks, `strip` (texts cut off at the ends, such as a currency sign), `scale` (1
    in the file is this much money), `round` (half up to 2 decimals, where more are refused otherwise) and
    `allow_negative`.
    """

    column: str | None = None
    columns: tuple[str, ...] | None = None
    separator: str = " "
    first_name: str | None = None
    last_name: str | None = None
    value: str | None = None
    values: dict[str, str | None] | None = None
    unmapped: str = QUARANTINE
    default: str | None = None
    formats: tuple[str, ...] = ()
    thousands: str | None = None
    decimal: str = "."
    strip: tuple[str, ...] = ()
    scale: Decimal | None = None
    round: bool = False
    allow_negative: bool = False

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, data: Any) -> Any:
        return {"column": data} if isinstance(data, str) else data

    @field_validator("value", "default", mode="before")
    @classmethod
    def _plain_word(cls, data: Any) -> Any:
        return _word(data)

    @field_validator("values", mode="before")
    @classmethod
    def _plain_words(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {_word(key): _word(target) for key, target in data.items()}
        if isinstance(data, list | tuple) and all(isinstance(word, str | bool) for word in data):
            return {_word(word): _word(word) for word in data}
        return data

    @property
    def source_columns(self) -> tuple[str, ...]:
        """The contract columns it reads, in order; empty for a constant."""
        if self.columns is not None:
            return self.columns
        if self.first_name is not None and self.last_name is not None:
            return (self.first_name, self.last_name)
        return () if self.column is None else (self.column,)


class ApiSpec(_Model):
    """Where the records come from when they are pulled out of a system instead of read from files.

    `connection` is a name in connections.yml, `resource` one that its kind of system has, `options` the
    resource's own. A pull asks again for the last `overlap_minutes` before the one ahead of it, because
    systems list a change later than they date it.
    """

    connection: str
    resource: str
    options: dict[str, Any] = Field(default_factory=dict)
    overlap_minutes: int = Field(default=10, ge=0, le=90 * 24 * 60)


class EntityMap(_Model):
    """How one line gives one row of one canonical entity.

    The row is given only when every column in `only_when` is non-blank. A line with a blank field of
    `required`, or with all fields of a group of `require_any` blank, is quarantined.
    """

    entity: str
    only_when: tuple[str, ...] = ()
    fields: dict[str, FieldMap]
    required: tuple[str, ...] = ()
    require_any: tuple[tuple[str, ...], ...] = ()


class Contract(_Model):
    """Everything a source promises, and how its lines become canonical rows.

    `source` is unique and names the contract, `system` is the namespace of the ids. Either `files` is a
    glob below the inbox, or `api` says what is pulled: then a line is one record as the system gave it, in
    ndjson. `owner` is told when a file is refused or a pull is not complete (None: the company's data
    owner). With `delivery` increment loads add up; with snapshot the newest load replaces earlier ones.
    """

    source: str
    system: str
    title: Title = Title()
    owner: str | None = None
    files: str | None = None
    api: ApiSpec | None = None
    delivery: Delivery = "increment"
    cadence: Cadence = "once"
    volume: VolumeRule | None = None
    format: FormatSpec
    time_zone: str = CompanyDefaults().time_zone
    currency: str = CompanyDefaults().currency
    columns: dict[str, ColumnSpec]
    entities: tuple[EntityMap, ...]

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        expanded = dict(data)
        if isinstance(data.get("source"), str):
            expanded.setdefault("system", data["source"])
        if data.get("api") is not None:
            expanded.setdefault("format", {"type": "ndjson"})
        file_format = expanded.get("format")
        kind = file_format.get("type") if isinstance(file_format, dict) else getattr(file_format, "type", "")
        if "columns" in data:
            expanded["columns"] = _columns(data["columns"], required=kind != "ndjson")
        return expanded

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything that decides how a file is read; the same text means the same reading.

        Who is told, when a file is due and where it is picked up change no row, so they stay out.
        """
        told_not_read = {"title", "owner", "files", "cadence", "volume", "api"}
        content = self.model_dump(mode="json", exclude=told_not_read)
        # A line of an API says itself which record it is, and so is read in another way than a file's.
        content |= {"api": {}} if self.api is not None else {}
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _word(data: Any) -> Any:
    """YAML's true and false as the words they were written as."""
    return str(data).lower() if isinstance(data, bool) else data


def _columns(data: Any, required: bool) -> Any:
    """Expand `[a, b]`, `{a: }` and `{a: Header}` to full column specifications."""
    if isinstance(data, list | tuple) and all(isinstance(name, str) for name in data):
        data = dict.fromkeys(data)
    if not isinstance(data, dict):
        return data
    expanded: dict[Any, Any] = {}
    for key, spec in data.items():
        if spec is None:
            spec = {}
        elif isinstance(spec, str):
            spec = {"header": spec}
        expanded[key] = {"header": key, "required": required, **spec} if isinstance(spec, dict) else spec
    return expanded
