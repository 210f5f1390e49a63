{#- Exact keys that say "the same person": e-mail, phone, company with person. Each row is a record that shares a key
    with the record `hub_record_id`; records that share nothing are not here. -#}
{%- set most_records = 20 -%}
{%- set most_persons = 5 -%}
with records as (

    select
        lead_record_id,
        email,
        phone_e164,
        company_key,
        person_key
    from {{ ref('int_lead_records_standardised') }}

),

keys as (

    -- A mailbox that a role shares (info@, sales@) identifies a person only together with the name.
    select
        records.lead_record_id,
        records.person_key,
        'email' as match_rule,
        'email ' || records.email || case
            when roles.local_part is not null then ' ' || records.person_key else ''
        end as match_key
    from records
    left join {{ ref('role_mailboxes') }} as roles on {{ text_part('records.email', '@', 1) }} = roles.local_part
    where records.email is not null

    union all

    -- Behind a landline stands a company; behind a mobile, a person. Countries whose numbers do not tell them apart
    -- count as mobile: the limits below catch their switchboards.
    select
        lead_record_id,
        person_key,
        'phone' as match_rule,
        'phone ' || phone_e164 || case
            when {{ is_chinese_landline('phone_e164') }} then ' ' || person_key else ''
        end as match_key
    from records
    where phone_e164 is not null

    union all

    select
        lead_record_id,
        person_key,
        'company_person' as match_rule,
        'company ' || company_key || ' ' || person_key as match_key
    from records
    where company_key is not null and person_key is not null

),

shared as (

    select
        match_key,
        min(lead_record_id) as hub_record_id
    from keys
    where match_key is not null
    group by match_key
    -- More records than that are a switchboard, a placeholder such as 13800138000, or a test address.
    having count(*) between 2 and {{ most_records }}

),

members as (

    select
        keys.lead_record_id,
        keys.person_key,
        keys.match_rule,
        keys.match_key,
        shared.hub_record_id
    from keys
    inner join shared on keys.match_key = shared.match_key

),

crowds as (

    select match_key
    from members
    group by match_key
    having count(distinct person_key) > {{ most_persons }}

)

select
    lead_record_id,
    hub_record_id,
    match_rule,
    match_key
from members
where match_key not in (select match_key from crowds)
