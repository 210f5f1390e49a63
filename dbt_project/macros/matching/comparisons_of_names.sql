{#- How the names of persons and companies are held against each other. What is said in comparisons.sql holds here. -#}

{#- Two names are alike from here on: one or two slips of the pen in a name of usual length. -#}
{% macro alike() -%}{{ return(0.92) }}{%- endmacro %}
{#- The same for single words, of which shorter ones are wronged by one slip more. -#}
{% macro alike_words() -%}{{ return(0.88) }}{%- endmacro %}

{#- 7 same name, 6 same in the other script or word order, 5 slips of the pen, 4 initials, 3 a nickname, 2 a side has one
    word only, and it is alike one of the other's, 1 one of two words is the same, or the surname where no
    more is known. -#}
{% macro level_of_person(a, b) -%}
    case
        when {{ a }}.first_word is null or {{ b }}.first_word is null then -1
        -- Surnames alone (王总, Mr Wang): on both sides too many share them.
        when {{ a }}.person_sound is null and {{ b }}.person_sound is null then -1
        when {{ a }}.person_sound is null or {{ b }}.person_sound is null then case
            when
                {{ a }}.first_word in ({{ b }}.first_word, {{ b }}.last_word)
                or {{ b }}.first_word in ({{ a }}.first_word, {{ a }}.last_word) then 1
            else 0
        end
        when {{ a }}.has_one_word or {{ b }}.has_one_word then case
            when
                {{ a }}.first_word in ({{ b }}.first_word, {{ b }}.last_word)
                or {{ a }}.last_word in ({{ b }}.first_word, {{ b }}.last_word)
                or {{ name_likeness(a ~ '.first_word', b ~ '.first_word') }} >= {{ alike_words() }}
                or {{ name_likeness(a ~ '.last_word', b ~ '.last_word') }} >= {{ alike_words() }} then 2
            -- One may be the given name, and the other the surname, of one person.
            when {{ a }}.has_one_word and {{ b }}.has_one_word then -1
            else 0
        end
        when {{ a }}.person_key = {{ b }}.person_key then 7
        when {{ a }}.person_sound = {{ b }}.person_sound then 6
        -- A wrong Chinese character sounds like the right one: it has been found by now. Another sound is another name.
        when {{ a }}.is_chinese_name and {{ b }}.is_chinese_name
            then case when {{ a }}.first_word = {{ b }}.first_word or {{ a }}.last_word = {{ b }}.last_word then 1 else 0 end
        when {{ name_likeness(a ~ '.person_sound', b ~ '.person_sound') }} >= {{ alike() }} then 5
        when
            {{ name_likeness(a ~ '.first_word', b ~ '.first_word') }} >= {{ alike_words() }}
            and {{ name_likeness(a ~ '.last_word', b ~ '.last_word') }} >= {{ alike_words() }} then 5
        when
            {{ name_likeness(a ~ '.first_word', b ~ '.last_word') }} >= {{ alike_words() }}
            and {{ name_likeness(a ~ '.last_word', b ~ '.first_word') }} >= {{ alike_words() }} then 5
        when
            ({{ a }}.has_initial or {{ b }}.has_initial) and (
                ({{ a }}.last_word = {{ b }}.last_word and {{ a }}.first_letter = {{ b }}.first_letter)
                or ({{ a }}.first_word = {{ b }}.first_word and {{ a }}.last_letter = {{ b }}.last_letter)
                or ({{ a }}.first_word = {{ b }}.last_word and {{ a }}.last_letter = {{ b }}.first_letter)
                or ({{ a }}.last_word = {{ b }}.first_word and {{ a }}.first_letter = {{ b }}.last_letter)
            ) then 4
        when
            ({{ a }}.last_word = {{ b }}.last_word and {{ is_short_form(a ~ '.first', b ~ '.first') }})
            or ({{ a }}.first_word = {{ b }}.first_word and {{ is_short_form(a ~ '.last', b ~ '.last') }})
            or ({{ a }}.last_word = {{ b }}.first_word and {{ is_short_form(a ~ '.first', b ~ '.last') }})
            or ({{ a }}.first_word = {{ b }}.last_word and {{ is_short_form(a ~ '.last', b ~ '.first') }}) then 3
        when
            {{ a }}.first_word in ({{ b }}.first_word, {{ b }}.last_word)
            or {{ a }}.last_word in ({{ b }}.first_word, {{ b }}.last_word) then 1
        else 0
    end
{%- endmacro %}

{#- Whether both names are known, and are no spellings of one name: what the other comparisons ask, in short. -#}
{% macro names_differ(a, b) -%}
    {{ a }}.person_sound <> {{ b }}.person_sound
    and not {{ a }}.has_initial
    and not {{ b }}.has_initial
    and {{ name_likeness(a ~ '.person_sound', b ~ '.person_sound') }} < 0.9
{%- endmacro %}

{#- Whether one word is a nickname of the other: Bob and Robert. `one` is the start of a column's name. -#}
{% macro is_short_form(one, other) -%}
    coalesce(
        {{ text_contains(one ~ '_formal', "' ' || " ~ other ~ "_word || ' '") }}
        or {{ text_contains(other ~ '_formal', "' ' || " ~ one ~ "_word || ' '") }},
        false
    )
{%- endmacro %}

{#- 3 same name without legal form and place, 2 a slip of the pen, 1 one begins with, or holds, the other's brand, or is
    short for it (IBM, 中石化). -#}
{% macro level_of_company(a, b) -%}
    case
        when {{ a }}.company_key is null or {{ b }}.company_key is null then -1
        when {{ a }}.company_key = {{ b }}.company_key then 3
        when {{ name_likeness(a ~ '.company_sound', b ~ '.company_sound') }} >= {{ alike() }} then 2
        when
            {{ a }}.company_start = {{ b }}.company_start
            or {{ text_contains(a ~ '.company_sound', b ~ '.company_start') }}
            or {{ text_contains(b ~ '.company_sound', a ~ '.company_start') }}
            or {{ a }}.company_key = {{ b }}.company_initials or {{ b }}.company_key = {{ a }}.company_initials
            or {{ a }}.company_key like {{ b }}.company_short_pattern
            or {{ b }}.company_key like {{ a }}.company_short_pattern then 1
        else 0
    end
{%- endmacro %}

{#- Where only one side has an e-mail: 2 it is made of the other's name, 1 it holds a word of it, or is its initials, 0
    neither. Counted only for a mailbox that its own record's name does not explain, since the names say the rest. -#}
{% macro level_of_mailbox(a, b) -%}
    case
        when {{ a }}.mailbox_letters is not null and {{ b }}.email_key is null and {{ b }}.person_sound is not null
            then {{ level_of_mailbox_for(a, b) }}
        when {{ b }}.mailbox_letters is not null and {{ a }}.email_key is null and {{ a }}.person_sound is not null
            then {{ level_of_mailbox_for(b, a) }}
        else -1
    end
{%- endmacro %}

{% macro level_of_mailbox_for(mailed, named) -%}
    {%- set letters = mailed ~ '.mailbox_letters' -%}
    case
        when {{ is_mailbox_of(letters, mailed ~ '.first_word', mailed ~ '.last_word') }} then -1
        when {{ is_mailbox_of(letters, named ~ '.first_word', named ~ '.last_word') }} then 2
        when
            (length({{ named }}.first_word) > 3 and {{ text_contains(letters, named ~ '.first_word') }})
            or (length({{ named }}.last_word) > 3 and {{ text_contains(letters, named ~ '.last_word') }})
            or {{ letters }} in (
                {{ named }}.first_letter || {{ named }}.last_letter, {{ named }}.last_letter || {{ named }}.first_letter
            ) then 1
        else 0
    end
{%- endmacro %}

{#- Whether the letters of a mailbox are a name of two words as mailboxes are made: both words, or one and the initial of
    the other. -#}
{% macro is_mailbox_of(letters, first_word, last_word) -%}
    {{ first_word }} <> {{ last_word }} and {{ letters }} in (
        {{ first_word }} || {{ last_word }},
        {{ last_word }} || {{ first_word }},
        substr({{ first_word }}, 1, 1) || {{ last_word }},
        {{ last_word }} || substr({{ first_word }}, 1, 1),
        {{ first_word }} || substr({{ last_word }}, 1, 1),
        substr({{ last_word }}, 1, 1) || {{ first_word }}
    )
{%- endmacro %}
