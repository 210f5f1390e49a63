{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='sync_all_columns',
        pre_hook="{{ read_lead_records() }}"
    )
}}
-- depends_on: {{ ref('role_mailboxes') }}, {{ ref('free_mail_domains') }}
{# What matching reads of a lead record. Here are the guards: an address or number behind which many persons stand says
    nothing about one of them. Rows of records that read as they did before stand; the hook leaves the others, and which
    addresses and numbers are crowded, in the temporary table lead_records_read. -#}
with records as (

    select
        records.lead_record_id,
        records.person_key,
        records.person_sound,
        records.first_word,
        records.last_word,
        records.is_chinese_name,
        records.first_formal,
        records.last_formal,
        records.company_key,
        records.company_sound,
        records.company_initials,
        records.email,
        records.phone_key,
        records.phone_e164,
        records.extension,
        records.birth_date,
        records.title,
        records.decision_level,
        records.industry,
        records.region,
        records.employee_count,
        {{ text_part('records.email', '@', 1) }} as mailbox,
        {{ text_part('records.email', '@', 2) }} as domain,
        read.is_role_mailbox,
        read.is_free_mail,
        read.is_crowded_email,
        read.is_crowded_phone,
        read.content_hash
    from {{ ref('int_lead_records_standardised') }} as records
    inner join lead_records_read as read on records.lead_record_id = read.lead_record_id

),

guarded as (

    select
        records.*,
        case
            when records.is_role_mailbox or records.is_crowded_email then null
            -- what stands after a plus is the reader's own note
            when {{ text_contains('records.mailbox', "'+'") }}
                then {{ text_part('records.mailbox', '+', 1) }} || '@' || records.domain
            else records.email
        end as email_key,
        case
            -- Behind a landline stands a company; an extension is a person's own.
            when records.is_crowded_phone or {{ is_chinese_landline('records.phone_e164') }}
                then records.phone_key || 'x' || records.extension
            else records.phone_key
        end as own_phone,
        nullif({{ regex_extract(
            regex_replace('records.birth_date', '[-/. ]', ''), '^((?:19|20)[0-9]{6})', 1
        ) }}, '') as birth_date_key
    from records

),

lettered as (

    select
        *,
        -- Few mailboxes hold digits: replacing costs ten times what looking does.
        case
            when email_key is null then null
            when {{ regex_found('mailbox', '[^a-z]') }} then nullif({{ regex_replace('mailbox', '[^a-z]', '') }}, '')
            else mailbox
        end as mailbox_letters,
        case when not is_free_mail then domain end as domain_key,
        case
            when not is_free_mail and not is_crowded_email
                then replace({{ domain_label(registered_domain('domain')) }}, '-', '')
        end as domain_label,
        case when length(company_sound) >= 4 then substr(company_sound, 1, 6) end as company_start
    from guarded

)

select
    {{ join_hash('lead_record_id') }} as record_hash,
    content_hash,
    lead_record_id,
    person_key,
    person_sound,
    first_word,
    last_word,
    first_formal,
    last_formal,
    substr(first_word, 1, 1) as first_letter,
    substr(last_word, 1, 1) as last_letter,
    is_chinese_name,
    length(first_word) = 1 or length(last_word) = 1 as has_initial,
    first_word = last_word as has_one_word,
    company_key,
    company_sound,
    company_initials,
    -- 中石化 is short for 中国石油化工: its characters in their order.
    case
        when length(company_key) in (2, 3) and {{ has_chinese('company_key') }}
            then {{ regex_replace('company_key', '(.)', '\\1%') }}
    end as company_short_pattern,
    company_start,
    email_key,
    case when email_key is not null then mailbox end as mailbox,
    case when email_key is not null then substr(email_key, 1, 1) end as email_start,
    case
        when email_key is null then null
        when {{ regex_found('mailbox', '[0-9]') }} then {{ regex_replace('mailbox', '[^0-9]', '') }}
        else ''
    end as email_digits,
    -- Few letters are no name.
    case when length(mailbox) > 4 then mailbox_letters end as email_letters,
    mailbox_letters,
    domain_key,
    -- What the own company's name does not explain.
    case
        when
            company_key is null
            or not coalesce(
                {{ is_name_of_company('domain_label', 'lettered') }}
                or {{ text_contains('domain_label', 'company_start') }}
                or {{ name_likeness('domain_label', 'company_sound') }} >= {{ alike() }},
                false
            )
            then domain_label
    end as domain_word,
    own_phone as phone_key,
    {{ text_end('own_phone', 5) }} as phone_end,
    substr(own_phone, 1, 6) as phone_start,
    extension,
    birth_date_key,
    -- Days on a calendar whose months all have 31: enough to tell how far two dates are apart.
    cast(substr(birth_date_key, 1, 4) as integer) * 372 + cast(substr(birth_date_key, 5, 2) as integer) * 31
    + cast(substr(birth_date_key, 7, 2) as integer) as birth_day_number,
    lower(title) as title_key,
    decision_level,
    lower(industry) as industry_key,
    lower(region) as region_key,
    cast(employee_count as varchar) as size_key
from lettered
