import pytest

from reports import palette
from reports.document.model import Cell, Row, Table
from reports.render.templating import breakable, clean, environment, hyphenated, left_out, short, shown, tint


def rows(count: int) -> tuple[Row, ...]:
    return tuple(Row((Cell(str(number)),)) for number in range(count))


def numbers(found: list[Row]) -> list[str]:
    return [row.cells[0].text for row in found]


def test_a_mail_keeps_the_first_rows_or_of_a_trend_the_last_and_all_totals() -> None:
    total = Row((Cell("sum"),), is_total=True)
    first = Table((), (*rows(5), total), mail_rows=2)
    last = Table((), (*rows(5), total), mail_rows=2, keeps_last=True)
    assert (numbers(shown(first)), left_out(first)) == (["0", "1", "sum"], 3)
    assert (numbers(shown(last)), left_out(last)) == (["3", "4", "sum"], 3)
    assert left_out(Table((), rows(2), mail_rows=2)) == 0


def test_long_words_may_break_and_others_stay_whole() -> None:
    assert breakable("https://example.com/path") == "https://\u200bexample.\u200bcom/path"
    assert (
        breakable("Price negotiation, 上海电气集团股份有限公司")
        == "Price negotiation, 上海电气集团股份有限公司"
    )


def test_long_words_of_headings_may_be_divided() -> None:
    assert hyphenated("Price negotiation") == "Price negotiat\u00adion"
    assert hyphenated("no_response") == "no_\u200bresponse"
    assert hyphenated("Competitor 需求确认") == "Competitor 需求确认"


def test_texts_are_cut_with_an_ellipsis() -> None:
    assert (short("abcdef", 6), short("abcdefg", 6), short("ab cdefg", 4)) == ("abcdef", "abcde…", "ab…")


def test_tints_lie_between_the_paper_and_the_soft_colour() -> None:
    assert (tint(0.0), tint(1.0)) == (palette.PAPER, palette.PRIMARY_SOFT)


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\uffff", "\ud83d"]
)
def test_characters_no_document_can_hold_are_replaced(char: str) -> None:
    assert clean(f"a{char}b") == "a\ufffdb"


def test_html_is_escaped_and_plain_text_is_not() -> None:
    found = environment()
    assert found.from_string("{{ x }}").render(x="<b>&") == "&lt;b&gt;&amp;"
    assert found.overlay().get_template("text/mail.txt.j2").name == "text/mail.txt.j2"
    assert found.autoescape("mail/mail.mjml.j2")
    assert found.autoescape("page/page.html.j2")
    assert not found.autoescape("text/mail.txt.j2")
