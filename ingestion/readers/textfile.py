"""Text files as physical lines: which encoding, how many lines, and each line's text.

What the lines mean (records, objects) is in `tokenizer` and `ndjson`.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingestion.readers.result import FileRefused

# Longest line that is read at all. Lines above MAX_FIELD_BYTES are quarantined one by one; a "line" of this
# size is a file without line ends (or a decompression bomb) and would only fill the memory.
MAX_LINE_CHARACTERS = 64 * 1024 * 1024

_CHUNK = 4 * 1024 * 1024
_ESCAPE = "leadmill-escape"
_ESCAPED = re.compile("[\udc00-\udcff]")
_GUARD_LINES = 1000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: each byte that cannot be decoded becomes one character U+DC00 + byte.

    No valid text decodes to these lone surrogates, so a damaged line is known by them and its bytes can be
    shown again. Python's own surrogateescape does the same, but not for bytes below 0x80, as UTF-16 needs.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_ESCAPE, _escape)


@dataclass(frozen=True)
class TextFile:
    """One text file, decoded and counted.

    `lines` counts physical lines, a last line without a line end included; `newline` is the character that
    ends them. `damaged` says that no declared encoding decodes the whole file: then lines may hold escaped
    bytes (see `is_damaged`). `carriage_returns` and `crlf` count the character and the pair.
    """

    path: Path
    encoding: str
    damaged: bool
    newline: str
    lines: int
    newlines: int
    carriage_returns: int
    crlf: int
    nuls: int

    def read_lines(self) -> Iterator[str]:
        """Yield every physical line with its line end, from the first; a byte order mark is left out."""
        with _open(self.path, self.encoding, self.damaged, self.newline) as text:
            yield from text

    def raw_lines(self, wanted: Sequence[tuple[int, int]]) -> list[str]:
        """Return the raw text of each wanted (first line, number of lines), in the order asked for."""
        found: dict[int, str] = {}
        needed = {line for first, count in wanted for line in range(first, first + count)}
        last = max(needed, default=0)
        for number, line in enumerate(self.read_lines(), start=1):
            if number > last:
                break
            if number in needed:
                found[number] = line
        return [
            printable(body_of("".join(found[line] for line in range(first, first + count))))
            for first, count in wanted
        ]


def open_text(path: Path, encodings: Sequence[str]) -> TextFile:
    """Choose the encoding of `path` and count its lines.

    A byte order mark decides. Without one the declared `encodings` are tried strictly, in order, on the
    whole file. Where none fits, the first one is used and the bytes that it cannot decode are escaped, so
    that only the damaged lines are lost to quarantine. Raises FileRefused for a line of absurd length.
    """
    with path.open("rb") as raw:
        head = raw.read(4)
    marked = next((codec for bom, codec in _BOMS if head.startswith(bom)), None)
    candidates = [marked] if marked else list(encodings)
    for codec in candidates:
        try:
            counted = _count(path, codec, damaged=False)
        except UnicodeDecodeError:
            continue
        if codec != candidates[0] and _is_rather(path, candidates[0]):
            break
        return counted
    return _count(path, candidates[0], damaged=True)


def is_damaged(text: str) -> bool:
    """Tell whether `text` holds bytes that could not be decoded."""
    return _ESCAPED.search(text) is not None


def printable(text: str) -> str:
    r"""Return `text` with every byte that could not be decoded written as \xNN."""
    return _ESCAPED.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", text)


def body_of(line: str) -> str:
    """Return a physical line without its line end (LF, CRLF or, in files that use it, CR)."""
    if line.endswith("\n"):
        line = line[:-1]
    return line[:-1] if line.endswith("\r") else line


def _open(path: Path, encoding: str, damaged: bool, newline: str) -> IO[str]:
    return path.open(encoding=encoding, errors=_ESCAPE if damaged else "strict", newline=newline)


def _count(path: Path, encoding: str, damaged: bool) -> TextFile:
    """Decode the whole file once and count; raises UnicodeDecodeError where `encoding` does not fit."""
    newlines = returns = crlf = nuls = 0
    since_newline = since_return = longest = 0
    last = ""
    for chunk in _decoded(path, encoding, damaged):
        newlines += chunk.count("\n")
        nuls += chunk.count("\0")
        if here := chunk.count("\r"):
            returns += here
            crlf += chunk.count("\r\n")
        crlf += last == "\r" and chunk[0] == "\n"
        last = chunk[-1]
        # A gap inside one chunk is shorter than the limit, so only gaps across chunks are measured.
        since_newline = _gap(chunk, "\n", since_newline)
        since_return = _gap(chunk, "\r", since_return)
        longest = max(longest, since_newline)
        if min(since_newline, since_return) > MAX_LINE_CHARACTERS:
            raise _line_too_long()
    newline = "\r" if returns and not newlines else "\n"
    if newline == "\n" and longest > MAX_LINE_CHARACTERS:
        raise _line_too_long()
    ends = returns if newline == "\r" else newlines
    return TextFile(
        path=path,
        encoding=codecs.lookup(encoding).name,
        damaged=damaged,
        newline=newline,
        lines=ends + (last not in ("", newline)),
        newlines=newlines,
        carriage_returns=returns,
        crlf=crlf,
        nuls=nuls,
    )


def _decoded(path: Path, encoding: str, damaged: bool) -> Iterator[str]:
    """Yield the text in large pieces; io's own are of 8 kB and take twice as long."""
    decoder = codecs.getincrementaldecoder(encoding)(_ESCAPE if damaged else "strict")
    with path.open("rb") as raw:
        while chunk := raw.read(_CHUNK):
            if text := decoder.decode(chunk):
                yield text
    if text := decoder.decode(b"", final=True):
        yield text


def _gap(chunk: str, end: str, before: int) -> int:
    """Return how many characters stand behind the last `end`, with those of the chunks before."""
    place = chunk.rfind(end)
    return before + len(chunk) if place < 0 else len(chunk) - place - 1


def _line_too_long() -> FileRefused:
    return FileRefused(
        "line_too_long",
        f"A line is longer than {MAX_LINE_CHARACTERS:,} characters, so these are no records.",
        "Check what the sender exported, and deliver it again with one record a line.",
    )


def _is_rather(path: Path, encoding: str) -> bool:
    """Tell whether a file that `encoding` cannot decode as a whole is nevertheless written in it.

    A UTF-8 file with one damaged line may decode as gb18030 from end to end, as nonsense. GB text, in turn,
    is hardly ever valid UTF-8. So most of the lines that are not plain ASCII decide.
    """
    if codecs.lookup(encoding).name != "utf-8":
        return False
    seen = valid = 0
    with path.open("rb") as raw:
        for line in raw:
            if line.isascii():
                continue
            seen += 1
            try:
                line.decode("utf-8")
                valid += 1
            except UnicodeDecodeError:
                pass
            if seen == _GUARD_LINES:
                break
    return valid * 2 > seen
