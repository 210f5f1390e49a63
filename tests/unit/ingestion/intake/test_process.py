"""`leadmill intake` as a process that is killed: what it acknowledged, and what it stored, is there."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import urllib3

from ingestion.intake.signatures import Scheme
from ingestion.intake.store import Store
from tests.unit.ingestion.intake.senders import KEY, content_of, push

# Stores, and is killed before it can answer.
_KILLED = """\
import os, signal
from ingestion.intake.store import Store
keep = Store.keep
def killed(self, delivery):
    keep(self, delivery)
    os.kill(os.getpid(), signal.SIGKILL)
Store.keep = killed
"""
_COMPANY = (
    "name: {en: Acme, zh: 示例}\ntime_zone: Asia/Shanghai\ncurrency: CNY\nlanguages: [en]\n"
    "data_owner: data@example.com\n"
)
_CONTRACT = """\
source: pushed_leads
system: forms
api: {connection: pushed, resource: delivery}
columns: {id: serial_number, name: field_1}
entities:
  - entity: lead
    fields: {lead_id: id, full_name: name, channel: {value: web}}
"""


def _start(root: Path, port: int, before: str = "") -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEADMILL_")}
    environment |= {
        "LEADMILL_CONFIG": str(root / "config"),
        "LEADMILL_HOME": str(root / "home"),
        "LEADMILL_SECRET_PUSHED_SECRET": KEY,
    }
    code = f"{before}\nfrom orchestration.cli.main import run\nrun(['intake', '--port', '{port}'])"
    with (root / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=log, stderr=log)
    for _ in range(600):
        assert process.poll() is None, (root / "log").read_text(encoding="utf-8")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    process.kill()
    raise AssertionError("it does not listen")


def test_killed_between_storing_and_answering_a_delivery_is_stored_once(tmp_path: Path) -> None:
    config, folder = tmp_path / "config", tmp_path / "intake"
    (config / "sources").mkdir(parents=True)
    (config / "sources" / "pushed_leads.yml").write_text(_CONTRACT, encoding="utf-8")
    (config / "company.yml").write_text(_COMPANY, encoding="utf-8")
    (config / "reports.yml").write_text("subscriptions: []\n", encoding="utf-8")
    settings = f"{{scheme: jinshuju, folder: {folder}}}"
    (config / "connections.yml").write_text(f"pushed: {{kind: webhook, settings: {settings}}}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = push(Scheme.JINSHUJU, content_of(Scheme.JINSHUJU))
    url = f"http://127.0.0.1:{port}/hooks/pushed/{KEY}"
    http = urllib3.PoolManager(retries=False, timeout=30)

    process = _start(tmp_path, port, _KILLED)
    try:
        http.request("POST", url, body=one.body)
        raise AssertionError("it answered")
    except urllib3.exceptions.HTTPError:
        assert process.wait(30) == -signal.SIGKILL
    assert len(Store(folder).names()) == 1

    process = _start(tmp_path, port)
    try:
        assert http.request("POST", url, body=one.body).status == 200
        assert http.request("POST", url + "x", body=one.body).status == 401
    finally:
        process.terminate()
        process.wait(30)
    (name,) = Store(folder).names()
    assert Store(folder).read(name).body == one.body
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert "known already" in said and KEY not in said
