"""Leads from landed rows to golden leads: normal forms, exact keys and their guards, survivorship, grades."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.dbt.landed import LANDED_AT, LandedWorld

CHAIN = 60  # records, each sharing one key with the next: many more rounds than any real cluster needs


def at(number: int) -> datetime:
    return datetime(2026, 5, number, tzinfo=UTC)


def lead(lead_id: str, **fields: Any) -> dict[str, Any]:
    return {"lead_id": lead_id, "created_at": at(1), **fields}


PEOPLE = [
    # One person under three keys, over four records.
    lead(
        "a1",
        full_name="陳　大文",
        company="恆達機械有限公司",
        email="Chen@Hengda.example",
        phone="138 0013 8001",
    ),
    lead("a2", full_name="陈大文先生", company="北京恒达机械（集团）有限公司", email="<chen@hengda.example>"),
    lead("a3", full_name="Chen Dawen", company="Hengda", phone="+86-138-0013-8001"),
    lead("a4", full_name="陈大文 (David)", company="恒达机械", phone="021-68881234转801"),
    # Two colleagues behind one mailbox and one landline.
    lead("b1", full_name="Anna Lee", company="Mill Ltd.", email="info@mill.example", phone="(021) 68889999"),
    lead("b2", full_name="Ben Cho", company="Mill", email="info@mill.example", phone="021-68889999"),
    lead("b3", full_name="LEE, Anna", email="INFO@mill.example"),
    # Beijing's area code begins like a mobile number.
    lead("b4", full_name="Cai Yun", company="Loom", phone="010-68889999"),
    lead("b5", full_name="Du Fan", company="Loom", phone="010-68889999"),
    # Surnames and placeholders are no names.
    lead("c1", full_name="王先生", company="Kiln"),
    lead("c2", full_name="王先生", company="Kiln"),
    lead("c3", full_name="test", company="Kiln"),
    lead("c4", full_name="Test", company="Kiln"),
]
SWITCHBOARD = [
    lead(f"s{n:02}", full_name=f"Person {chr(65 + n)}", phone="13900139000", company=f"Firm {n}")
    for n in range(6)
]
OFTEN = [lead(f"t{n:02}", full_name="Same Name", email="same@crowd.example") for n in range(60)]
# A record without a name has the e-mail of one person and the phone of another.
CONFLICT = [
    lead("x1", full_name="Anna Meier", company="Alpha GmbH", email="anna@alpha.example", phone="13500135001"),
    lead("x2", email="anna@alpha.example", phone="13500135002"),
    lead("x3", full_name="Boris Kuhn", company="Beta AG", phone="13500135002"),
]
CHAINED = [
    lead(
        f"z{n:03}",
        full_name="Long Chain",
        email=f"link{n // 2}@chain.example",
        phone=f"1360000{(n + 1) // 2:04}",
    )
    for n in range(CHAIN)
]
MERGED = [
    lead(
        "m1",
        full_name="MARY ANN STONE",
        email="mary@stone.example",
        company="Stone Co., Ltd.",
        title="IT Manager",
        company_size="1,000-4,999人",
        need="first need",
        owner_id="Zhao Li",
        industry="机械装备",
        urgency="高",
        created_at=at(2),
    ),
    lead(
        "m2",
        full_name="Mary Ann Stone",
        email="mary@stone.example",
        title="副总经理",
        country="中国",
        region="深圳市",
        planned_purchase_on=date(2026, 6, 1),
        channel="event",
        campaign="Fair",
        created_at=at(3),
        updated_at=at(9),
    ),
    lead(
        "m3", email="mary@stone.example", channel="web", campaign="Ads", created_at=at(4), need=" as is ｗ "
    ),
]
ALONE = [
    lead(
        "r1", full_name="引荐者", email="not an address", phone="12345", referrer_email="mary@stone.example"
    ),
    lead("u1", full_name="Lone", urgency="no idea", need="我们需要尽快上线", planned_purchase_on=None),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> LandedWorld:
    world = LandedWorld(tmp_path_factory.mktemp("leads"))
    world.land(
        "forms",
        {"lead": [*PEOPLE, *SWITCHBOARD, *OFTEN, *CONFLICT, *CHAINED, *MERGED, *ALONE]},
        file_name="f.csv",
    )
    world.land(
        "crm",
        {
            "owner": [{"owner_id": "U7", "full_name": "Zhao Li", "team": "East"}],
            "contact": [{"contact_id": "1", "full_name": "李梅", "phone": "13700137000", "title": "CFO"}],
            "account": [
                {
                    "account_id": "1",
                    "name": "上海市沃远电子股份有限公司",
                    "domain": "https://www.Woyuan.example/about",
                }
            ],
        },
    )
    world.dbt(
        "build",
        *("--select", "+fct_leads", "+fct_lead_records", "+dim_contacts", "+dim_accounts"),
        *("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"),
    )
    return world


@pytest.fixture(scope="module")
def clusters(world: LandedWorld) -> dict[str, str]:
    return dict(world.query("select external_id, lead_id from marts.fct_lead_records"))


@pytest.fixture(scope="module")
def rules(world: LandedWorld) -> dict[str, str]:
    return dict(world.query("select external_id, match_rule from marts.fct_lead_records"))


def golden(world: LandedWorld, clusters: dict[str, str], record: str) -> dict[str, Any]:
    (found,) = world.records(f"select * from marts.fct_leads where lead_id = '{clusters[record]}'")
    return found


def test_one_person_under_different_keys_is_one_lead(clusters: dict[str, str], rules: dict[str, str]) -> None:
    assert len({clusters[record] for record in ("a1", "a2", "a3", "a4")}) == 1
    assert [rules[record] for record in ("a1", "a2", "a3", "a4")] == [
        "email",
        "email",
        "phone",
        "company_person",
    ]


def test_a_role_mailbox_and_a_landline_need_the_name_too(clusters: dict[str, str]) -> None:
    assert clusters["b1"] != clusters["b2"]
    assert clusters["b1"] == clusters["b3"]
    assert clusters["b4"] != clusters["b5"]


def test_surnames_and_placeholders_match_nobody(clusters: dict[str, str], rules: dict[str, str]) -> None:
    records = ("c1", "c2", "c3", "c4")
    assert len({clusters[record] for record in records}) == 4
    assert {rules[record] for record in records} == {"single"}


def test_a_number_of_many_persons_is_a_switchboard(clusters: dict[str, str]) -> None:
    assert len({clusters[record["lead_id"]] for record in SWITCHBOARD}) == len(SWITCHBOARD)


def test_somebody_who_wrote_sixty_times_is_one_lead(clusters: dict[str, str]) -> None:
    assert len({clusters[record["lead_id"]] for record in OFTEN}) == 1


def test_a_long_chain_comes_together_to_its_end(clusters: dict[str, str]) -> None:
    assert len({clusters[record["lead_id"]] for record in CHAINED}) == 1


def test_two_people_are_not_joined_through_a_third_record(clusters: dict[str, str]) -> None:
    assert clusters["x1"] != clusters["x3"]
    assert clusters["x2"] in (clusters["x1"], clusters["x3"])


def test_a_lead_is_named_after_its_smallest_record(world: LandedWorld, clusters: dict[str, str]) -> None:
    ((expected,),) = world.query("select 'L' || substr(md5('forms:a1'), 1, 16)")
    assert clusters["a3"] == expected


def test_of_each_field_the_newest_value_counts(world: LandedWorld, clusters: dict[str, str]) -> None:
    lead = golden(world, clusters, "m1")
    assert lead["full_name"] == "Mary Ann Stone"
    assert (lead["title"], lead["decision_level"]) == ("副总经理", 9)
    assert (lead["country"], lead["region"]) == ("CN", "广东")
    assert lead["company"] == "Stone Co., Ltd."
    assert lead["employee_count"] == 3000
    assert lead["need"] == " as is ｗ ", "free text is not touched"
    assert lead["record_count"] == 3
    assert (lead["created_at"], lead["last_record_at"]) == (at(2), at(9))


def test_channel_and_campaign_come_from_the_first_record_that_has_one(
    world: LandedWorld, clusters: dict[str, str]
) -> None:
    lead = golden(world, clusters, "m1")
    assert (lead["channel"], lead["campaign"]) == ("event", "Fair")
    assert lead["channels"] == "event,missing,web"
    assert golden(world, clusters, "u1")["channel"] == "missing"


def test_points_follow_the_seeds(world: LandedWorld, clusters: dict[str, str]) -> None:
    lead = golden(world, clusters, "m1")
    points = {factor: lead[f"points_{factor}"] for factor in ("size", "urgency", "decision_level", "fit")}
    # 28 days to the planned purchase are as urgent as can be; "高" of the older record is 8.
    assert points == {"size": 9, "urgency": 10, "decision_level": 9, "fit": 9}
    assert (lead["score"], lead["grade"], lead["is_grade_firm"]) == (Decimal("9.30"), "A", True)


def test_urgency_is_read_from_the_need_when_nothing_plainer_is_known(
    world: LandedWorld, clusters: dict[str, str]
) -> None:
    assert golden(world, clusters, "u1")["urgency_level"] is None, "'no idea' was said, and means nothing"
    assert golden(world, clusters, "r1")["score_coverage"] == 0


def test_an_owner_named_by_another_system_is_found(world: LandedWorld, clusters: dict[str, str]) -> None:
    lead = golden(world, clusters, "m1")
    assert (lead["owner_id"], lead["owner_name"], lead["team"]) == ("crm:U7", "Zhao Li", "East")


def test_the_referrer_is_found_among_the_leads(world: LandedWorld, clusters: dict[str, str]) -> None:
    assert golden(world, clusters, "r1")["referrer_lead_id"] == clusters["m1"]


def test_what_is_not_valid_is_null_and_the_raw_text_stays(
    world: LandedWorld, clusters: dict[str, str]
) -> None:
    lead = golden(world, clusters, "r1")
    assert (lead["email"], lead["phone_e164"]) == (None, None)
    raw = world.query("select email, phone from staging.stg_landing__leads where external_id = 'r1'")
    assert raw == [("not an address", "12345")]


def test_contacts_and_accounts_are_standardised_too(world: LandedWorld) -> None:
    contacts = world.query("select phone_e164, decision_level from marts.dim_contacts")
    assert contacts == [("+8613700137000", 10)]
    accounts = world.query("select name, name_key, domain from marts.dim_accounts where is_in_crm")
    assert accounts == [("上海市沃远电子股份有限公司", "沃远电子", "woyuan.example")]


def test_a_lead_nobody_followed_up_is_late_once_the_promise_is_broken(
    world: LandedWorld, clusters: dict[str, str]
) -> None:
    lead = golden(world, clusters, "m1")
    assert (LANDED_AT - at(2)).days > 1
    assert (lead["activity_count"], lead["first_response_hours"], lead["is_response_late"]) == (0, None, True)
