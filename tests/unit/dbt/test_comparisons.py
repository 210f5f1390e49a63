"""How two lead records are held against each other, and the guards: what says nothing, what speaks against.

All records lie in one world, which is built once.
"""

from collections.abc import Mapping

import pytest

from tests.unit.dbt.rendering import build, macro, with_seeds

FIELDS = ("full_name", "company", "title", "email", "phone", "birth_date")
COMPARISONS = ("person", "company", "email", "phone", "birth_date", "domain", "mailbox")
Record = Mapping[str, str]
Case = tuple[str, Record, Record, int]

# Six people behind one number and one address.
CROWD = [
    {"full_name": f"{name}建国", "email": "leads@agency.example", "phone": "13900139000", "company": name}
    for name in "赵钱孙李周吴"
]
NAMES = [
    ("王晓丽", "王曉麗", 7),
    ("王晓丽", "Xiaoli Wang", 6),
    ("Robert Allen", "Robbert Alen", 5),
    ("Robert Allen", "Alen Robert", 5),
    ("郭婷波", "郭婷霞", 1),  # one character off is another person, not a slip
    ("Robert Allen", "R. Allen", 4),
    ("Robert Allen", "Bob Allen", 3),
    ("Allen, Bob", "Robert Allen", 3),
    ("Robert Allen", "Allen", 2),
    ("Robert Allen", "Robrt", 2),
    ("Robert Allen", "Carol Allen", 1),
    ("王总", "王晓丽", 1),
    ("老王", "王晓丽", 1),
    ("张老师", "张伟", 1),
    ("小李", "王晓丽", 0),
    ("李经理", "王晓丽", 0),
    ("王总", "王先生", -1),
    ("Grace", "Kelly", -1),  # may be the given name and the surname of one person
    ("Robert Allen", "Carol Smith", 0),
    ("test", "test", -1),
]
COMPANIES = [
    ("恒达机械有限公司", "北京恒達機械（集团）股份有限公司", 3),
    ("Kestrel Robotics GmbH", "KESTREL ROBOTICS CO., LTD.", 3),
    ("Kestrel Robotics", "Kestrel Robotisc", 2),
    ("华为", "华为技术有限公司", 1),
    ("中石化", "中国石油化工集团有限公司", 1),
    ("IBM", "International Business Machines Corp.", 1),
    ("恒达机械", "Hengda Machinery", 1),
    ("华为", "腾讯", 0),
]
ADDRESSES = [
    ("mia.weber+fair@kestrel.example", "mia.weber@kestrel.example", 4),
    ("mia.weber@kestrel.example", "mia.wbeer@kestrel.example", 3),
    ("wang12@163.com", "wang13@163.com", 1),  # never a slip: two people
    ("mia.weber@kestrel.example", "miaa.webr@kestrell.example", 2),
    ("mia.weber@gmail.com", "tom.kuhn@gmail.com", 0),
    ("sales@kestrel.example", "sales@kestrel.example", -1),
    ("test@qq.com", "test@qq.com", -1),
    ("leads@agency.example", "leads@agency.example", -1),  # an agency: six people and companies
]
DOMAINS = [
    ("acme-robotics.com", "Acme Robotics GmbH", 2),
    ("acme-robotics29.co.uk", "Acme Robotics GmbH", 2),
    ("mail.huawei.com.cn", "华为技术有限公司", 2),
    ("huawei.com", "华为", 2),
    ("ibm.com", "International Business Machines Corp.", 2),
    ("njhengdasmart.com", "恒达机械", 1),
    ("kestrel.com", "Acme Robotics", 0),
    ("abb.com", "ABB Ltd", 2),
    ("hp.com", "HP Services", -1),  # two letters say too little
    ("hp.com", "Acme Services", 0),
    ("gmail.com", "Gmail Services", -1),
]
NUMBERS = [
    ("138 1234 5670", "+86-138-1234-5670", 2),
    ("13812345670", "13812345671", 1),
    ("13900139000", "13900139000", -1),  # six people behind it
    ("13900139000转801", "13900139000转801", 2),
    ("13900139000转801", "13900139000转802", 0),
    ("021-68889999", "021-68889999", -1),
    ("021-68889999-801", "(021) 68889999转801", 2),
    ("021-68889999-801", "021-68889999-802", 0),
    ("13800138000", "13800138000", -1),
    ("123456", "123456", -1),
    ("8888888888", "8888888888", -1),
]
DATES_OF_BIRTH = [
    ("1971-06-24", "19710624", 5),
    ("1971-06-24", "1971-06-25", 4),
    ("1971-06-24", "1971-07-20", 3),
    ("1971-06-24", "1972-06-30", 2),
    ("1971-06-24", "1979-01-01", 1),
    ("1971-06-24", "2004-12-31", 0),
    ("1971-06-24", "soon", -1),
]
ANN = {"full_name": "Ann Lee", "company": "Mill", "phone": "13712312312"}
ROBERT = {"email": "roberta25@smith.example"}
SALES, FREE = {"email": "sales@mill.example"}, {"email": "x@qq.com"}
CASES: list[Case] = [
    *(("person", {"full_name": one}, {"full_name": other}, level) for one, other, level in NAMES),
    *(("person", {"full_name": other}, {"full_name": one}, level) for one, other, level in NAMES),
    *(("company", {"company": one}, {"company": other}, level) for one, other, level in COMPANIES),
    *(
        ("email", {"full_name": "Al Bo", "email": one}, {"full_name": "Cy Du", "email": other}, level)
        for one, other, level in ADDRESSES
    ),
    # Colleagues have alike addresses.
    (
        "email",
        {"full_name": "Jia Zheng", "company": "Mill", "email": "jia.zheng@mill.example"},
        {"full_name": "Jiali Zheng", "company": "Mill", "email": "jiali.zheng@mill.example"},
        0,
    ),
    # A mail domain counts where it is a company's, and where the addresses have not disagreed already.
    ("domain", SALES, {"email": "mia@mill.example"}, 3),
    ("domain", SALES, {"email": "mia@kiln.example"}, 0),
    ("domain", {"email": "tom@mill.example"}, {"email": "mia@kiln.example"}, -1),
    ("domain", FREE, {"email": "tom@qq.com"}, -1),
    *(("domain", {"email": f"zhang@{one}"}, {"company": other}, level) for one, other, level in DOMAINS),
    *(("domain", {"company": other}, {"email": f"zhang@{one}"}, level) for one, other, level in DOMAINS),
    # Its own company explains it, or contradicts: the two companies are compared then.
    ("domain", {"email": "li@mill.example", "company": "Mill"}, {"company": "Mill Works"}, -1),
    ("domain", {"email": "li@microsoft.com", "company": "微软"}, {"company": "Microsoft Corp."}, 2),
    ("domain", {"email": "li@microsoft.com", "company": "微软"}, {"company": "腾讯"}, -1),
    ("domain", {"email": "leads@agency.example"}, {"company": "Agency"}, -1),
    ("domain", {"email": "sales@agency.example"}, {"company": "Agency"}, 2),
    *(
        ("phone", {"full_name": "王一", "phone": one}, {"full_name": "李二", "phone": other}, level)
        for one, other, level in NUMBERS
    ),
    # Two people of one company may share its number.
    ("phone", ANN, {**ANN, "full_name": "Tom Kuhn"}, -1),
    ("phone", ANN, {**ANN, "full_name": "A. Lee"}, 2),
    *(
        ("birth_date", {"birth_date": one}, {"birth_date": other}, level)
        for one, other, level in DATES_OF_BIRTH
    ),
    ("mailbox", ROBERT, {"full_name": "Robert Allen"}, 2),
    ("mailbox", {"email": "ra7@smith.example"}, {"full_name": "Robert Allen"}, 1),
    ("mailbox", ROBERT, {"full_name": "Carol Smith"}, 0),
    # Its own record's name explains it: the two names are compared then.
    ("mailbox", {**ROBERT, "full_name": "Robert Allen"}, {"full_name": "Bob Allen"}, -1),
]

# What int_lead_records_standardised brings together, as far as these comparisons need it.
STANDARDISED = """
    create table int_lead_records_standardised as
    select
        records.lead_record_id, names.* exclude (full_name, is_chinese), names.is_chinese as is_chinese_name,
        companies.name_key as company_key, companies.company_sound, companies.initials as company_initials,
        records.email, phones.phone_key, phones.phone_e164, phones.extension, records.birth_date,
        records.title, 5 as decision_level, null as industry, null as region, null as employee_count
    from records
    left join int_names_standardised as names using (full_name)
    left join int_companies_standardised as companies using (company)
    left join (from int_phones_standardised where phone_region = 'CN') as phones using (phone)
"""


@pytest.fixture(scope="module")
def found() -> list[int]:
    """Return the level of each case."""
    with with_seeds(
        *("regions", "role_mailboxes", "free_mail_domains", "placeholder_phones", "countries")
    ) as connection:
        columns = ", ".join(f"{name} varchar" for name in FIELDS)
        connection.execute(
            f"create table records (lead_record_id varchar, {columns});"
            "create view stg_landing__lead_versions as "
            "select *, 'CN' as country, null as referrer_phone from records;"
            "create table stg_landing__contacts (full_name varchar, phone varchar, account_id varchar);"
            "create table stg_landing__accounts "
            "(account_id varchar, name varchar, parent_name varchar, country varchar)"
        )
        sides = {f"{n} {side}": case[1 + side] for n, case in enumerate(CASES) for side in (0, 1)}
        sides |= {f"crowd {n}": record for n, record in enumerate(CROWD)}
        connection.executemany(
            "insert into records values (?, ?, ?, ?, ?, ?, ?)",
            [[key, *(record.get(name) for name in FIELDS)] for key, record in sides.items()],
        )
        build(connection, "int_companies_standardised", "int_names_standardised", "int_phones_standardised")
        connection.execute(STANDARDISED)
        connection.execute(macro("read_lead_records"))
        build(connection, "int_lead_records_comparable")
        select = ", ".join(f"{macro(f'level_of_{name}', 'one', 'other')} as {name}" for name in COMPARISONS)
        rows = connection.execute(
            f"select {select} from range({len(CASES)}) as cases (n) "
            "join int_lead_records_comparable as one on one.lead_record_id = n || ' 0' "
            "join int_lead_records_comparable as other on other.lead_record_id = n || ' 1' order by n"
        ).fetchall()
    return [dict(zip(COMPARISONS, row, strict=True))[case[0]] for row, case in zip(rows, CASES, strict=True)]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[" | ".join(map(str, case[:3])) for case in CASES])
def test_level(found: list[int], number: int) -> None:
    assert found[number] == CASES[number][3]
