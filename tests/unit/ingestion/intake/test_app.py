"""What the intake accepts, refuses and answers; nothing is answered with 2xx that is not stored."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ingestion.intake import store as store_module
from ingestion.intake.app import Hook, make_app
from ingestion.intake.signatures import Scheme
from ingestion.intake.store import Store
from tests.unit.ingestion.intake.senders import KEY, NOW, OTHER, Push, content_of, push

each_scheme = pytest.mark.parametrize("scheme", list(Scheme), ids=str)
signs_time = pytest.mark.parametrize("scheme", [Scheme.JIANDAOYUN, Scheme.FORM], ids=str)


class Intake:
    """An intake in this process, one source for each scheme and named like it."""

    def __init__(self, root: Path) -> None:
        self.stores = {scheme: Store(root / scheme) for scheme in Scheme}
        hooks = {str(s): Hook(s, (KEY, OTHER), self.stores[s], 2000, 300) for s in Scheme}
        self._app = make_app(hooks, lambda: NOW)

    def send(self, source: str, one: Push, body: AsyncIterator[bytes] | None = None) -> int:
        async def send() -> int:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
                path = f"/hooks/{source}" + (f"/{one.token}" if one.token else "")
                answer = await client.post(
                    path, content=body or one.body, headers=one.headers, params=one.query
                )
                return answer.status_code

        return asyncio.run(send())

    def bodies(self, scheme: Scheme) -> list[bytes]:
        store = self.stores[scheme]
        return [store.read(name).body for name in store.names()]


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(tmp_path)


@each_scheme
@pytest.mark.parametrize("key", [KEY, OTHER], ids=["first key", "second key"])
def test_what_is_signed_is_stored_as_it_came(intake: Intake, scheme: Scheme, key: str) -> None:
    one = push(scheme, b" " + push(scheme, content_of(scheme)).body + b"\n", key)
    assert intake.send(scheme, one) == 202
    assert intake.bodies(scheme) == [one.body]


@each_scheme
def test_a_wrong_key_or_a_changed_byte_is_refused(intake: Intake, scheme: Scheme) -> None:
    assert intake.send(scheme, push(scheme, content_of(scheme), "another-key")) == 401
    assert intake.send(scheme, Push(b"{}")) == 401
    one = push(scheme, content_of(scheme))
    if scheme is not Scheme.JINSHUJU:
        assert intake.send(scheme, replace(one, body=one.body + b" ")) == 401
        assert intake.send(scheme, replace(one, headers=dict.fromkeys(one.headers, b"v1,Gr\xf6\xdfe"))) == 401
    assert intake.bodies(scheme) == []


@each_scheme
def test_a_delivery_that_comes_again_is_known_and_stored_once(intake: Intake, scheme: Scheme) -> None:
    one = push(scheme, content_of(scheme))
    assert [intake.send(scheme, one) for _ in range(3)] == [202, 200, 200]
    assert len(intake.bodies(scheme)) == 1
    assert intake.send(scheme, push(scheme, content_of(scheme, "2"), number=2)) == 202


@signs_time
@pytest.mark.parametrize(("age", "status"), [(-299, 202), (299, 202), (301, 401), (-301, 401)])
def test_a_signed_time_must_be_near(intake: Intake, scheme: Scheme, age: int, status: int) -> None:
    assert intake.send(scheme, push(scheme, content_of(scheme), at=NOW - age)) == status


@signs_time
def test_the_time_cannot_be_replaced(intake: Intake, scheme: Scheme) -> None:
    old, new = (push(scheme, content_of(scheme), at=at) for at in (NOW - 4000, NOW))
    if scheme is Scheme.JIANDAOYUN:
        forged = replace(old, query=new.query)
    else:
        forged = replace(old, headers=old.headers | {"webhook-timestamp": new.headers["webhook-timestamp"]})
    assert intake.send(scheme, forged) == 401


def test_milliseconds_are_understood(intake: Intake) -> None:
    scheme = Scheme.JIANDAOYUN
    assert intake.send(scheme, push(scheme, content_of(scheme), at=NOW * 1000)) == 202
    assert intake.send(scheme, push(scheme, content_of(scheme), at=(NOW - 400) * 1000, number=2)) == 401


@each_scheme
def test_size_source_and_shape(intake: Intake, scheme: Scheme) -> None:
    big = push(scheme, content_of(scheme, note="x" * 2000))
    assert intake.send(scheme, big) == 413

    async def without_a_length() -> AsyncIterator[bytes]:
        for start in range(0, len(big.body), 100):
            yield big.body[start : start + 100]

    assert intake.send(scheme, big, without_a_length()) == 413
    assert intake.send("nowhere", push(scheme, content_of(scheme))) == 404
    for wrong in (b"name=Wang", b"[1]", b"\xff", b""):
        assert intake.send(scheme, push(scheme, wrong)) == 400
    assert intake.bodies(scheme) == []


@each_scheme
def test_what_cannot_be_stored_is_not_acknowledged(
    intake: Intake, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = push(scheme, content_of(scheme))

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store_module, "move_into_place", full)
        assert intake.send(scheme, one) == 503
    assert intake.bodies(scheme) == []
    assert intake.send(scheme, one) == 202


@each_scheme
def test_no_secret_and_no_person_is_logged(
    intake: Intake, scheme: Scheme, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="ingestion")
    content = content_of(scheme, name="Canary Person")
    one = push(scheme, content)
    for sent in (one, one, push(scheme, content, "canary-wrong-key"), push(scheme, b"canary")):
        intake.send(scheme, sent)
    assert len(caplog.records) >= 4
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("ingestion"))
    assert said and "canary" not in said.lower()
    assert not any(value in said for value in (*one.headers.values(), *one.query.values()))
