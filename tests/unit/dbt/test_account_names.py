"""An account keeps its id while records come and go: this build against the journal of publications."""

from collections.abc import Mapping, Sequence
from hashlib import md5
from typing import Any

from tests.unit.dbt.account_world import AccountWorld, Row

Accounts = Mapping[str, str | None]


def lead(record: str, company: str, day: int, email: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"record": record, "company": company, "email": email, "day": day, **fields}


def account(record: str, name: str, day: int, domain: str | None = None) -> dict[str, Any]:
    return {"id": record, "name": name, "domain": domain, "day": day}


def name(anchor: str) -> str:
    """The id of the account that is named after this record."""
    return "A" + md5(anchor.encode()).hexdigest()[:16]


def sequence(*states: Mapping[str, Sequence[Row]]) -> list[Accounts]:
    """The accounts of each state, every one published before the next comes."""
    journal: list[Row] = []
    found = []
    for publication, state in enumerate(states, start=1):
        world = AccountWorld(**state, journal=journal)
        found.append(world.accounts())
        journal += world.published(publication)
        world.close()
    return found


HENGDA = lead("w:1", "恒达电子", 1, "li@hengda.example")
HENGDA_AGAIN = lead("w:2", "Hengda Electronics", 2, "wang@hengda.example")
HENGDA_IN_CRM = account("crm:h", "恒达电子有限公司", 3, "hengda.example")


def test_an_account_keeps_its_id_when_its_first_record_is_gone_and_when_it_comes_back() -> None:
    before, without, again = sequence(
        {"leads": [HENGDA, HENGDA_AGAIN], "accounts": [HENGDA_IN_CRM]},
        {"leads": [HENGDA_AGAIN], "accounts": [HENGDA_IN_CRM]},
        {"leads": [HENGDA, HENGDA_AGAIN], "accounts": [HENGDA_IN_CRM]},
    )
    assert set(before.values()) == {name("lead w:1")}
    assert set(without.values()) == {name("lead w:1")}
    assert again == before


def test_it_does_also_when_others_write_the_very_same_and_when_the_next_goes_too() -> None:
    same_writing = [HENGDA, lead("w:3", "恒达电子", 4, "zhao@hengda.example")]
    _, one_left, in_crm_only = sequence(
        {"leads": same_writing, "accounts": [HENGDA_IN_CRM]},
        {"leads": same_writing[1:], "accounts": [HENGDA_IN_CRM]},
        {"accounts": [HENGDA_IN_CRM]},
    )
    assert set(one_left.values()) == {name("lead w:1")}
    assert in_crm_only == {"crm:h": name("lead w:1")}


def test_a_record_that_names_no_company_any_more_is_as_good_as_gone() -> None:
    _, after = sequence(
        {"leads": [HENGDA, HENGDA_AGAIN]}, {"leads": [lead("w:1", "个人", 1, "li@qq.com"), HENGDA_AGAIN]}
    )
    assert after == {"w:2": name("lead w:1")}


def test_when_two_accounts_become_one_the_older_id_stays() -> None:
    """The record that the older one is named after is gone when a person's records bring them together."""
    chinese = account("crm:z", "西安卓尔阀门有限公司", 3, "zhuoer.example")
    latin = [lead(f"w:{n}", "Xi'an Zhuoer Valve Co., Ltd.", n) for n in (1, 4)]
    person = [
        lead("w:5", "Xi'an Zhuoer Valve Co., Ltd.", 5, lead="zhou"),
        lead("w:6", "西安卓尔阀门有限公司", 6, "zhou@zhuoer.example", lead="zhou"),
    ]
    apart, merged = sequence(
        {"leads": latin, "accounts": [chinese]}, {"leads": [latin[1], *person], "accounts": [chinese]}
    )
    assert apart == {"w:1": name("lead w:1"), "w:4": name("lead w:1"), "crm:z": name("account crm:z")}
    assert set(merged.values()) == {name("lead w:1")}


def test_of_a_split_one_part_keeps_the_id_and_no_two_accounts_have_one() -> None:
    """The record that linked two is gone, and the one that the account was named after, too."""
    chinese = account("crm:z", "西安卓尔阀门有限公司", 3, "zhuoer.example")
    latin = lead("w:9", "Xi'an Zhuoer Valve Co., Ltd.", 4)
    person = [
        lead("w:1", "Xi'an Zhuoer Valve Co., Ltd.", 1, lead="zhou"),
        lead("w:2", "西安卓尔阀门有限公司", 2, "zhou@zhuoer.example", lead="zhou"),
    ]
    before, parted = sequence(
        {"leads": [*person, latin], "accounts": [chinese]}, {"leads": [latin], "accounts": [chinese]}
    )
    assert set(before.values()) == {name("lead w:1")}
    # Both were in it when last published; the older record goes on with the name.
    assert parted == {"crm:z": name("lead w:1"), "w:9": name("lead w:9")}


def test_the_name_of_a_record_that_is_there_belongs_to_its_account_alone() -> None:
    """The first record of an account now writes another company, and takes the name along."""
    moved = lead("w:1", "Kestrel Foods Ltd.", 1, "li@kestrel.example")
    _, after = sequence({"leads": [HENGDA, HENGDA_AGAIN]}, {"leads": [moved, HENGDA_AGAIN]})
    assert after == {"w:1": name("lead w:1"), "w:2": name("lead w:2")}
