"""Companies, each once: what makes two records one account, and what does not."""

from collections.abc import Iterator
from hashlib import md5
from typing import Any

import pytest

from tests.unit.dbt.account_world import AccountWorld


def lead(record: str, company: str | None = None, email: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"record": record, "company": company, "email": email, **fields}


def account(record: str, name: str | None, domain: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"id": record, "name": name, "domain": domain, **fields}


LEADS = [
    # One company, however it is written; what lacks a domain joins by name and place.
    lead("w:h1", "苏州恒达电子有限公司", "li@hengda.example", day=1, landed_again_after=3),
    lead("w:h2", "恒達電子（蘇州）股份有限公司", region="江苏", day=2),
    lead("w:h3", "Suzhou Hengda Electronics Co., Ltd.", "wang@mail.hengda.example", day=2),
    lead("w:h4", "恒达电子", "zhao@qq.com", day=2),
    lead("w:h5", "Hengda Electronics (Suzhou)", day=2),
    lead("w:h6", None, "sun@hengda.example", day=2),
    lead("w:h7", "n/a", "qian@hengda.example", day=2),
    # The same name in two places, and without one.
    lead("w:m1", "上海明源机械有限公司"),
    lead("w:m2", "武汉明源机械有限公司"),
    lead("w:m3", "明源机械有限公司"),
    lead("w:m4", "明源机械", region="湖北"),
    # The same name on two domains.
    lead("w:d1", "Larkspur Robotics GmbH", "a@larkspur.example", country="DE"),
    lead("w:d2", "Larkspur Robotics Inc.", "b@larkspur-robotics.example", country="US"),
    lead("w:d3", "Larkspur Robotics", country="US"),
    lead("w:d4", "Larkspur Robotics", country="FR"),
    # No name at all.
    lead("w:n1", "个人", "x@qq.com"),
    lead("w:n2", "上海科技有限公司"),
    lead("w:n3", "test", "y@163.com"),
    # An agency, whose domain stands beside the names of its clients.
    *(lead(f"w:g{n}", f"{name} Ltd.", f"{n}@agency.example") for n, name in enumerate(
        ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"), start=1)),
    # Free mail with a slip is nobody's domain.
    lead("w:s1", "Oakhurst Foods LLC", "c@gmial.com"),
    lead("w:s2", "Tannenberg Textile AG", "d@gmial.com"),
    # Two names on one domain.
    lead("w:t1", "Quarz Medizin GmbH", "e@quarz.example"),
    lead("w:t2", "Feldspat Optik GmbH", "f@quarz.example"),
    # A company of two domain endings.
    lead("w:e1", "北辰软件有限公司", "g@beichen.cn"),
    lead("w:e2", "北辰软件", "h@beichen.com.cn"),
    # What only a person, a switchboard and the CRM know: the same company in the other script.
    lead("w:p1", "Xi'an Zhuoer Valve Co., Ltd.", lead="zhou"),
    lead("w:p2", "西安卓尔阀门有限公司", "zhou@zhuoer.example", lead="zhou"),
    lead("w:q1", "青岛澜海泵业有限公司", phone_e164="+8653288886666"),
    lead("w:q2", "Qingdao Lanhai Pumps", phone_e164="+8653288886666"),
    lead("w:c1", "Ningbo Haitian Moulds", "no@haitian.example"),
    # A chain: two persons link the company of one domain with companies in two places.
    lead("w:v1", "上海恒远泵业有限公司", lead="p1"),
    lead("w:v2", "Hengyuan Pumps Ltd.", "p1@hengyuan.example", lead="p1"),
    lead("w:v3", "武汉恒远泵业有限公司", lead="p2"),
    lead("w:v4", "Hengyuan Pumps Ltd.", "p2@hengyuan.example", lead="p2"),
]  # fmt: skip
ACCOUNTS = [
    account("crm:h", "江苏恒达电子有限公司", "https://www.hengda.example/", day=3),
    account("erp:h", "恒達電子", "hengda.example", industry="Electronics", day=4),
    # Branch, group and place in brackets are hints.
    account("crm:b1", "天工技术有限公司"),
    account("crm:b2", "天工技术有限公司北京分公司"),
    account("crm:a1", "Acme Group"),
    account("crm:a2", "Acme (Shanghai) Co., Ltd."),
    # A parent that the CRM names, and two that name each other.
    account("crm:k1", "广州骏图物流有限公司", parent_name="深圳骏图控股有限公司"),
    account("crm:k2", "深圳骏图控股有限公司"),
    account("crm:r1", "Redwater Foods Inc.", parent_name="Bluestem Foods Inc."),
    account("crm:r2", "Bluestem Foods Inc.", parent_name="Redwater Foods Inc."),
    # Merged in the CRM itself, and named by deals only.
    account("crm:z1", "Kestrel Energy Ltd."),
    account("crm:t", "宁波海天模具有限公司"),
    account("crm:i1", "明源机械"),
]
CONTACTS = [{"id": "crm:1", "account_id": "crm:b1", "email": "chen@tiangong.example"}]
DEALS: list[dict[str, Any]] = [
    {"id": "crm:O1", "account_id": "crm:z0", "lead_record_id": None},
    {"id": "crm:O2", "account_id": "crm:ghost", "lead_record_id": "w:n1"},
    {"id": "crm:O3", "account_id": "crm:t", "lead_record_id": "w:c1"},
    {"id": "crm:O4", "account_id": "crm:z1", "lead_record_id": "w:s1"},
    {"id": "crm:O5", "account_id": "crm:b1", "lead_record_id": "w:s1"},
]


@pytest.fixture(scope="module")
def world() -> Iterator[AccountWorld]:
    world = AccountWorld(LEADS, ACCOUNTS, CONTACTS, DEALS, merged={"crm:z0": "crm:z1"})
    yield world
    world.close()


@pytest.fixture(scope="module")
def accounts(world: AccountWorld) -> dict[str, str | None]:
    return world.accounts()


def links(world: AccountWorld) -> dict[str, tuple[str | None, str | None, str | None]]:
    rows = world.query("select lead_id, account_id, rule, unmatched_reason from int_leads_linked_to_accounts")
    return {lead_id: (account_id, rule, reason) for lead_id, account_id, rule, reason in rows}


def test_one_company_in_all_its_spellings_is_one_account(accounts: dict[str, str | None]) -> None:
    spellings = ("w:h1", "w:h2", "w:h3", "w:h4", "w:h5", "w:h6", "w:h7", "crm:h", "erp:h")
    assert len({accounts[record] for record in spellings}) == 1


def test_an_account_is_named_after_the_record_that_landed_first(accounts: dict[str, str | None]) -> None:
    assert accounts["erp:h"] == "A" + md5(b"lead w:h1").hexdigest()[:16]
    assert accounts["crm:z1"] == "A" + md5(b"account crm:z1").hexdigest()[:16]


def test_the_same_name_in_another_place_is_another_company(accounts: dict[str, str | None]) -> None:
    assert accounts["w:m1"] != accounts["w:m2"] == accounts["w:m4"]
    assert accounts["w:m3"] is None
    assert accounts["crm:i1"] not in (accounts["w:m1"], accounts["w:m2"], None), "a CRM record is a company"


def test_the_same_name_on_other_domains_is_another_company(accounts: dict[str, str | None]) -> None:
    assert accounts["w:d1"] != accounts["w:d2"] == accounts["w:d3"]
    assert accounts["w:d4"] not in (accounts["w:d1"], accounts["w:d2"])


def test_placeholders_and_trade_words_are_no_company(
    world: AccountWorld, accounts: dict[str, str | None]
) -> None:
    assert not {"w:n1", "w:n2", "w:n3"} & set(accounts)
    assert links(world).get("w:n3") is None


def test_an_agencys_domain_and_misspelt_free_mail_join_nobody(accounts: dict[str, str | None]) -> None:
    assert len({accounts[f"w:g{n}"] for n in range(1, 7)}) == 6
    assert accounts["w:s1"] != accounts["w:s2"]
    assert accounts["w:t1"] != accounts["w:t2"]


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("w:e1", "w:e2", "domain_label"),
        ("w:p1", "w:p2", "same_person"),
        ("w:q1", "w:q2", "phone"),
        ("w:c1", "crm:t", "crm_link"),
    ],
)
def test_groups_are_linked_by(
    world: AccountWorld, accounts: dict[str, str | None], one: str, other: str, rule: str
) -> None:
    assert accounts[one] == accounts[other] is not None
    assert (rule,) in world.query(
        f"select rule from fct_account_matches where outcome = 'merged' and account_id_l = '{accounts[one]}'"
    )


def test_a_chain_joins_no_two_that_contradict_each_other(
    world: AccountWorld, accounts: dict[str, str | None]
) -> None:
    assert accounts["w:v1"] != accounts["w:v3"]
    assert accounts["w:v2"] == accounts["w:v4"] in (accounts["w:v1"], accounts["w:v3"])
    assert world.query(
        "select rule from fct_account_matches where outcome = 'apart' and account_id_l <> account_id_r"
    ) == [("same_person",)]


def test_an_id_that_was_merged_or_never_landed_is_an_account_too(accounts: dict[str, str | None]) -> None:
    assert "crm:z0" not in accounts
    assert accounts["crm:ghost"] is not None


def test_golden_values_come_from_the_newest_crm_record_that_has_them(
    world: AccountWorld, accounts: dict[str, str | None]
) -> None:
    assert world.query(
        "select name, industry, domain, crm_record_count, lead_record_count, record_count "
        f"from int_accounts_merged where account_id = '{accounts['crm:h']}'"
    ) == [("恒達電子", "Electronics", "hengda.example", 2, 7, 8)]


def test_hints_merge_nothing_and_say_why(world: AccountWorld, accounts: dict[str, str | None]) -> None:
    found = {
        (child, parent): rule
        for child, parent, rule in world.query(
            "select child_account_id, parent_account_id, rule from int_account_hints"
        )
    }
    for child, parent, rule in (
        ("crm:b2", "crm:b1", "branch_name"),
        ("crm:a2", "crm:a1", "group_name"),
        ("crm:k1", "crm:k2", "parent_field"),
        ("w:m1", "crm:i1", "place_name"),
        ("w:t1", "w:t2", "shared_domain"),
    ):
        pairs = {(accounts[child], accounts[parent]), (accounts[parent], accounts[child])}
        assert [found[pair] for pair in pairs & set(found)] == [rule], (child, parent)
    assert (accounts["crm:a2"], accounts["crm:a1"]) in found
    assert not any(accounts["crm:r1"] in pair for pair in found), "two that name each other are no hint"


def test_a_lead_goes_where_the_crm_puts_it_else_where_its_records_say(
    world: AccountWorld, accounts: dict[str, str | None]
) -> None:
    found = links(world)
    assert found["w:c1"] == (accounts["crm:t"], "crm_link", None)
    assert found["w:n1"] == (accounts["crm:ghost"], "crm_link", None)
    assert found["zhou"] == (accounts["w:p2"], "domain_name", None)
    assert found["w:h6"] == (accounts["w:h1"], "domain", None)
    assert found["w:m4"] == (accounts["w:m2"], "name_place", None)
    assert found["w:m3"] == (None, None, "ambiguous_name")
    assert found["w:s1"] == (None, None, "several_crm_accounts")


def test_every_merge_is_in_the_ledger(world: AccountWorld) -> None:
    pairs = world.query(
        "select account_record_id_l, account_record_id_r from fct_account_matches where outcome = 'merged'"
    )
    group = {
        record: record
        for (record,) in world.query(
            "select account_record_id from int_company_records_resolved where account_id is not null"
        )
    }

    def root(record: str) -> str:
        while group[record] != record:
            record = group[record]
        return record

    for one, other in pairs:
        group[root(one)] = root(other)
    (accounts,) = world.query("select count(distinct account_id) from int_company_records_resolved")[0]
    assert len({root(record) for record in group}) == accounts


def test_the_order_in_which_records_come_changes_nothing(accounts: dict[str, str | None]) -> None:
    backwards = AccountWorld(LEADS[::-1], ACCOUNTS[::-1], CONTACTS, DEALS[::-1], merged={"crm:z0": "crm:z1"})
    assert backwards.accounts() == accounts
    backwards.close()


@pytest.mark.parametrize(
    "little",
    [
        {},
        {"leads": [lead("w:1", "Kestrel Foods")]},
        {"leads": [lead("w:1", None, "a@kestrel.example")]},
        {"accounts": [account("crm:1", None)], "leads": [lead("w:1")]},
        {"accounts": [account("crm:1", "Kestrel")], "contacts": [{"id": "crm:c", "account_id": "crm:1"}]},
        {"opportunities": [{"id": "crm:o", "account_id": "crm:1", "lead_record_id": None}]},
    ],
    ids=["nothing", "a name", "a domain", "no name", "no domain", "only an id"],
)
def test_a_world_that_says_little_is_resolved_too(little: dict[str, Any]) -> None:
    world = AccountWorld(**little)
    assert all(world.accounts().values())
    world.close()
