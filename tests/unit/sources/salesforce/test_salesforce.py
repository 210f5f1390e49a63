"""What the common tests do not ask of Salesforce: logins, the recycle bin, histories, archives, refusals."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import ValidationError

from ingestion.http.errors import ApiError, QuotaUsedUp, RequestRefused
from ingestion.pulling.resource import Op, Window
from ingestion.sources.salesforce.resources import SPEC
from tests.conformance.harness import Trial
from tests.simulators.salesforce import shapes
from tests.simulators.salesforce.cases import CASES, connect
from tests.simulators.salesforce.server import PASSWORD, SECURITY_TOKEN, USERNAME, Salesforce
from tests.simulators.world import World, make_world
from tests.unit.sources.asking import everything, resource_of

resource = functools.partial(resource_of, connect)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(60)


@pytest.fixture
def org(world: World) -> Iterator[Salesforce]:
    with Salesforce(world) as simulator:
        yield simulator


def pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.mark.parametrize(
    ("auth", "given"),
    [
        ("password", {"username": USERNAME, "password": PASSWORD, "security_token": SECURITY_TOKEN}),
        ("jwt", {"username": USERNAME, "private_key": pem()}),
        ("refresh_token", {"refresh_token": "made-up"}),
    ],
)
def test_each_login_sends_its_grant(org: Salesforce, world: World, auth: str, given: dict[str, str]) -> None:
    assert len(everything(resource(org, "User", auth=auth, **given), world)) == len(world.owners)
    form = org.calls[0].form()
    assert form["grant_type"].endswith({"jwt": "jwt-bearer"}.get(auth, auth))
    if auth == "jwt":
        assert form["assertion"].count(".") == 2


def test_settings_say_what_a_login_lacks() -> None:
    with pytest.raises(ValidationError, match="auth jwt also needs username and private_key"):
        SPEC.settings.model_validate({"auth": "jwt", "client_id": "x"})


def test_a_stage_that_is_entered_again_has_rows_of_its_own(world: World) -> None:
    deal = world.deals[0]
    before = list(deal.history)
    deal.history = [*before, ("qualified", world.now), ("qualified", world.tick())]
    with Salesforce(world) as org:
        found = everything(resource(org, "OpportunityHistory"), world)
    own = [item for item in found if item.record["OpportunityId"] == shapes.deal_id(deal.number)]
    deal.history = before
    assert len({item.id for item in own}) == len(before) + 2
    assert [item.record["StageName"] for item in own][-2:] == ["Qualification"] * 2


def test_history_of_a_deleted_opportunity_gets_tombstones(world: World) -> None:
    own = make_world(60)
    own.delete(own.deals[0])
    with Salesforce(own) as org:
        found = resource(org, "OpportunityHistory")
        gone = [item for page in found.deletions(Window(None, own.now)) for item in page]
    assert len(gone) == len(own.deals[0].history)
    # The contract's key must be in them.
    assert all(
        item.op is Op.DELETE and item.record["StageName"] and item.record["CreatedDate"] for item in gone
    )


def test_archived_activities_are_read(org: Salesforce, world: World) -> None:
    tasks = everything(resource(org, "Task"), world)
    assert any(item.record["IsArchived"] for item in tasks)
    assert len(tasks) == len([item for item in world.activities if not shapes.is_event(item)])


def test_a_record_purged_from_the_bin_is_found_by_a_full_pull(tmp_path: Path) -> None:
    own = make_world(60)
    trial = Trial(CASES[0], tmp_path, own)
    trial.pull()
    purged = own.leads.pop()
    assert trial.pull().certificate.deleted == 0
    assert trial.pull(is_full=True).certificate.deleted == 1
    assert shapes.lead_id(purged.number) not in trial.landed()
    trial.close()


def test_fields_narrow_and_wrong_ones_are_named(org: Salesforce, world: World) -> None:
    narrow = everything(resource(org, "Lead", {"fields": ["Email"]}), world)[0].record
    assert set(narrow) == {"attributes", "Id", "SystemModstamp", "IsDeleted", "Email"}
    with pytest.raises(RequestRefused, match=r"no field Emial .* There are: .*Email"):
        everything(resource(org, "Lead", {"fields": ["Emial"]}), world)
    with pytest.raises(RequestRefused, match=r"INVALID_FIELD.*No such column"):
        everything(resource(org, "Lead", {"related": ["Nobody.Name"]}), world)
    with pytest.raises(ValueError, match="no resource 'Leads'; there are Lead,"):
        resource(org, "Leads")
    with pytest.raises(ValueError, match="'field' is no option"):
        resource(org, "Lead", {"field": 1})


def test_compound_fields_are_left_out(org: Salesforce, world: World) -> None:
    assert "Address" not in everything(resource(org, "Lead"), world)[0].record


def test_a_used_up_day_is_said_at_once(world: World) -> None:
    with Salesforce(world, day_limit=1) as org, pytest.raises(QuotaUsedUp, match="used up"):
        everything(resource(org, "Lead"), world)
    assert len(org.calls) == 3


def test_no_secret_stands_in_an_error(org: Salesforce, world: World) -> None:
    with pytest.raises(ApiError) as raised:
        everything(resource(org, "Lead", client_secret="s3cr3t-value"), world)
    assert "s3cr3t-value" not in str(raised.value)
