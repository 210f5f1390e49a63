"""Who sent a delivery: one way of signing for each kind of sender, and the delivery's own id.

Signatures are checked on the bytes as they came. No error repeats a value.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# Timestamps above it are milliseconds: as seconds it is the year 5138.
_MILLISECONDS_FROM = 100_000_000_000
_LONGEST_TIMESTAMP = 16
_STANDARD_KEY = "whsec_"


class Scheme(StrEnum):
    """How a sender signs."""

    JIANDAOYUN = "jiandaoyun"
    TYPEFORM = "typeform"
    JINSHUJU = "jinshuju"
    FORM = "form"


@dataclass(frozen=True)
class Delivery:
    """A request as it came: header names in lower case, `token` what follows the source in the path."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]
    token: str


class NotSigned(Exception):
    """The delivery is not signed as its scheme asks, or too long ago; the text says which, in words alone."""


def verify(scheme: Scheme, delivery: Delivery, keys: Sequence[str], now: float, window: float) -> None:
    """Raise NotSigned unless one of the keys signed the delivery.

    Where a timestamp is signed it must lie within `window` seconds of `now` (seconds since 1970), so that an
    intercepted delivery cannot be sent again later.
    """
    # Every key is tried, so that the time taken does not tell which one matched.
    matches = [_matches(scheme, delivery, key) for key in keys]
    if not any(matches):
        raise NotSigned("no key of the source signed it")
    timestamp = _timestamp(scheme, delivery)
    if timestamp is not None and abs(now - _seconds(timestamp)) > window:
        raise NotSigned(f"it was signed more than {window:.0f} seconds ago or ahead")


def id_of(scheme: Scheme, delivery: Delivery, content: Mapping[str, Any]) -> str:
    """Return the id that the sender gave the delivery; the hash of its bytes where it gave none."""
    given: object = None
    if scheme is Scheme.JIANDAOYUN:
        given = delivery.headers.get("x-jdy-deliverid")
    elif scheme is Scheme.TYPEFORM:
        given = content.get("event_id")
    elif scheme is Scheme.FORM:
        given = delivery.headers.get("webhook-id")
    return str(given or hashlib.sha256(delivery.body).hexdigest())


def _matches(scheme: Scheme, delivery: Delivery, key: str) -> bool:
    headers = delivery.headers
    if scheme is Scheme.JIANDAOYUN:
        nonce, timestamp = delivery.query.get("nonce", ""), _timestamp(scheme, delivery) or ""
        signed = b":".join((nonce.encode(), delivery.body, key.encode(), timestamp.encode()))
        digest = hashlib.sha1(signed).hexdigest()  # noqa: S324 - Jiandaoyun's own choice
        return _same(digest, headers.get("x-jdy-signature", ""))
    if scheme is Scheme.TYPEFORM:
        return _same(f"sha256={_hmac(key.encode(), delivery.body)}", headers.get("typeform-signature", ""))
    if scheme is Scheme.FORM:
        start = f"{headers.get('webhook-id', '')}.{_timestamp(scheme, delivery)}.".encode()
        expected = f"v1,{_hmac(_raw(key), start + delivery.body)}"
        # The sender signs with its old and its new key while it changes them.
        return any(_same(expected, given) for given in headers.get("webhook-signature", "").split(" "))
    return _same(key, delivery.token)


def _hmac(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.digest(key, content, "sha256")).decode()


def _raw(key: str) -> bytes:
    """A key as Standard Webhooks writes it, else its text."""
    if not key.startswith(_STANDARD_KEY):
        return key.encode()
    try:
        return base64.b64decode(key.removeprefix(_STANDARD_KEY), validate=True)
    except binascii.Error:
        return key.encode()


def _same(expected: str, given: str) -> bool:
    """Compare in a time that does not tell how much is right."""
    return hmac.compare_digest(expected.encode(), given.encode())


def _timestamp(scheme: Scheme, delivery: Delivery) -> str | None:
    """The timestamp that is signed, None where none is."""
    if scheme is Scheme.JIANDAOYUN:
        return delivery.query.get("timestamp", "")
    return delivery.headers.get("webhook-timestamp", "") if scheme is Scheme.FORM else None


def _seconds(timestamp: str) -> float:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIMESTAMP):
        raise NotSigned("its timestamp is no number")
    number = int(timestamp)
    return number / 1000 if number >= _MILLISECONDS_FROM else number
