"""Keys of company names: the same for every spelling, and for nobody else."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.dbt.rendering import model_sql, with_seeds

MODELS = ("int_companies_standardised", "int_company_names_parsed")
BRANDS = st.tuples(
    st.text("恒宏瑞鼎盛博远隆卓腾泰誉锦骏沃聚航冠澜", min_size=2, max_size=3),
    st.sampled_from(["电子", "精密机械", "汽车科技", "新材料", "软件"]),
).map("".join)
WESTERN = st.tuples(
    st.sampled_from(["Kestrel", "Larkspur", "Brandt & Sohn", "Meridian Peak", "Müller", "O'Hara"]),
    st.sampled_from(["Electronics", "Robotics", "Precision Tools", "Foods"]),
).map(" ".join)
CHINESE_FORMS = st.sampled_from(
    ["", "有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "公司", "（集团）有限公司"]
)
WESTERN_FORMS = st.sampled_from(
    [" GmbH", ", Inc.", " Ltd", " Co., Ltd.", " LLC", " S.A.", " Pte. Ltd.", " AG", ""]
)
PLACES = st.sampled_from([("苏州", "Suzhou"), ("上海", "Shanghai"), ("西安", "Xi'an"), ("广东", "Guangdong")])
Parsed = dict[str, tuple[str | None, ...]]


@pytest.fixture(scope="module")
def dictionary() -> Iterator[duckdb.DuckDBPyConnection]:
    with with_seeds("regions", "countries", "company_words") as connection:
        connection.execute("create table stg_landing__accounts (name varchar, parent_name varchar)")
        connection.execute("create table stg_landing__lead_versions (company varchar)")
        connection.execute(f"create table int_places_named as {model_sql('int_places_named')}")
        for name in MODELS:
            connection.execute(f"create view {name} as {model_sql(name)}")
        yield connection


def parsed(dictionary: duckdb.DuckDBPyConnection, *names: str) -> Parsed:
    """Return key, region, city and branch of each name, by the name as given."""
    dictionary.execute("delete from stg_landing__lead_versions")
    dictionary.executemany(
        "insert into stg_landing__lead_versions values (?)", [[name] for name in set(names)]
    )
    rows = dictionary.execute(
        "select company, case when is_telling then company_core end, region, city, branch "
        "from int_companies_standardised left join int_company_names_parsed using (company_name)"
    ).fetchall()
    return {company: tuple(rest) for company, *rest in rows}


# A query costs much more than a name: many cases go into one.
@settings(max_examples=3, deadline=None)
@given(st.lists(st.tuples(BRANDS, CHINESE_FORMS, CHINESE_FORMS, PLACES), min_size=20, max_size=30))
def test_legal_form_brackets_and_place_leave_a_chinese_key_alone(
    dictionary: duckdb.DuckDBPyConnection, cases: list[tuple[str, str, str, tuple[str, str]]]
) -> None:
    spelt = {
        (f"{city}{brand}{one}", f"{brand}（{city}）{other}", f"{brand}({city}){one}", brand): brand
        for brand, one, other, (city, _) in cases
    }
    found = parsed(dictionary, *(name for names in spelt for name in names))
    for names, brand in spelt.items():
        assert {found[name][0] for name in names} == {brand}
        assert len({found[name][1:3] for name in names[:3]}) == 1
        assert found[brand] == (brand, None, None, "")


@settings(max_examples=3, deadline=None)
@given(st.lists(st.tuples(WESTERN, WESTERN_FORMS, WESTERN_FORMS, PLACES), min_size=20, max_size=30))
def test_legal_form_brackets_and_place_leave_a_western_key_alone(
    dictionary: duckdb.DuckDBPyConnection, cases: list[tuple[str, str, str, tuple[str, str]]]
) -> None:
    spelt = [
        (
            f"{city} {brand}{one}",
            f"{brand} ({city}){other}",
            f"{brand} {city}{one}",
            f"{brand}{other}",
            brand.upper(),
        )
        for brand, one, other, (_, city) in cases
    ]
    found = parsed(dictionary, *(name for names in spelt for name in names))
    for names in spelt:
        assert len({found[name][0] for name in names}) == 1
        assert len({found[name][1:3] for name in names[:3]}) == 1


@settings(max_examples=3, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(BRANDS, WESTERN), CHINESE_FORMS, WESTERN_FORMS), min_size=20, max_size=30)
)
def test_a_key_is_its_own_key(
    dictionary: duckdb.DuckDBPyConnection, cases: list[tuple[str, str, str]]
) -> None:
    names = [f"{brand}{form}" for brand, *forms in cases for form in forms]
    keys = {str(key) for key, *_ in parsed(dictionary, *names).values()}
    assert {key: found for key, (found, *_) in parsed(dictionary, *keys).items()} == {
        key: key for key in keys
    }


@pytest.mark.parametrize(
    ("name", "key", "region", "city", "branch"),
    [
        ("華爲技術有限公司", "华为技术", None, None, ""),
        ("华为技术有限公司北京分公司", "华为技术@北京分公司", None, None, "北京分公司"),
        ("Acme Co., Ltd. Beijing Branch", "acme@beijingbranch", None, None, "beijing branch"),
        ("Acme Group", "acmegroup", None, None, ""),
        ("ＡＣＭＥ （ＳＨＡＮＧＨＡＩ） ＣＯ．，ＬＴＤ．", "acme", "上海", None, ""),
        ("Hong Kong Kestrel Ltd.", "kestrel", "香港", None, ""),
        ("江苏省苏州市恒达电子有限公司", "恒达电子", "江苏", "苏州", ""),
        ("北京大学", "北京大学", None, None, ""),
        ("上海电子科技有限公司", None, "上海", None, ""),
        ("科技公司", None, None, None, ""),
        ("Global Trading Ltd", None, None, None, ""),
        ("个体户", None, None, None, ""),
        ("self-employed", None, None, None, ""),
        ("無", None, None, None, ""),
        ("N/A", None, None, None, None),
    ],
)
def test_names(
    dictionary: duckdb.DuckDBPyConnection,
    name: str,
    key: str | None,
    region: str | None,
    city: str | None,
    branch: str | None,
) -> None:
    assert parsed(dictionary, name)[name] == (key, region, city, branch)
