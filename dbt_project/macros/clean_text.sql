{#- Cleaning of short texts such as names. Free text (needs, notes) is never touched. -#}

{#- For keys: NFKC, control characters and every kind of white space to one space, trimmed; blank to null.
    Nearly all texts are clean already (printable ASCII and common Chinese characters with single spaces
    inside): one pattern recognises them, 0.2 CPU seconds a million, and they skip the rest, which costs seven
    times that. -#}
{% macro normal_text(text) -%}
    case
        when {{ regex_found(text, '^$|^ | $|  |[^ -~\\x{4e00}-\\x{9fff}]') }}
            then nullif(trim({{ regex_replace(nfkc(text), '[\\s\\p{Z}\\p{Cc}]+', ' ') }}), '')
        else {{ text }}
    end
{%- endmacro %}

{#- For display: a text of ordinary letters that carries full-width forms or stray white space gets its normal
    form. Anything stranger (emoji, ligatures, right-to-left marks) is shown exactly as it came; its key is normal
    anyway. -#}
{% macro display_text(text) -%}
    case
        when not {{ regex_found(text, '^$|^ | $|  |[^ -~\\x{4e00}-\\x{9fff}]') }} then {{ text }}
        when {{ regex_matches(
            text,
            '[\\s -~\\x{a0}\\x{c0}-\\x{17f}\\x{3000}\\x{3400}-\\x{4dbf}\\x{4e00}-\\x{9fff}\\x{ff01}-\\x{ff5e}·]*'
        ) }} then {{ normal_text(text) }}
        else nullif(trim({{ text }}), '')
    end
{%- endmacro %}

{#- A name for a key: null when it is what people write into a field to leave it blank. -#}
{% macro unless_placeholder(name) -%}
    case
        when lower({{ name }}) not in (
            'n/a', 'na', 'none', 'null', 'nil', '-', '--', '---', '.', '/', '?', 'x', 'xx', 'xxx',
            'test', 'tester', 'testing', 'asdf', 'qwerty', 'unknown', 'anonymous',
            '无', '暂无', '没有', '未知', '不详', '未填', '未填写', '匿名', '测试'
        ) then {{ name }}
    end
{%- endmacro %}

{#- A person's name: a Latin name of several words, all in capitals or all in small letters, gets its capitals. -#}
{% macro name_case(name) -%}
    case
        when {{ regex_matches(name, '[a-z]+( [a-z]+\\.?)+|[A-Z]+( [A-Z]+\\.?)+') }} then {{ capitalised(name) }}
        else {{ name }}
    end
{%- endmacro %}

{#- An e-mail address in its normal form, or null when it cannot be one. The part before the @ is lowered too:
    no provider in use tells capitals apart. Taken out of <...> and after mailto: where it stands there. -#}
{% macro clean_email(email) -%}
    {%- set local_part = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*" -%}
    {%- set domain = '(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,63}' -%}
    nullif({{ regex_extract(
        'case when length(' ~ email ~ ') <= 320 then lower(' ~ normal_text(email) ~ ') end',
        '^(?:[^<>]*<)?(?:mailto:)?(' ~ local_part ~ '@' ~ domain ~ ')>?$'
    ) }}, '')
{%- endmacro %}

{#- A web domain without scheme, www, path or port; null when it cannot be one. -#}
{% macro clean_domain(domain) -%}
    nullif({{ regex_extract(
        'lower(' ~ normal_text(domain) ~ ')',
        '^(?:https?://)?(?:www\\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,63})(?:[:/?#].*)?$'
    ) }}, '')
{%- endmacro %}
