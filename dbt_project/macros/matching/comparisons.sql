{#- How two lead records are held against each other: one level for each comparison, -1 where a side is missing or the
    comparison would count once more what another one has counted. `one` and `other` are aliases of
    int_lead_records_comparable. What a level is worth is in the seed `match_parameters`. -#}

{% macro comparisons() -%}
    {{ return(['person', 'company', 'email', 'phone', 'title', 'industry', 'region', 'domain']) }}
{%- endmacro %}

{% macro level_of(comparison, one, other) -%}
    {{ context['level_of_' ~ comparison](one, other) }}
{%- endmacro %}

{#- 5 same name, 4 same in the other script or word order, 3 a slip of the pen, 2 initials, 1 one word shared. -#}
{% macro level_of_person(a, b) -%}
    case
        when {{ a }}.person_key is null or {{ b }}.person_key is null then -1
        when {{ a }}.person_key = {{ b }}.person_key then 5
        when {{ a }}.person_sound = {{ b }}.person_sound then 4
        when {{ name_likeness(a ~ '.person_sound', b ~ '.person_sound') }} >= 0.92 then 3
        when
            ({{ a }}.has_initial or {{ b }}.has_initial) and (
                ({{ a }}.last_word = {{ b }}.last_word and {{ a }}.first_letter = {{ b }}.first_letter)
                or ({{ a }}.first_word = {{ b }}.first_word and {{ a }}.last_letter = {{ b }}.last_letter)
                or ({{ a }}.first_word = {{ b }}.last_word and {{ a }}.last_letter = {{ b }}.first_letter)
                or ({{ a }}.last_word = {{ b }}.first_word and {{ a }}.first_letter = {{ b }}.last_letter)
            ) then 2
        when
            {{ a }}.first_word in ({{ b }}.first_word, {{ b }}.last_word)
            or {{ a }}.last_word in ({{ b }}.first_word, {{ b }}.last_word) then 1
        else 0
    end
{%- endmacro %}

{#- 3 same name without legal form and place, 2 a slip of the pen, 1 one begins with, or holds, the other's brand. -#}
{% macro level_of_company(a, b) -%}
    case
        when {{ a }}.company_key is null or {{ b }}.company_key is null then -1
        when {{ a }}.company_key = {{ b }}.company_key then 3
        when {{ name_likeness(a ~ '.company_sound', b ~ '.company_sound') }} >= 0.92 then 2
        when
            {{ a }}.company_start = {{ b }}.company_start
            or {{ text_contains(a ~ '.company_sound', b ~ '.company_start') }}
            or {{ text_contains(b ~ '.company_sound', a ~ '.company_start') }} then 1
        else 0
    end
{%- endmacro %}

{#- 3 same address, 2 one slip (never in digits: wang12 and wang13 are two people), 1 another address with the same
    name in it, counted only where the names themselves do not say so already. -#}
{% macro level_of_email(a, b) -%}
    case
        when {{ a }}.email_key is null or {{ b }}.email_key is null then -1
        when {{ a }}.email_key = {{ b }}.email_key then 3
        when {{ a }}.email_letters = {{ b }}.email_letters and {{ a }}.email_digits <> {{ b }}.email_digits
            then case when {{ a }}.person_sound <> {{ b }}.person_sound then 1 else -1 end
        when
            {{ a }}.email_digits = {{ b }}.email_digits and {{ a }}.email_start = {{ b }}.email_start
            and abs(length({{ a }}.email_key) - length({{ b }}.email_key)) <= 1
            then case
                when {{ slips_between(a ~ '.email_key', b ~ '.email_key') }} <= 1 then 2
                when {{ a }}.email_letters = {{ b }}.email_letters and {{ a }}.person_sound <> {{ b }}.person_sound then 1
                when {{ a }}.email_letters = {{ b }}.email_letters then -1
                else 0
            end
        when {{ a }}.email_letters = {{ b }}.email_letters
            then case when {{ a }}.person_sound <> {{ b }}.person_sound then 1 else -1 end
        else 0
    end
{%- endmacro %}

{#- 2 same number, 1 one digit off. Numbers behind which many stand have no key at all. -#}
{% macro level_of_phone(a, b) -%}
    case
        when {{ a }}.phone_key is null or {{ b }}.phone_key is null then -1
        when {{ a }}.phone_key = {{ b }}.phone_key then 2
        when {{ a }}.phone_end = {{ b }}.phone_end or {{ a }}.phone_start = {{ b }}.phone_start
            then case when {{ slips_between(a ~ '.phone_key', b ~ '.phone_key') }} <= 1 then 1 else 0 end
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

{% macro level_of_region(a, b) -%}
    case
        when {{ a }}.region_key is null or {{ b }}.region_key is null then -1
        when {{ a }}.region_key <> {{ b }}.region_key then 0
        when {{ a }}.company_key = {{ b }}.company_key then -1
        else 1
    end
{%- endmacro %}

{#- Whether the companies' own mail domains agree: of role mailboxes too, but not of free mail. -#}
{% macro level_of_domain(a, b) -%}
    case
        when {{ a }}.domain_key is null or {{ b }}.domain_key is null or {{ a }}.email_key = {{ b }}.email_key then -1
        when {{ a }}.domain_key <> {{ b }}.domain_key then 0
        when {{ a }}.company_key = {{ b }}.company_key then -1
        else 1
    end
{%- endmacro %}
