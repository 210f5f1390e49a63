{#- The names that stand on each company domain, in families: spellings of one company's name, in one script or two.
    A domain of more families than `most_families` belongs to an agency, a group or a mail provider that nobody listed,
    and says nothing about a company. -#}
{%- set most_families = 5 -%}
{%- set most_names = 60 -%}
with names as (

    select
        records.domain,
        records.company_core,
        {{ join_hash("records.domain || ' ' || records.company_core") }} as name_hash,
        sum(greatest(records.lead_record_count, 1)) as record_count
    from {{ ref('int_company_records') }} as records
    where records.domain is not null and records.company_core is not null
    group by records.domain, records.company_core

),

sized as (

    select
        *,
        count(*) over (partition by domain) as name_count
    from names

),

sounds as (

    select
        company_core,
        min(head_core) as head_core,
        min(core_sound) as core_sound,
        bool_or(is_chinese) as is_chinese
    from {{ ref('int_company_names_parsed') }}
    where company_core in (select company_core from sized where name_count > 1)
    group by company_core

),

several as (

    select
        sized.domain,
        sized.name_hash,
        sized.record_count,
        sounds.head_core,
        sounds.core_sound,
        sounds.is_chinese
    from sized
    inner join sounds on sized.company_core = sounds.company_core
    where sized.name_count between 2 and {{ most_names }}

),

alike as (

    select
        one.name_hash as record_id,
        other.name_hash as neighbour_id
    from several as one
    inner join several as other on one.domain = other.domain and one.name_hash <> other.name_hash
    where
        substr(one.core_sound, 1, 4) = substr(other.core_sound, 1, 4)
        or {{ name_likeness('one.core_sound', 'other.core_sound') }} >= 0.92
        or (length(one.core_sound) >= 6 and {{ is_slip('one.core_sound', 'other.core_sound') }})
        or (length(other.head_core) > 1 and {{ text_contains('one.head_core', 'other.head_core') }})
        or (length(one.head_core) > 1 and {{ text_contains('other.head_core', 'one.head_core') }})

),

labels as (

    {{ connected_components('alike') }}

),

families as (

    select
        several.domain,
        several.is_chinese,
        several.name_hash,
        coalesce(labels.label, several.name_hash) as family,
        several.record_count
    from several
    left join labels on several.name_hash = labels.record_id

),

-- One name in Chinese and one in Latin letters are one company's two names: 西门子 and Siemens.
scripts as (

    select
        domain,
        count(distinct case when is_chinese then family end) as chinese_families,
        count(distinct case when not is_chinese then family end) as latin_families,
        count(distinct family) as family_count,
        min(family) as first_family
    from families
    group by domain

),

-- outlook.con and hotmaill.com are free mail with a slip.
misspelt as (

    select scripts.domain
    from scripts
    inner join {{ ref('free_mail_domains') }} as free_mail
        on {{ is_slip('scripts.domain', 'free_mail.domain') }}
    where scripts.family_count > 1

)

select
    sized.domain,
    sized.company_core,
    sized.record_count,
    case
        when scripts.chinese_families = 1 and scripts.latin_families = 1 then scripts.first_family
        else coalesce(families.family, sized.name_hash)
    end as family,
    sized.name_count > {{ most_names }}
    or coalesce(scripts.family_count, 1) > {{ most_families }}
    or sized.domain in (select domain from misspelt) as is_crowded
from sized
left join families on sized.name_hash = families.name_hash
left join scripts on sized.domain = scripts.domain
