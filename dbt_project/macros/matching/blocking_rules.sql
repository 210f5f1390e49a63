{#- Which pairs are looked at: those that share one of these keys. Columns of int_lead_records_comparable; a null key
    looks for nobody. A key of more than `most_records_in_block()` records is too common to look through: the other
    rules find its pairs. -#}
{% macro blocking_rules() -%}
    {{ return({
        'email': 'email_key',
        'phone': 'phone_key',
        'birth_date': 'birth_date_key',
        'birth_month': 'substr(birth_date_key, 1, 6)',
        'birth_year': 'substr(birth_date_key, 1, 4)',
        'birth_day': 'substr(birth_date_key, 5, 4)',
        'earlier_word': 'case when company_key is null then least(first_word, last_word) end',
        'later_word': 'case when company_key is null then greatest(first_word, last_word) end',
        'company_name': "company_key || substr(person_sound, 1, 3)",
        'company_title': "company_key || ' ' || substr(person_sound, 1, 1) || title_key",
        'domain_name': "domain_key || ' ' || substr(person_sound, 1, 1)",
        'name_company': "person_sound || ' ' || substr(company_sound, 1, 5)",
        'name_title': "person_sound || ' ' || title_key || industry_key",
        'name_region': "person_sound || ' ' || region_key",
        'mailbox_title': "email_letters || ' ' || title_key || coalesce(industry_key, '')",
        'name': "case when length(person_sound) > 6 then person_sound end",
        'mailbox': 'email_letters',
        'short_mailbox': 'case when email_letters is null then mailbox end',
        'region_name': "region_key || ' ' || substr(person_sound, 1, 3)",
        'title': 'title_key',
        'phone_end': "phone_end || first_letter || last_letter",
        'company_start':
            "company_start || substr(person_sound, 1, 1) || title_key || industry_key || coalesce(size_key, '')",
    }) }}
{%- endmacro %}

{#- Of names and mailbox names alone only the rare ones are worth a look. -#}
{% macro most_records_in_block(rule='') -%}
    {{ return(3 if rule in ('name', 'mailbox') else 50) }}
{%- endmacro %}
