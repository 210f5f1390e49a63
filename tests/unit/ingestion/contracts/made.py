"""A sound contract as YAML, and ways to spoil it."""

from pathlib import Path

from ingestion.contracts.load import ContractErrors, load_contracts
from ingestion.contracts.model import CompanyDefaults, Contract

SOUND = """\
source: web_forms
system: website
title: {en: Web forms, zh: 官网表单}
owner: web@example.com
files: "web_forms/*.csv"
delivery: increment
cadence: weekly
volume: {min_share: 0.3}
format:
  type: csv
  delimiter: ","
  encodings: [utf-8, gb18030]
  null_values: ["", "NULL"]
time_zone: Asia/Shanghai
currency: CNY
columns:
  id: {header: 提交编号, aliases: [submission_id]}
  at: {header: 提交时间}
  name: 姓名
  mail: 邮箱
  phone: 手机
  state: 状态
  amount: 金额
  note: 备注
  unread: 空
entities:
  - entity: lead
    fields:
      lead_id: id
      created_at: {column: at, formats: ["%Y-%m-%d %H:%M:%S"]}
      channel: {value: web}
      full_name: name
      email: mail
      company: note
      phone: phone
      status: {column: state, values: {新建: new, No: contacted, no-show: null}}
    required: [created_at, full_name]
    require_any: [[email, phone]]
  - entity: opportunity
    only_when: [amount]
    fields:
      opportunity_id: id
      stage: {value: won}
      amount: {column: amount, thousands: ","}
"""


def spoiled(old: str, new: str) -> str:
    """The sound contract with one part replaced; the part must be there."""
    assert old in SOUND, old
    return SOUND.replace(old, new)


def write(folder: Path, **files: str) -> Path:
    """Write each text as <name>.yml."""
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path, **files: str) -> list[str]:
    """All problems of these contracts; none when they load."""
    try:
        load(folder, **files)
    except ContractErrors as errors:
        return errors.problems
    return []


def load(folder: Path, **files: str) -> list[Contract]:
    return load_contracts(write(folder, **files), CompanyDefaults())
