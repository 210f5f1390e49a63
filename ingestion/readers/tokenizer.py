"""The careful reader's tokenizer: physical lines into records by RFC 4180, strictly.

It knows quotes and delimiters only. Headers, ragged rows and blank rows are in `header` and `rows`.

A quote where RFC 4180 allows none costs one line: reading starts again at the next physical line, so that a
lost quote cannot swallow the good records behind it.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingestion.readers.result import MAX_FIELD_BYTES, FileRefused, Rejected
from ingestion.readers.textfile import body_of, is_damaged, printable

# How far a quoted field is followed before its opening quote is taken for a stray one.
_MAX_OPEN_CHARACTERS = 16 * MAX_FIELD_BYTES

# A text shorter than this cannot hold a field that is too long: UTF-8 takes at most 4 bytes a character.
_SURELY_SHORT = MAX_FIELD_BYTES // 4

_DONE, _OPEN, _STRAY = range(3)


class Record(NamedTuple):
    """One record: its first physical line (from 1), how many lines it spans, its fields, its raw text."""

    line: int
    lines: int
    fields: list[str]
    text: str


class Tokenizer:
    """Iterates over the records of physical lines; a record that cannot be read comes as Rejected.

    `width`, once it is set, is the number of fields a complete record has; it tells a stray quote from a
    half-written file. `line` is the last physical line that was taken. Raises FileRefused where the file
    ends inside a quoted field.
    """

    def __init__(self, lines: Iterable[str], delimiter: str, quote: str, damaged: bool) -> None:
        self.width: int | None = None
        self.line = 0
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._delimiter = delimiter
        self._quote = quote
        self._damaged = damaged
        mark = re.escape(quote)
        self._inside = re.compile(f"[^{mark}]*(?:{mark}{mark}[^{mark}]*)*" if quote else "")

    def skip(self, count: int) -> list[str]:
        """Take `count` physical lines (fewer at the end of the file) without reading records from them."""
        taken = (self._take() for _ in range(count))
        return [text for text in taken if text is not None]

    def __iter__(self) -> Iterator[Record | Rejected]:
        quote, delimiter, damaged = self._quote, self._delimiter, self._damaged
        while (text := self._take()) is not None:
            if quote and quote in text:
                yield self._quoted(self.line, text)
                continue
            body = body_of(text)
            record = Record(self.line, 1, body.split(delimiter), text)
            # The common line passes here without another call; it decides the speed of the reader.
            if damaged or "\0" in text or "\r" in body or len(text) > _SURELY_SHORT:
                yield self._checked(record, has_stray_return="\r" in body)
            else:
                yield record

    def _take(self) -> str | None:
        text = self._again.popleft() if self._again else next(self._lines, None)
        if text is not None:
            self.line += 1
        return text

    def _quoted(self, first: int, text: str) -> Record | Rejected:
        taken = [text]
        fields: list[str] = []
        parts: list[str] = []
        length = 0
        while True:
            body = body_of(text)
            state = self._scan(body, fields, parts)
            if state == _DONE:
                return self._checked(Record(first, len(taken), fields, "".join(taken)))
            length += len(text)
            if state == _STRAY or length > _MAX_OPEN_CHARACTERS:
                return self._resynchronise(first, taken)
            parts.append(text[len(body) :])
            following = self._take()
            if following is None:
                return self._at_end(first, taken)
            taken.append(text := following)

    def _scan(self, body: str, fields: list[str], parts: list[str]) -> int:
        """Read one physical line into `fields`; `parts` holds a quoted field left open by earlier lines."""
        quote, delimiter = self._quote, self._delimiter
        position, inside = 0, bool(parts)
        while True:
            if not inside:
                if not body.startswith(quote, position):
                    end = body.find(delimiter, position)
                    value = body[position:] if end < 0 else body[position:end]
                    if quote in value or "\r" in value:
                        return _STRAY
                    fields.append(value)
                    if end < 0:
                        return _DONE
                    position = end + len(delimiter)
                    continue
                position += len(quote)
            match = self._inside.match(body, position)
            end = match.end() if match else position
            parts.append(body[position:end])
            if end == len(body):
                return _OPEN
            fields.append("".join(parts).replace(quote + quote, quote))
            parts.clear()
            inside = False
            position = end + len(quote)
            if position == len(body):
                return _DONE
            if not body.startswith(delimiter, position):
                return _STRAY
            position += len(delimiter)

    def _resynchronise(self, first: int, taken: list[str]) -> Rejected:
        """Reject the first line only and read the others again."""
        self._again.extendleft(reversed(taken[1:]))
        self.line = first
        return rejected(
            Record(first, 1, [], taken[0]),
            "stray_quote",
            f"A quote ({self._quote}) stands where the format allows none.",
            f"Put the whole field in quotes and write {self._quote * 2} for each quote inside it.",
        )

    def _at_end(self, first: int, taken: list[str]) -> Rejected:
        """The file ended inside a quoted field: it is half-written, or the quote was a stray one.

        It was a stray one if everything behind its line is complete records, and there are some.
        """
        rest = [body for line in taken[1:] if (body := body_of(line)).strip()]
        if self.width is not None and self.width > 1 and rest and all(map(self._is_complete, rest)):
            return self._resynchronise(first, taken)
        raise FileRefused(
            "half_written",
            f"The file ends inside a quoted field that was opened in line {first}: it was cut off.",
            "Deliver the complete file again, under a .part name until it is complete.",
        )

    def _is_complete(self, body: str) -> bool:
        fields: list[str] = []
        return self._scan(body, fields, []) == _DONE and len(fields) == self.width

    def _checked(self, record: Record, has_stray_return: bool = False) -> Record | Rejected:
        """Return the record, or why it must not be loaded although its quotes are right."""
        if "\0" in record.text:
            return rejected(
                record, "nul_byte", "The record holds a NUL character.", "Remove it at the source."
            )
        if self._damaged and is_damaged(record.text):
            return rejected(
                record,
                "undecodable",
                "The record holds bytes that are no text in any encoding the contract declares.",
                "Export the record again in a declared encoding.",
            )
        if has_stray_return:
            return rejected(
                record,
                "stray_carriage_return",
                "A carriage return stands inside an unquoted field.",
                "End every line of the file the same way, or put the field in quotes.",
            )
        if len(record.text) > _SURELY_SHORT and any(is_too_long(field) for field in record.fields):
            return rejected(
                record,
                "field_too_long",
                f"A field is longer than {MAX_FIELD_BYTES:,} bytes.",
                "Look at the record at the source: a closing quote may be missing.",
            )
        return record


def is_too_long(field: str) -> bool:
    """Tell whether a field is longer than MAX_FIELD_BYTES in UTF-8."""
    return len(field) > _SURELY_SHORT and len(field.encode()) > MAX_FIELD_BYTES


def rejected(record: Record, rule: str, reason: str, remedy: str) -> Rejected:
    """Return `record` as a rejected one, with its raw text."""
    raw = printable(body_of(record.text))
    return Rejected(record.line, record.lines, raw, rule, None, reason, remedy)
