"""From the store to the landing zone: each record once, the newest wins, and polling gives the same ids."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from ingestion.intake.signatures import Scheme
from ingestion.intake.store import Store, Stored
from ingestion.pulling.record import PullRecord
from ingestion.pulling.resource import Resource, Window
from ingestion.sources.webhook.connector import WebhookConnector
from ingestion.sources.webhook.records import ID_FIELD
from ingestion.sources.webhook.schema import WebhookSettings
from tests.conformance.harness import FastClocks, contract_of
from tests.simulators.jiandaoyun import cases as jiandaoyun
from tests.simulators.jiandaoyun.server import JiandaoyunSimulator
from tests.simulators.jinshuju import cases as jinshuju
from tests.simulators.jinshuju.server import JinshujuSimulator
from tests.simulators.server import Simulator
from tests.simulators.typeform import cases as typeform
from tests.simulators.typeform.server import TypeformSimulator
from tests.simulators.world import make_world
from tests.unit.ingestion.intake.senders import content_of
from tests.unit.ingestion.pulling.made import START, Pulls, contract

JDY = Scheme.JIANDAOYUN


class Webhook:
    """A store, and pulls that land it."""

    def __init__(self, root: Path, scheme: Scheme) -> None:
        self.settings = WebhookSettings(scheme=scheme, folder=root / "intake", secret=SecretStr("x" * 8))
        self.store, self.pulls, self._number = Store(root / "intake"), Pulls(root / "landing"), 0
        columns = {"id": ID_FIELD[scheme], "name": "name"}
        self.contract = contract(columns=columns)

    def deliver(self, content: Any) -> None:
        self._number += 1
        self.store.keep(Stored(f"d{self._number}", self.pulls.now, orjson.dumps(content)))

    def resource(self) -> Resource:
        return WebhookConnector(self.settings, FastClocks().clocks()).resource("delivery", {})

    def pull(self, *, is_full: bool = False) -> PullRecord:
        record = self.pulls.pull(self.resource(), is_full=is_full, by=self.contract)  # type: ignore[arg-type]
        assert record.is_proven, record
        return record

    def newest(self) -> dict[str, tuple[str, str | None]]:
        """What the landed lines say last of each id: the operation and the name."""
        lines = [orjson.loads(line) for line in self.pulls.lines()]
        lines.sort(key=lambda line: line["_leadmill"]["changed_at"])
        return {line["_leadmill"]["id"]: (line["_leadmill"]["op"], line.get("name")) for line in lines}


@pytest.fixture
def jdy(tmp_path: Path) -> Webhook:
    return Webhook(tmp_path, JDY)


def row(name: str, minute: int, op: str = "data_update") -> dict[str, Any]:
    at = START - timedelta(hours=2) + timedelta(minutes=minute)
    data = {"_id": "r1", "name": name, "updateTime": at.isoformat()}
    return {"op": op, "opTime": int(at.timestamp() * 1000), "data": data}


@pytest.mark.parametrize("scheme", list(Scheme), ids=str)
def test_deliveries_land_once_with_a_certificate(tmp_path: Path, scheme: Scheme) -> None:
    hook = Webhook(tmp_path, scheme)
    for one in ("1", "2", "3"):
        hook.deliver(content_of(scheme, one, name=f"name {one}"))
    hook.pulls.now = datetime(2026, 11, 21, tzinfo=UTC)
    first = hook.pull()
    assert (first.certificate.reported, first.certificate.new, first.certificate.quarantined) == (3, 3, 0)
    assert hook.newest() == {one: ("upsert", f"name {one}") for one in ("1", "2", "3")}
    for second in (hook.pull(), hook.pull(is_full=True)):
        assert (second.load_id, second.certificate.unchanged) == (None, 3)
    hook.deliver(content_of(scheme, "1", name="name 1"))
    assert hook.pull().load_id is None, "the same under another delivery id moves nothing"


def test_an_older_push_that_comes_late_overwrites_nothing(jdy: Webhook) -> None:
    jdy.deliver(row("newer", 20))
    jdy.pull()
    jdy.deliver(row("older", 10))
    assert jdy.pull().load_id is None
    assert jdy.newest() == {"r1": ("upsert", "newer")}


def test_a_removal_is_a_tombstone_that_a_late_push_does_not_undo_but_a_recovery_does(jdy: Webhook) -> None:
    jdy.deliver(row("first", 10, "data_create"))
    jdy.pull()
    jdy.deliver(row("", 30, "data_remove"))
    assert jdy.pull().certificate.deleted == 1
    jdy.deliver(row("late", 20))
    assert jdy.pull().load_id is None
    assert jdy.newest()["r1"][0] == "delete"
    recovered = row("back", 40, "data_recover")
    recovered["data"]["updateTime"] = row("", 20)["data"]["updateTime"]
    jdy.deliver(recovered)
    jdy.pull()
    assert jdy.newest() == {"r1": ("upsert", "back")}


@pytest.mark.parametrize("scheme", [s for s in Scheme if s is not Scheme.FORM], ids=str)
def test_an_unknown_shape_is_quarantined_and_the_others_land(tmp_path: Path, scheme: Scheme) -> None:
    hook = Webhook(tmp_path, scheme)
    for content in ({}, {"data": 1, "form_response": 1, "entry": 1}, content_of(scheme, name="n")):
        hook.deliver(content)
    certificate = hook.pull().certificate
    assert (certificate.new, certificate.quarantined) == (3, 2)


def test_only_what_a_proven_pull_landed_long_ago_is_removed(jdy: Webhook, tmp_path: Path) -> None:
    jdy.deliver(row("first", 10))
    (path,) = (tmp_path / "intake").iterdir()
    os.utime(path, (START.timestamp(), START.timestamp()))
    jdy.pulls.now = START + timedelta(days=90)
    jdy.pull()
    assert path.exists(), "no pull before this one had landed it"
    jdy.pull()
    assert not path.exists()
    assert jdy.newest() == {"r1": ("upsert", "first")}, "that its delivery is gone deletes nothing"
    assert jdy.pull(is_full=True).certificate.deleted == 0


def polled(scheme: Scheme, simulator: Simulator) -> Resource:
    clocks = FastClocks().clocks()
    if scheme is Scheme.TYPEFORM:
        connector: Any = typeform.connecting()(simulator, clocks)
        return connector.resource("response", {"form": typeform.FORM})
    if scheme is Scheme.JIANDAOYUN:
        api = contract_of(jiandaoyun.CASES[0]).api
        assert api is not None
        # Of the API every field is asked for, as a push has them all.
        form = {name: value for name, value in api.options.items() if name != "fields"}
        return jiandaoyun.connect(simulator, clocks).resource("form", form)
    connector = jinshuju.connecting()(simulator, clocks)
    return connector.resource("entry", {"form": jinshuju.FORM})


def pushed(scheme: Scheme, record: dict[str, Any]) -> dict[str, Any]:
    """What the system pushes of a record that polling gives."""
    if scheme is Scheme.JIANDAOYUN:
        return {"op": "data_update", "opTime": 1_795_000_000_000, "data": record}
    own = {name: value for name, value in record.items() if name != "answers_by_ref"}
    return {"form_response" if scheme is Scheme.TYPEFORM else "entry": own}


@pytest.mark.parametrize("scheme", [Scheme.JIANDAOYUN, Scheme.TYPEFORM, Scheme.JINSHUJU], ids=str)
def test_polling_gives_the_same_records_and_those_that_were_never_pushed(
    tmp_path: Path, scheme: Scheme
) -> None:
    hook, world = Webhook(tmp_path, scheme), make_world(40)
    kind = {Scheme.JIANDAOYUN: JiandaoyunSimulator, Scheme.TYPEFORM: TypeformSimulator}.get(
        scheme, JinshujuSimulator
    )
    everything = Window(None, world.now + timedelta(days=1))
    with kind(world) as simulator:
        items = [item for page in polled(scheme, simulator).read(everything) for item in page]
    for item in items[::2]:
        hook.deliver(pushed(scheme, dict(item.record)))
    found = {item.id: item for page in hook.resource().read(everything) for item in page}
    assert found == {item.id: item for item in items[::2]}
    assert len(found) < len(items)
