"""A publication of a few lead records, a few accounts and the ledgers of their matches."""

from pathlib import Path

import duckdb

COMPARISONS = ("person", "company", "email", "phone", "title", "region", "domain", "industry")


_ACCOUNTS = """
    create table dim_accounts as select * from (values
        ('Aa', 'Kestrel GmbH', 3, 2), ('Ab', null, 0, 1), ('Ac', 'Kestrel Ltd', 0, 0)
    ) as accounts (account_id, name, lead_count, opportunity_count);
    create table fct_account_records as
    select * replace (timestamptz '2026-05-01 08:00:00+00' + to_days(first_landed_at) as first_landed_at)
    from (values
        ('crm:A1', 'Aa', 'account', 'Kestrel GmbH', 'kestrel.example', 0, 1),
        ('leads:k', 'Aa', 'leads', 'Kestrel', null, 4, 2),
        ('crm:A2', 'Ab', 'reference', null, null, 0, 3),
        ('leads:n', null, 'leads', 'Kestrel', null, 1, 4),
        ('c:1', 'Ac', 'account', 'Kestrel Ltd', null, 0, 5)
    ) as records (account_record_id, account_id, kind, name, domain, lead_record_count, first_landed_at);
    create table fct_account_matches as select * from (values
        ('crm:A1', 'leads:k', 'Aa', 'Aa', 'merged', 'name', 'kestrel', null, null),
        ('crm:A2', 'leads:k', 'Ab', 'Aa', 'apart', 'crm_link', 'crm:O1', null, null),
        ('c:1', 'crm:A1', 'Ac', 'Aa', 'apart', 'human_different', 'a namesake', 'wu',
         timestamptz '2026-05-07 00:00:00+00')
    ) as matches (
        account_record_id_l, account_record_id_r, account_id_l, account_id_r, outcome, rule,
        evidence, decided_by, decided_at
    );
    create table fct_account_hints as select * from (values
        ('Ab', 'Aa', null, 'Kestrel GmbH', 'shared_domain', 'kestrel.example', cast(0.4 as decimal(3, 2)))
    ) as hints (child_account_id, parent_account_id, child_name, parent_name, rule, evidence, confidence)
"""


def write_marts(path: Path) -> None:
    """Lead La has records a:1, a:2 and a:3, joined by weight and by a person; b:1 was kept out of it.

    Account Aa has the records crm:A1 and leads:k; Ab, which may belong to it, was kept out, and so was Ac
    by a person. leads:n belongs to no account. c:1 is the id of a lead's record and of an account's.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    evidence = ", ".join(f"level_{name} integer, weight_{name} double" for name in COMPARISONS)
    with duckdb.connect(str(path)) as con:
        con.execute(_ACCOUNTS)
        con.execute("""
            create table fct_lead_records as select * from (values
                ('a:1', 'La', 'web', timestamptz '2026-05-01 08:00:00+00'),
                ('a:2', 'La', 'crm', timestamptz '2026-05-02 08:00:00+00'),
                ('a:3', 'La', 'web', timestamptz '2026-05-03 08:00:00+00'),
                ('b:1', 'Lb', 'web', timestamptz '2026-05-04 08:00:00+00'),
                ('c:1', 'Lc', 'web', timestamptz '2026-05-05 08:00:00+00')
            ) as records (lead_record_id, lead_id, source, created_at)""")
        con.execute("""
            create table dim_match_levels as select * from (values
                ('prior', 0, 'Before any evidence'), ('person', 2, 'Same name'), ('email', 3, 'Same address'),
                ('phone', 0, 'Other number')
            ) as levels (comparison, level, label_en)""")
        con.execute(
            "create table fct_lead_matches (lead_record_id_l varchar, lead_record_id_r varchar, "
            "lead_id_l varchar, lead_id_r varchar, outcome varchar, reason varchar, blocking_rule varchar, "
            f"match_weight double, match_probability double, weight_prior double, {evidence}, "
            "model_version varchar, decided_by varchar, decided_at timestamptz, merged_at timestamptz, "
            "merged_by_run_id varchar)"
        )
        con.execute("""
            insert into fct_lead_matches by name select * from (values
                ('a:1', 'a:2', 'La', 'La', 'merged', 'weight', 'email', 8.0, 0.996, -14.0, 2, 9.0, 3, 15.0,
                 0, -2.0, 'v1', null, null, timestamptz '2026-05-06 00:00:00+00', 'run-0001'),
                ('a:2', 'a:3', 'La', 'La', 'merged', 'human_same', null, null, null, null, null, null, null,
                 null, null, null, null, 'wu', timestamptz '2026-05-07 00:00:00+00', null, null),
                ('a:1', 'a:3', 'La', 'La', 'merged', 'weight', 'phone', 4.0, 0.94, -14.0, 2, 18.0, -1, 0.0,
                 -1, 0.0, 'v1', null, null, null, null),
                ('a:1', 'b:1', 'La', 'Lb', 'apart', 'human_different', null, null, null, null, null, null,
                 null, null, null, null, null, 'wu', timestamptz '2026-05-07 00:00:00+00', null, null)
            ) as matches (lead_record_id_l, lead_record_id_r, lead_id_l, lead_id_r, outcome, reason,
                blocking_rule, match_weight, match_probability, weight_prior, level_person, weight_person,
                level_email, weight_email, level_phone, weight_phone, model_version, decided_by, decided_at,
                merged_at, merged_by_run_id)""")
