"""Properties of the csv readers on random content: nothing lost, nothing invented, both paths agree."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingestion.readers.delimited import read_delimited
from ingestion.readers.result import FileRefused
from tests.unit.ingestion.readers.made import accounted, cells, collect, contract

ABC = contract(["a", "b", "c"], encodings=["utf-8", "gb18030"])

_TEXT = st.text(
    st.one_of(
        st.sampled_from(',"\n\r;\t 合计x'), st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    ),
    max_size=12,
)
_ROWS = st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=8)


def _both(content: bytes) -> list[object]:
    """What each path makes of the content: rows and counts, or the rule by which it is refused."""
    results: list[object] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.csv"
        path.write_bytes(content)
        for fast_from in (1 << 60, 0):
            try:
                reading = read_delimited(path, ABC, fast_from_bytes=fast_from)
                rows = collect(reading)
            except FileRefused as refused:
                results.append(refused.rule)
                continue
            assert accounted(reading, rows) == reading.lines_in
            results.append((rows, reading.rejected, reading.lines_header, reading.lines_blank))
    return results


@given(_ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
@settings(max_examples=60, deadline=None)
def test_what_a_csv_writer_writes_is_read_back(
    rows: list[tuple[str, str, str]], newline: str, encoding: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    results = _both(out.getvalue().encode(encoding))
    for result in results:
        if result == "undeclared_total":
            assert filled[-1][0].strip() in ("", "合计")
            continue
        assert isinstance(result, tuple)
        loaded, rejected, header, _ = result
        assert rejected == []
        assert header == 1
        assert cells(loaded) == [dict(zip("abc", row, strict=True)) for row in filled]
    assert results[0] == results[1]


@given(_ROWS, st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=6), st.booleans())
@settings(max_examples=120, deadline=None)
@example([("1", "2", "3")], [(0, b'"')], False)
@example([("1", "2", "3")], [(8, b"\xff")], True)
def test_every_line_of_a_damaged_file_is_accounted_for(
    rows: list[tuple[str, str, str]], damages: list[tuple[int, bytes]], is_quoted: bool
) -> None:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    csv.writer(out, lineterminator="\n", quoting=quoting).writerows([("a", "b", "c"), *rows])
    content = bytearray(out.getvalue().encode())
    for place, damage in damages:
        content[place : place + len(damage)] = damage
    careful, fast = _both(bytes(content))
    assert careful == fast


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_at_all_break_the_count(content: bytes) -> None:
    careful, fast = _both(b"a,b,c\n" + content)
    assert careful == fast
