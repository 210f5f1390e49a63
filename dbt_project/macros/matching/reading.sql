{#- Before the query of int_lead_records_comparable, in its transaction: which records read otherwise than those that the
    table has, as lead_records_read; those that are gone, or read otherwise by now, are taken out of the table. What is
    compared follows from what is read here and from the query, so that either's change is found by one hash. -#}
{% macro read_lead_records() -%}
    {%- set records = ref('int_lead_records_standardised') -%}
    create or replace temporary table lead_records_read as
    with records as (

        select
            lead_record_id,
            person_key,
            person_sound,
            first_word,
            last_word,
            is_chinese_name,
            first_formal,
            last_formal,
            company_key,
            company_sound,
            company_initials,
            email,
            phone_key,
            phone_e164,
            extension,
            birth_date,
            title,
            decision_level,
            industry,
            region,
            employee_count
        from {{ records }}

    ),

    -- Agencies that submit for many people, and test addresses. Switchboards, and placeholders such as 13800138000.
    {%- for crowd, key in {'crowded_emails': 'email', 'crowded_phones': 'phone_key'}.items() %}
    {{ crowd }} as (

        select {{ key }}
        from records
        where {{ key }} in (
            select {{ key }}
            from records
            where {{ key }} is not null
            group by {{ key }}
            having count(*) > {{ most_persons() }}
        )
        group by {{ key }}
        having count(distinct person_key) > {{ most_persons() }}

    ),
    {%- endfor %}

    read as (

        select
            records.*,
            roles.local_part is not null as is_role_mailbox,
            free_mail.domain is not null as is_free_mail,
            crowded_emails.email is not null as is_crowded_email,
            crowded_phones.phone_key is not null as is_crowded_phone,
            '{{ local_md5(model.compiled_code or '') }}' as query
        from records
        left join {{ ref('role_mailboxes') }} as roles on {{ text_part('records.email', '@', 1) }} = roles.local_part
        left join {{ ref('free_mail_domains') }} as free_mail
            on {{ text_part('records.email', '@', 2) }} = free_mail.domain
        left join crowded_emails on records.email = crowded_emails.email
        left join crowded_phones on records.phone_key = crowded_phones.phone_key

    )

    select
        lead_record_id,
        is_role_mailbox,
        is_free_mail,
        is_crowded_email,
        is_crowded_phone,
        {{ row_hash('read') }} as content_hash
    from read;
    {%- if is_incremental() %}
    delete from {{ this }}
    {%- if 'content_hash' in adapter.get_columns_in_relation(this) | map(attribute='name') %}
    where content_hash not in (select content_hash from lead_records_read);
    delete from lead_records_read where content_hash in (select content_hash from {{ this }})
    {%- endif %}
    {%- endif %}
{%- endmacro %}

{#- More persons than this behind an address or number are a crowd. -#}
{% macro most_persons() -%}{{ return(5) }}{%- endmacro %}
