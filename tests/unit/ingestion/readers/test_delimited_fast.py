"""When the fast path may be used, and that it then gives what the careful reader gives."""

from pathlib import Path

import pytest

from ingestion.readers.delimited_fast import read_fast
from ingestion.readers.header import match_header
from ingestion.readers.textfile import open_text
from tests.unit.ingestion.readers.made import contract, read_both, write

ABC = contract(["a", "b", "c"])


def is_fast(folder: Path, content: bytes | str, above: str = "a,b,c\n") -> bool:
    text = open_text(write(folder, content), ABC.format.encodings)
    quick = read_fast(text, above, match_header(["a", "b", "c"], ABC.columns, "line 1"), ABC)
    if quick is not None:
        quick.spool.close()
    return quick is not None


@pytest.mark.parametrize(
    "content",
    [
        'a,b,c\n1,2,3\n4,"5,5",6',
        'a,b,c\n1,"",\n,,\n',
        "a,b,c\n1,\u2028,\x85\n 1 ,\x0b,#\n",
        "a,b,c\n王,ＡＢ,🙂\n",
    ],
)
def test_a_clean_file_takes_the_fast_path(tmp_path: Path, content: str) -> None:
    assert is_fast(tmp_path, content)
    careful, fast = read_both(tmp_path, content, ABC)
    assert fast[1] == careful[1]
    assert (fast[0].lines_blank, fast[0].lines_in) == (careful[0].lines_blank, careful[0].lines_in)


def test_it_reads_with_crlf_and_a_byte_order_mark(tmp_path: Path) -> None:
    assert is_fast(tmp_path, b"\xef\xbb\xbfa,b,c\r\n1,2,3\r\n", "a,b,c\r\n")


@pytest.mark.parametrize(
    "content",
    [
        'a,b,c\n1,b"x,3\n',  # DuckDB takes a quote inside an unquoted field
        'a,b,c\n1,"b" ,3\n',  # and drops blanks around a quoted one
        'a,b,c\n1, "b",3\n',
        "a,b,c\n1,2,3,\n",  # and one delimiter too many
        "a,b,c\n1,2,3\n\n4,5,6\n",  # and blank lines, which shift the line numbers
        'a,b,c\n1,"2\n2",3\n',
        'a,b,c\n1,"2""2",3\n',
        "a,b,c\n1,2\n",
        "a,b,c\r\n1,2,3\n",
        "a,b,c\n1,\0,3\n",
        b"a,b,c\n1,\xff,3\n",
        "a,b,c\n1," + "x" * (1024 * 1024 + 1) + ",3\n",
    ],
)
def test_whatever_does_not_reconcile_is_left_to_the_careful_reader(
    tmp_path: Path, content: bytes | str
) -> None:
    assert not is_fast(tmp_path, content)


@pytest.mark.parametrize("bad", ["1,2\n", '1,"2\n', "1,2,3,4\n", '1,"2"x,3\n'])
def test_a_fault_far_down_is_found_too(tmp_path: Path, bad: str) -> None:
    many = "1,2,3\n" * 200_000
    assert is_fast(tmp_path, "a,b,c\n" + many)
    assert not is_fast(tmp_path, "a,b,c\n" + many + bad + "4,5,6\n")


def test_a_folder_that_looks_like_a_glob_is_no_trap(tmp_path: Path) -> None:
    folder = tmp_path / "in[1]*"
    folder.mkdir()
    assert not is_fast(folder, "a,b,c\n1,2,3\n")
    assert [len(rows) for _, rows in read_both(folder, "a,b,c\n1,2,3\n", ABC)] == [1, 1]
