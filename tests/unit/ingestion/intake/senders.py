"""Senders of webhooks: each signs as its system does, written down apart from the product's own code."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from ingestion.intake.signatures import Scheme

NOW = 1_795_000_000.0
KEY, OTHER = "canary-key-of-the-form", "canary-key-to-come"


@dataclass
class Push:
    """A request to send."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    token: str = ""


def push(scheme: Scheme, content: Any, key: str = KEY, *, number: int = 1, at: float = NOW) -> Push:
    """A push, signed with the key at a time; `number` is the delivery's."""
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    stamp, one = str(int(at)), f"delivery-{number}"
    if scheme is Scheme.JIANDAOYUN:
        signed = b"nonce1:" + body + b":" + key.encode() + b":" + stamp.encode()
        headers = {"X-JDY-Signature": hashlib.sha1(signed).hexdigest(), "X-JDY-DeliverId": one}
        return Push(body, headers, {"nonce": "nonce1", "timestamp": stamp})
    if scheme is Scheme.TYPEFORM:
        return Push(body, {"Typeform-Signature": "sha256=" + _hmac(key, body)})
    if scheme is Scheme.JINSHUJU:
        return Push(body, token=key)
    signature = "v1," + _hmac(key, f"{one}.{stamp}.".encode() + body)
    return Push(
        body, {"webhook-id": one, "webhook-timestamp": stamp, "webhook-signature": "v1,old " + signature}
    )


def _hmac(key: str, content: bytes) -> str:
    return base64.b64encode(hmac.new(key.encode(), content, hashlib.sha256).digest()).decode()


def content_of(scheme: Scheme, one: str = "1", **more: Any) -> dict[str, Any]:
    """A delivery that says one record."""
    at = "2026-11-20T08:00:00.000Z"
    if scheme is Scheme.JIANDAOYUN:
        return {
            "op": "data_create",
            "opTime": 1_795_000_000_000,
            "data": {"_id": one, "updateTime": at} | more,
        }
    if scheme is Scheme.TYPEFORM:
        response = {"form_id": "f", "token": one, "submitted_at": at, "answers": []} | more
        return {"event_id": f"event-{one}", "event_type": "form_response", "form_response": response}
    if scheme is Scheme.JINSHUJU:
        entry = {"serial_number": int(one), "created_at": at, "updated_at": at} | more
        return {"form": "F", "form_name": "示例", "entry": entry}
    return {"id": one, "updated_at": at, "name": "王芳"} | more
