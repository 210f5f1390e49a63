import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

from reports.workbook.model import Head, Kind, Line, Sheet, SheetChart, Value, text_head
from reports.workbook.writer import write_workbook

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+86 138 0013 8000",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '=HYPERLINK("http://example.com","x")',
    "http://example.com/" + "x" * 3000,
    "{=1+1}",
    "00123",
    "1e5",
    "TRUE",
    "<b>&amp;</b> ]]> <!--",
    "_x000D_ _x0041_",
    "emoji 😀 سلام",
]


def written(*rows: tuple[Value, ...], kinds: tuple[Kind, ...] = (Kind.TEXT,)) -> bytes:
    sheet = Sheet("Sheet", tuple(Head(f"h{n}", kind) for n, kind in enumerate(kinds)), tuple(map(Line, rows)))
    return write_workbook([sheet], title="t", company="c", created=datetime(2026, 11, 23, tzinfo=UTC))


def cells(data: bytes) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_nothing_becomes_a_formula_or_a_link() -> None:
    data = written(*((text,) for text in HOSTILE))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    # All cells are shared strings: t="s".
    assert len(re.findall(r'<c r="A\d+"[^>]* t="s"', sheet)) == len(HOSTILE) + 1
    assert 'quotePrefix="1"' in styles


def test_what_looks_like_a_formula_stays_text_when_somebody_edits_the_cell() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(*((text,) for text in HOSTILE)))).worksheets[0]
    for number, text in enumerate(HOSTILE, 2):
        cell = sheet.cell(number, 1)
        assert cell.quotePrefix == (text[0] in "=+-@\t\r\n＝＋－＠"), text
        assert cell.number_format == "@"


def stored(data: bytes) -> list[str]:
    """The texts as Excel reads them. openpyxl leaves most escapes of characters that XML cannot hold."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = [node.text or "" for node in strings.iter() if node.tag.endswith("}t")]
    return [re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text) for text in texts]


def test_texts_come_back_as_they_were() -> None:
    assert stored(written(*((text,) for text in HOSTILE)))[1:] == HOSTILE


def test_the_naughty_strings_come_back_as_they_were(public_data: Path) -> None:
    strings = json.loads((public_data / "naughty_strings" / "blns.json").read_text(encoding="utf-8"))
    naughty = list(dict.fromkeys(text for text in strings if text))
    assert len(naughty) > 490
    assert stored(written(*((text,) for text in naughty)))[1:] == naughty


def test_half_a_character_and_too_long_a_text_do_not_break_the_file() -> None:
    half, long = cells(written(("a\ud800b",), ("长" * 40_000,)))
    assert half == "a\N{REPLACEMENT CHARACTER}b"
    assert isinstance(long, str) and len(long) == 32_767 and long.endswith("…")


def test_numbers_dates_and_blanks_keep_their_types() -> None:
    row: tuple[Value, ...] = (Decimal("1234567.89"), 0.1234, -3, date(2026, 11, 23), None, "")
    kinds = (Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.DATE, Kind.COUNT, Kind.TEXT)
    sheet = openpyxl.load_workbook(io.BytesIO(written(row, kinds=kinds))).worksheets[0]
    found = [cell.value for cell in sheet[2]]
    assert found == [1234567.89, 0.1234, -3, datetime(2026, 11, 23), None, None]
    assert [cell.number_format for cell in sheet[2]][:4] == ["#,##0.00", "0.0%", "#,##0", "yyyy-mm-dd"]


def test_a_name_no_tab_can_have_is_made_one_and_the_chart_refers_to_it() -> None:
    sheet = Sheet(
        "'Reason: [a]/b*c? " + "x" * 40,
        (text_head("Name"), Head("Value")),
        (Line(("a", 1)), Line(("b", 2)), Line(("Total", 3), is_total=True)),
        SheetChart("Chart", "column", (1,)),
    )
    data = write_workbook([sheet], title="t", company="c", created=datetime(2026, 11, 23, tzinfo=UTC))
    book = openpyxl.load_workbook(io.BytesIO(data))
    (name,) = book.sheetnames
    assert len(name) <= 31 and not set(name) & set("[]:*?/\\'")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert f"'{name}'!$B$2:$B$3" in chart  # without the total
    assert book.worksheets[0].auto_filter.ref == "A1:B3"
