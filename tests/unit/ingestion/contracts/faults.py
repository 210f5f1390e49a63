"""One fault per block: a part of the sound contract, what replaces it, and what must be said of it."""

_BLOCKS = r"""
delivery: increment
delivery: incremental
delivery: "incremental" is none of increment, snapshot; did you mean "increment"?

owner: web@example.com
ownr: web@example.com
ownr: is no known key; did you mean "owner"?

owner: web@example.com
owner: web team
owner: "web team" is no e-mail address

source: web_forms
source: Web-Forms
source: "Web-Forms" is no name

volume: {min_share: 0.3}
volume: {min_share: lots}
volume.min_share: is no number

volume: {min_share: 0.3}
volume: {min_share: 0.3, share: 1}
volume.share: is no known key

{en: Web forms, zh: 官网表单}
Web forms
title: is no mapping

web_forms/*.csv
/inbox/*.csv
files: "/inbox/*.csv" is an absolute path

web_forms/*.csv
../*.csv
files: "../*.csv" holds an empty part

time_zone: Asia/Shanghai
time_zone: Asia/Shangai
time_zone: "Asia/Shangai" is unknown

time_zone: Asia/Shanghai
time_zone: CST6CDT
time_zone: "CST6CDT" is unknown

currency: CNY
currency: RMB
currency: "RMB" is unknown

type: csv
type: cvs
format.type: "cvs" is none of csv, tsv, ndjson, xlsx, parquet; did you mean "csv"?

delimiter: ","
delimiter: "||"
format.delimiter: '||' is not one usable character

encodings: [utf-8, gb18030]
quote: ","
format.quote: ',' is not one usable character

delimiter: ","
sheet: Leads
format.sheet: csv has no such option

delimiter: ","
title_rows: -1
format.title_rows

[utf-8, gb18030]
[utf-8, gbk2]
format.encodings: "gbk2" is no text encoding

[utf-8, gb18030]
[utf-8, base64]
format.encodings: "base64" is no text encoding

[utf-8, gb18030]
[latin-1, utf-8]
format.encodings: latin-1 accepts every byte

[utf-8, gb18030]
utf-8
format.encodings: is no list; write it as [a, b]

name: 姓名
name: 提交编号
columns.name: header "提交编号" also belongs to column id

name: 姓名
name: Submission_ID
columns.name: header "Submission_ID" also belongs to column id

unread: 空
_line: 空
columns._line: is a reserved or empty name

aliases: [submission_id]
aliasses: [x]
columns.id.aliasses: is no known key; did you mean "aliases"?

aliases: [submission_id]
required: maybe
columns.id.required: is neither true nor false

entity: lead
entity: leed
entities[leed]: there is no such entity; did you mean "lead"?

company: note
compny: note
entities[lead].fields.compny: lead has no such field; did you mean "company"?

email: mail
email: mial
entities[lead].fields.email: column "mial" is not declared; did you mean "mail"?

email: mail
email: {colunm: mail}
entities[lead].fields.email.colunm: is no known key; did you mean "column"?

email: mail
email: {column: mail, value: x}
entities[lead].fields.email: gives column and value

email: mail
email: {default: x}
entities[lead].fields.email: gives neither column, columns nor value

email: mail
email: {columns: [mail]}
entities[lead].fields.email: columns joins fewer than two

email: mail
email: {first_name: mail}
entities[lead].fields.email: gives one of first_name and last_name

email: mail
email: {column: mail, first_name: id, last_name: mail}
entities[lead].fields.email: gives column and first_name

created_at: {column: at,
created_at: {first_name: id, last_name: at,
entities[lead].fields.created_at.first_name: first_name makes no sense for a timestamp field

email: mail
email: {column: mail, formats: ["%Y"]}
entities[lead].fields.email.formats: formats makes no sense for a text field

email: mail
email: {column: mail, unmapped: keep}
entities[lead].fields.email.unmapped: there are no values to miss

lead_id: id
owner_id: id
entities[lead].fields: lead_id is not mapped, but identifies a row

required: [created_at, full_name]
required: [titel]
entities[lead].required: "titel" is no field

[[email, phone]]
[[]]
entities[lead].require_any[0]: is empty

[[email, phone]]
[[email, fax]]
entities[lead].require_any[0]: "fax" is no field mapped here

only_when: [amount]
only_when: [amout]
entities[opportunity].only_when: column "amout" is not declared; did you mean "amount"?

["%Y-%m-%d %H:%M:%S"]
[]
entities[lead].fields.created_at.formats: is missing

["%Y-%m-%d %H:%M:%S"]
["%Q"]
entities[lead].fields.created_at.formats: "%Q" uses %Q

["%Y-%m-%d %H:%M:%S"]
["%d/%m/%Y", "%m/%d/%Y"]
read "01/02/2003" as 2003-02-01 00:00:00 and as 2003-01-02 00:00:00

新建: new,
新建: nwe,
entities[lead].fields.status.values.新建: "nwe" is no status code; did you mean "new"?

新建: new,
新建: new, NO: new,
entities[lead].fields.status.values: "No" and "NO" are the same word

no-show: null}
no-show: null}, unmapped: keep
status.unmapped: keep would let unknown codes through

no-show: null}
no-show: null}, unmapped: odd
status.unmapped: "odd" is no status code

no-show: null}
no-show: null}, default: odd
status.default: "odd" is no status code

stage: {value: won}
stage: {value: Won}
stage.value: "Won" is no stage code; did you mean "won"?

channel: {value: web}
channel: state
channel: the source's own words would pass as channel codes

channel: {value: web}
channel: {value: web, values: {a: b}}
channel.values: a constant has no values to map

thousands: ","
thousands: "."
amount: thousands and decimal are not two different marks

thousands: ","
scale: 3
amount.scale: 3 is no power of ten

thousands: ","
strip: ["¥1"]
amount.strip: holds an empty text or a digit

thousands: ","
default: much
amount.default: "much" is no amount
"""

FAULTS = [tuple(block.strip().splitlines()) for block in _BLOCKS.split("\n\n")]
