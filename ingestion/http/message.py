"""A request and its reply, as connectors see them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson


class NotJson(Exception):
    """A body that is no JSON: cut off, or a page of an intermediate server."""


@dataclass
class Request:
    """One request. `url` is a path below the base URL or a whole address. Authorisation may change all of it.

    Of `json`, `form` and nothing, one is the body. `endpoint` names the rate limit that counts it.
    """

    method: str
    url: str
    params: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    json: Any = None
    form: dict[str, str] | None = None
    endpoint: str = ""


@dataclass(frozen=True)
class Reply:
    """What came back. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def _parsed(self) -> Any:
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            return self._mended(error)

    def _mended(self, error: ValueError) -> Any:
        """Read JSON with half a surrogate pair in it, as a cut emoji leaves behind; the half becomes `?`."""
        try:
            text = json.dumps(json.loads(self.body), ensure_ascii=False)
        except ValueError:
            raise NotJson(f"{len(self.body)} bytes that are no JSON ({error})") from error
        return orjson.loads(text.encode("utf-8", "replace"))

    def json(self) -> Any:
        """Return the body as JSON, integers exact up to 64 bits; raises NotJson."""
        return self._parsed

    @property
    def text(self) -> str:
        """The body as text, for messages: the first 300 characters."""
        return self.body[:1200].decode("utf-8", "replace")[:300]
