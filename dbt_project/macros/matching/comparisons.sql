{#- How two lead records are held against each other: one level for each comparison, -1 where a side is missing or the
    comparison would count once more what another one has counted. `one` and `other` are aliases of
    int_lead_records_comparable. What a level is worth is in the seed `match_parameters`. Names are in
    comparisons_of_names.sql. -#}

{% macro comparisons() -%}
    {{ return([
        'person', 'company', 'email', 'phone', 'birth_date', 'title', 'industry', 'region', 'domain', 'mailbox',
    ]) }}
{%- endmacro %}

{% macro level_of(comparison, one, other) -%}
    {{ context['level_of_' ~ comparison](one, other) }}
{%- endmacro %}

{#- The level of a comparison that means: the same. -#}
{% macro level_same(comparison) -%}
    {{ return({
        'person': 7, 'company': 3, 'email': 4, 'phone': 2, 'birth_date': 5, 'title': 2, 'industry': 1, 'region': 2,
        'domain': 3, 'mailbox': 2,
    }[comparison]) }}
{%- endmacro %}

{#- 4 same address, 3 one slip (never in digits: wang12 and wang13 are two people), 2 several slips (only where no two
    companies are known: colleagues have alike addresses), 1 another address with the same name in it, counted only
    where the names themselves do not say so already. -#}
{% macro level_of_email(a, b) -%}
    case
        when {{ a }}.email_key is null or {{ b }}.email_key is null then -1
        when {{ a }}.email_key = {{ b }}.email_key then 4
        when {{ a }}.email_letters = {{ b }}.email_letters and {{ a }}.email_digits <> {{ b }}.email_digits
            then {{ level_of_other_email(a, b) }}
        when
            {{ a }}.email_digits = {{ b }}.email_digits and {{ a }}.email_start = {{ b }}.email_start
            and {{ is_slip(a ~ '.email_key', b ~ '.email_key') }} then 3
        when {{ a }}.email_letters = {{ b }}.email_letters then {{ level_of_other_email(a, b) }}
        when
            {{ a }}.email_digits = {{ b }}.email_digits
            and ({{ a }}.company_key is null or {{ b }}.company_key is null)
            and {{ name_likeness(a ~ '.email_key', b ~ '.email_key') }} >= {{ alike() }} then 2
        else 0
    end
{%- endmacro %}

{% macro level_of_other_email(a, b) -%}
    case when {{ names_differ(a, b) }} then 1 else -1 end
{%- endmacro %}

{#- 2 same number, 1 one digit off. A number that two people of one company share says nothing: it may be the company's.
    Behind one number, other extensions are other people. Numbers behind which many stand have no key at all. -#}
{% macro level_of_phone(a, b) -%}
    case
        when {{ a }}.phone_key is null or {{ b }}.phone_key is null then -1
        when {{ a }}.extension <> {{ b }}.extension then 0
        when {{ a }}.phone_key = {{ b }}.phone_key then case
            when
                ({{ a }}.company_key = {{ b }}.company_key or {{ a }}.domain_key = {{ b }}.domain_key)
                and {{ names_differ(a, b) }} then -1
            else 2
        end
        when {{ a }}.phone_end = {{ b }}.phone_end or {{ a }}.phone_start = {{ b }}.phone_start
            then case when {{ is_slip(a ~ '.phone_key', b ~ '.phone_key') }} then 1 else 0 end
        else 0
    end
{%- endmacro %}

{#- 5 same day, 4 one digit off, 3 two digits off or within a month, 2 three digits off or within a year, 1 within ten
    years. A month more or less is allowed to the years: a slip seldom comes alone. -#}
{% macro level_of_birth_date(a, b) -%}
    {%- set days_apart -%}
        abs({{ a }}.birth_day_number - {{ b }}.birth_day_number)
    {%- endset -%}
    case
        when {{ a }}.birth_date_key is null or {{ b }}.birth_date_key is null then -1
        when {{ a }}.birth_date_key = {{ b }}.birth_date_key then 5
        when {{ places_apart(a ~ '.birth_date_key', b ~ '.birth_date_key') }} = 1 then 4
        when {{ days_apart }} <= 31 or {{ places_apart(a ~ '.birth_date_key', b ~ '.birth_date_key') }} = 2 then 3
        when {{ days_apart }} <= 13 * 31 or {{ places_apart(a ~ '.birth_date_key', b ~ '.birth_date_key') }} = 3 then 2
        when {{ days_apart }} <= 121 * 31 then 1
        else 0
    end
{%- endmacro %}

{#- 2 same words, 1 same level of decision. -#}
{% macro level_of_title(a, b) -%}
    case
        when {{ a }}.title_key is null or {{ b }}.title_key is null then -1
        when {{ a }}.title_key = {{ b }}.title_key then 2
        when {{ a }}.decision_level = {{ b }}.decision_level then 1
        else 0
    end
{%- endmacro %}

{#- Of one company nobody expects two industries: only the disagreement says anything then. -#}
{% macro level_of_industry(a, b) -%}
    case
        when {{ a }}.industry_key is null or {{ b }}.industry_key is null then -1
        when {{ a }}.industry_key <> {{ b }}.industry_key then 0
        when {{ a }}.company_key = {{ b }}.company_key then -1
        else 1
    end
{%- endmacro %}

{#- 2 same, 1 with slips. -#}
{% macro level_of_region(a, b) -%}
    case
        when {{ a }}.region_key is null or {{ b }}.region_key is null then -1
        when {{ a }}.region_key = {{ b }}.region_key
            then case when {{ a }}.company_key = {{ b }}.company_key then -1 else 2 end
        when {{ name_likeness(a ~ '.region_key', b ~ '.region_key') }} >= 0.84 then 1
        else 0
    end
{%- endmacro %}

{#- 3 same mail domain of a company: of role mailboxes too, but not of free mail; 2 the domain of the one is the name of
    the other's company, 1 it holds its brand; 0 neither. Two addresses that disagree have said so themselves, and so
    have two companies: a domain that the own company's name explains is held against nothing else. -#}
{% macro level_of_domain(a, b) -%}
    {%- set naming = 'greatest(' ~ level_of_domain_for(a, b) ~ ', ' ~ level_of_domain_for(b, a) ~ ')' -%}
    case
        when {{ a }}.email_key = {{ b }}.email_key then -1
        when {{ a }}.domain_key = {{ b }}.domain_key
            then case when {{ a }}.company_key = {{ b }}.company_key then -1 else 3 end
        when ({{ a }}.domain_word is not null or {{ b }}.domain_word is not null) and {{ naming }} > 0
            then {{ naming }}
        when {{ a }}.domain_key <> {{ b }}.domain_key
            then case when {{ a }}.email_key is null or {{ b }}.email_key is null then 0 else -1 end
        else {{ naming }}
    end
{%- endmacro %}

{% macro level_of_domain_for(mailed, named) -%}
    case
        when {{ mailed }}.domain_word is null or {{ named }}.company_key is null then -1
        when {{ is_name_of_company(mailed ~ '.domain_word', named) }} then 2
        when {{ text_contains(mailed ~ '.domain_word', named ~ '.company_start') }} then 1
        -- HP Services may well be at hp.com, and so may Hp Plastics: two or three letters say nothing.
        when
            length({{ mailed }}.domain_word) <= 3
            and substr({{ named }}.company_sound, 1, length({{ mailed }}.domain_word)) = {{ mailed }}.domain_word then -1
        when {{ mailed }}.company_key is null then 0
        else -1
    end
{%- endmacro %}

{#- Whether a word of a domain is the name of a company: in full, its beginning, or its initials. -#}
{% macro is_name_of_company(word, named) -%}
    (
        substr({{ word }}, 1, length({{ named }}.company_sound)) = {{ named }}.company_sound
        and length({{ named }}.company_sound) > 3
        or substr({{ named }}.company_sound, 1, length({{ word }})) = {{ word }} and length({{ word }}) > 3
        or {{ word }} in ({{ named }}.company_sound, {{ named }}.company_initials)
    )
{%- endmacro %}
