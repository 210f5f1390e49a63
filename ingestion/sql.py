"""Quoting for generated SQL: the only place where outside text becomes part of a statement."""


def quote_identifier(name: str) -> str:
    """Return `name` as a quoted SQL identifier; raises ValueError when it is empty or holds a NUL."""
    if not name or "\0" in name:
        raise ValueError("an SQL identifier is neither empty nor holds a NUL character")
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """Return `text` as an SQL string literal; raises ValueError when it holds a NUL.

    DuckDB knows no backslash escapes in ordinary literals, so doubling the quote is all that is needed.
    """
    if "\0" in text:
        raise ValueError("an SQL literal holds no NUL character")
    return "'" + text.replace("'", "''") + "'"
