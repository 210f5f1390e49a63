{#- Groups of company records that are one company although their names or domains differ: what links two is that one
    person's records, one switchboard, or a lead and the account that it was converted into stand in both, or that
    their domains differ in the ending only. Two groups that contradict each other in place or domain are never
    linked; and a group without a domain is linked by persons or a switchboard only where they point to one other. -#}
with members as (

    select
        grouped.group_hash,
        records.company_hash,
        records.account_record_id,
        records.kind,
        records.company_core,
        records.region,
        records.city,
        records.country,
        case when {{ is_by_domain('grouped.rule') }} then records.domain end as domain
    from {{ ref('int_company_records_grouped') }} as grouped
    inner join {{ ref('int_company_records') }} as records on grouped.company_hash = records.company_hash
    where grouped.group_hash is not null

),

lead_groups as (

    select
        companies.lead_id,
        members.group_hash
    from {{ ref('int_lead_records_companies') }} as companies
    inner join members on companies.company_hash = members.company_hash
    where companies.record_count > 1
    group by companies.lead_id, members.group_hash

),

switchboards as (

    select
        standardised.phone_e164,
        members.group_hash,
        count(*) over (partition by standardised.phone_e164) as group_count
    from {{ ref('int_lead_records_standardised') }} as standardised
    inner join {{ ref('int_lead_records_companies') }} as companies
        on standardised.lead_record_id = companies.lead_record_id
    inner join members on companies.company_hash = members.company_hash
    where {{ is_chinese_landline('standardised.phone_e164') }}
    group by standardised.phone_e164, members.group_hash

),

converted as (

    select
        opportunities.opportunity_id,
        of_lead.group_hash as one_hash,
        of_account.group_hash as other_hash
    from {{ ref('stg_landing__opportunities') }} as opportunities
    {{ join_merged('account', 'opportunities.account_id') }}
    {{ join_merged('lead', 'opportunities.lead_record_id') }}
    inner join members as of_account
        on {{ survivor('account', 'opportunities.account_id') }} = of_account.account_record_id
    inner join {{ ref('int_lead_records_companies') }} as companies
        on {{ survivor('lead', 'opportunities.lead_record_id') }} = companies.lead_record_id
    inner join members as of_lead on companies.company_hash = of_lead.company_hash

),

signs as (

    select
        least(one_hash, other_hash) as one_hash,
        greatest(one_hash, other_hash) as other_hash,
        'crm_link' as rule,
        min(opportunity_id) as evidence,
        count(*) as sign_count
    from converted
    where one_hash <> other_hash
    group by 1, 2
    union all
    select
        one.group_hash as one_hash,
        other.group_hash as other_hash,
        'same_person' as rule,
        min(one.lead_id) as evidence,
        count(*) as sign_count
    from lead_groups as one
    inner join lead_groups as other on one.lead_id = other.lead_id and one.group_hash < other.group_hash
    group by one.group_hash, other.group_hash
    union all
    select
        one.group_hash as one_hash,
        other.group_hash as other_hash,
        'phone' as rule,
        min(one.phone_e164) as evidence,
        count(*) as sign_count
    from switchboards as one
    inner join switchboards as other on one.phone_e164 = other.phone_e164 and one.group_hash < other.group_hash
    where one.group_count <= 4
    group by one.group_hash, other.group_hash

),

labels as (

    select
        group_hash,
        company_core,
        min({{ domain_label('domain') }}) as label,
        min(domain) as domain
    from members
    where domain is not null and company_core is not null
    group by group_hash, company_core

),

side_names as (

    select distinct
        members.group_hash,
        members.company_core,
        names.core_sound,
        names.is_chinese
    from members
    inner join {{ ref('int_company_names_parsed') }} as names on members.company_core = names.company_core
    where members.group_hash in (select one_hash from signs union select other_hash from signs)

),

likeness as (

    select
        signs.one_hash,
        signs.other_hash,
        signs.rule,
        bool_or(one.company_core = other.company_core or substr(one.core_sound, 1, 4) = substr(other.core_sound, 1, 4))
            as is_alike,
        bool_and(one.is_chinese <> other.is_chinese) as is_other_script
    from signs
    inner join side_names as one on signs.one_hash = one.group_hash
    inner join side_names as other on signs.other_hash = other.group_hash
    group by signs.one_hash, signs.other_hash, signs.rule

),

-- A sign is believed where the names are alike, or where it is repeated and the names are in two scripts.
believed as (

    select signs.*
    from signs
    inner join likeness
        on
            signs.one_hash = likeness.one_hash
            and signs.other_hash = likeness.other_hash
            and signs.rule = likeness.rule
    where likeness.is_alike or (likeness.is_other_script and signs.sign_count > 1)
    union all
    select
        one.group_hash as one_hash,
        other.group_hash as other_hash,
        'domain_label' as rule,
        min(one.domain || ' ' || other.domain) as evidence,
        count(*) as sign_count
    from labels as one
    inner join labels as other
        on
            one.company_core = other.company_core
            and one.label = other.label
            and one.group_hash < other.group_hash
    group by one.group_hash, other.group_hash

),

possible as (

    select
        believed.*,
        one.domain as one_domain,
        other.domain as other_domain
    from believed
    inner join {{ ref('int_company_groups') }} as one on believed.one_hash = one.group_hash
    inner join {{ ref('int_company_groups') }} as other on believed.other_hash = other.group_hash
    where not {{ companies_contradict('one', 'other') }}

),

partners as (

    select
        group_hash,
        count(distinct partner_hash) as partner_count
    from (
        select one_hash as group_hash, other_hash as partner_hash from possible where one_domain is null
        union all
        select other_hash as group_hash, one_hash as partner_hash from possible where other_domain is null
    ) as pointed
    group by group_hash

)

select
    possible.one_hash,
    possible.other_hash,
    possible.rule,
    possible.evidence,
    possible.sign_count
from possible
left join partners as one on possible.one_hash = one.group_hash
left join partners as other on possible.other_hash = other.group_hash
where coalesce(one.partner_count, 1) = 1 and coalesce(other.partner_count, 1) = 1
